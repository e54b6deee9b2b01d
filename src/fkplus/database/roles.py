"""Who may log in and do what: the owner, the application, the monitor, and the analysts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg import errors, sql

from fkplus.database import scram
from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.model.errors import BadInput
from fkplus.model.names import ANALYST_GROUP, APP, MONITOR, REPLICATION, REWIND, SUPERUSER
from fkplus.model.secrets import Secret

_ANALYST_COMMENT = "fkplus: login of an analyst"

_ANALYST_SETTINGS = {
    # The group's grants are what stops a write; this makes the mistake show before it is tried.
    "default_transaction_read_only": "on",
    "statement_timeout": "30min",
    "idle_in_transaction_session_timeout": "10min",
}
_APP_SETTINGS = {"idle_in_transaction_session_timeout": "1min"}


@dataclass(frozen=True)
class Wanted:
    """One role as it should be; `password` None: a group that nobody logs in as."""

    name: str
    password: Secret | None
    member_of: tuple[str, ...] = ()
    settings: Mapping[str, str] | None = None
    comment: str = ""


@dataclass(frozen=True)
class Existing:
    """One role as the catalogue shows it; `verifier` is empty where we may not see it."""

    name: str
    can_login: bool
    comment: str
    member_of: tuple[str, ...]
    settings: tuple[str, ...]
    is_privileged: bool
    verifier: str


def application_roles(analysts: Sequence[str], passwords: Mapping[str, Secret]) -> Sequence[Wanted]:
    """Return the roles beside the owner: application, monitor, analysts' group and their logins."""
    return [
        Wanted(ANALYST_GROUP, None, comment="fkplus: may read the schema public"),
        Wanted(APP, passwords[APP], settings=_APP_SETTINGS, comment="fkplus: the application, rows only"),
        Wanted(MONITOR, passwords[MONITOR], ("pg_monitor",), comment="fkplus: reads statistics"),
        *(
            Wanted(name, passwords[name], (ANALYST_GROUP,), _ANALYST_SETTINGS, _ANALYST_COMMENT)
            for name in analysts
        ),
    ]


def patroni_roles(passwords: Mapping[str, Secret]) -> Sequence[Wanted]:
    """Return the roles that Patroni logs in with, which it makes itself when it bootstraps a cluster."""
    return [Wanted(name, passwords[name]) for name in (SUPERUSER, REPLICATION, REWIND)]


def read(connection: Connection) -> Mapping[str, Existing]:
    """Return all roles of the cluster but PostgreSQL's own, by name."""
    verifiers: dict[str, str] = {}
    may_see = connection.execute("select has_table_privilege('pg_authid', 'select')").fetchone()
    if may_see and may_see[0]:
        verifiers = {str(name): str(text) for name, text in connection.execute(query("role_passwords"))}
    return {
        name: Existing(
            name, login, comment, tuple(groups), tuple(settings), privileged, verifiers.get(name, "")
        )
        for name, login, comment, groups, settings, privileged in connection.execute(query("role_state"))
    }


def check_analysts(analysts: Iterable[str], owner: str, existing: Mapping[str, Existing]) -> None:
    """Raise BadInput for a name that already is somebody else's role; changes nothing."""
    for name in analysts:
        role = existing.get(name)
        if name == owner:
            raise BadInput(f"ANALYST_NAMES: {name!r} is the owner of the database", "choose another name")
        if role is not None and (role.is_privileged or role.comment != _ANALYST_COMMENT):
            raise BadInput(
                f"ANALYST_NAMES: the role {name!r} exists already and is no analyst's login",
                f"choose another name, or drop that role, or say that it is ours: "
                f"COMMENT ON ROLE {name} IS '{_ANALYST_COMMENT}'",
            )


def apply(connection: Connection, wanted: Sequence[Wanted], say: Callable[[str], None]) -> bool:
    """Create or mend the roles; tells whether anything changed. `connection` needs CREATEROLE."""
    existing = read(connection)
    changed = False
    for role in wanted:
        changes = _changes(connection, role, existing.get(role.name))
        # Whole or not at all: a role without our comment would be taken for somebody else's.
        with connection.transaction():
            done = [reason for reason, statement in changes if _may(connection, role.name, statement, say)]
        if done:
            say(f"role {role.name}: {', '.join(done)}")
            changed = True
    return changed


def _may(connection: Connection, role: str, statement: sql.Composed, say: Callable[[str], None]) -> bool:
    """Execute a statement; False, and said, where it gives a predefined role that is not ours to give.

    Since PostgreSQL 16 CREATEROLE alone may not grant those, only who has them with ADMIN OPTION:
    https://www.postgresql.org/docs/16/release-16.html.
    """
    try:
        with connection.transaction():
            connection.execute(statement)
    except errors.InsufficientPrivilege:
        text = statement.as_string(connection)
        if not text.startswith('grant "pg_'):
            raise
        say(f"role {role}: this login may not {text}; let a superuser do it")
        return False
    return True


def retire_analysts(
    connection: Connection, analysts: Sequence[str], say: Callable[[str], None]
) -> Sequence[str]:
    """Take the login from analysts who are off the list; returns their names.

    Sessions that they have go on: see `end_sessions`, which every instance needs for itself.
    """
    retired = []
    for role in read(connection).values():
        if role.comment == _ANALYST_COMMENT and role.can_login and role.name not in analysts:
            connection.execute(sql.SQL("alter role {} nologin").format(sql.Identifier(role.name)))
            say(f"role {role.name}: not in ANALYST_NAMES any more, may no longer log in")
            retired.append(role.name)
    return retired


def end_sessions(connection: Connection, role_names: Sequence[str]) -> None:
    """End the sessions of these roles on the instance behind `connection`."""
    connection.execute(query("end_sessions"), {"roles": list(role_names)})


def grant(connection: Connection, owner: str, say: Callable[[str], None]) -> bool:
    """Give the roles their rights in this database; tells whether any was missing."""
    names = {"owner": owner, "analyst": ANALYST_GROUP, "app": APP}
    missing = [str(row[0]) for row in connection.execute(query("grants_missing"), names)]
    if not missing:
        return False
    identifiers = {key: sql.Identifier(name) for key, name in names.items()}
    connection.execute(query("grants").format(**identifiers))
    for history in ("flyway_schema_history", "seed_history"):
        found = connection.execute("select to_regclass(%s)", [f"public.{history}"]).fetchone()
        if found and found[0]:
            connection.execute(
                query("protect_histories").format(
                    history=sql.Identifier("public", history), app=identifiers["app"]
                )
            )
    say(f"rights granted on {len(missing)} objects")
    return True


def _changes(
    connection: Connection, wanted: Wanted, existing: Existing | None
) -> Sequence[tuple[str, sql.Composed]]:
    name = sql.Identifier(wanted.name)
    changes: list[tuple[str, sql.Composed]] = []
    if existing is None:
        changes.append(("created", sql.SQL("create role {}").format(name)))
    if wanted.password is not None and not _has_password(wanted.password, existing):
        verifier = _verifier(connection, wanted.name, wanted.password)
        changes.append(
            ("password set", sql.SQL("alter role {} login password {}").format(name, sql.Literal(verifier)))
        )
    for group in wanted.member_of:
        if existing is None or group not in existing.member_of:
            changes.append(
                (f"member of {group}", sql.SQL("grant {} to {}").format(sql.Identifier(group), name))
            )
    for key, value in (wanted.settings or {}).items():
        if existing is None or f"{key}={value}" not in existing.settings:
            changes.append(
                (
                    f"{key} = {value}",
                    sql.SQL("alter role {} set {} = {}").format(
                        name, sql.Identifier(key), sql.Literal(value)
                    ),
                )
            )
    if wanted.comment and (existing is None or existing.comment != wanted.comment):
        changes.append(
            ("commented", sql.SQL("comment on role {} is {}").format(name, sql.Literal(wanted.comment)))
        )
    return changes


def _has_password(password: Secret, existing: Existing | None) -> bool:
    return existing is not None and existing.can_login and scram.matches(password, existing.verifier)


def _verifier(connection: Connection, name: str, password: Secret) -> str:
    """Compute the verifier here: the password itself never reaches a server log or pg_stat_statements."""
    encrypted = connection.pgconn.encrypt_password(
        password.reveal().encode(), name.encode(), b"scram-sha-256"
    )
    return encrypted.decode()
