"""How the database and the roles of the application come to exist in a running cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

import psycopg

from fkplus.database import creation
from fkplus.database import roles as role_rules
from fkplus.database.connection import Connection, connect
from fkplus.database.dsn import Dsn
from fkplus.database.retry import FAILOVER_SECONDS, repeat
from fkplus.model.errors import ConnectionLost
from fkplus.model.names import SUPERUSER
from fkplus.operations.site import Say, Site
from fkplus.runtimes.wait import until

_OWNER_SECONDS = 15.0

Result = TypeVar("Result")


def ensure(site: Site, say: Say) -> None:
    """Create owner, database and the application's roles where missing."""
    database = site.settings.database
    as_superuser(site, "postgres", lambda connection: _ensure_roles_and_database(site, connection, say), say)
    as_superuser(site, database, lambda connection: creation.prepare_database(connection, database, say), say)
    _wait_for_owner(site)


def _ensure_roles_and_database(site: Site, connection: Connection, say: Say) -> None:
    settings, secrets = site.settings, site.secrets()
    role_rules.check_analysts(settings.analyst_names, settings.creator_name, role_rules.read(connection))
    creation.ensure_database(
        connection, settings.database, settings.creator_name, secrets[settings.creator_name], say
    )
    role_rules.apply(connection, role_rules.application_roles((), secrets), say)


def _wait_for_owner(site: Site) -> None:
    """Wait until the owner gets in: pg_hba.conf follows a changed MY_DB at Patroni's next loop only."""

    def problem() -> str | None:
        try:
            connect(site.target().uri.reveal()).close()
        except ConnectionLost as error:
            return error.what
        return None

    until(problem, _OWNER_SECONDS, "waiting for the owner's connection", hint="see `fkplus status`")


def as_superuser(site: Site, database: str, work: Callable[[Connection], Result], say: Say) -> Result:
    """Do on the primary what only a superuser may, in autocommit; again when the primary changes."""
    uri = site.dsn(SUPERUSER, database=database).uri()
    return repeat(uri, work, seconds=FAILOVER_SECONDS, say=say, autocommit=True)


def superuser(site: Site, database: str) -> Connection:
    """Open an autocommit connection to the primary for what only a superuser may do."""
    return connect(site.dsn(SUPERUSER, database=database).uri(), autocommit=True)


def instances(site: Site) -> Iterator[Connection]:
    """Open, one after the other, an autocommit superuser connection to every instance that answers."""
    for place in places(site, "postgres"):
        with suppress(ConnectionLost):
            yield connect(place.uri(), autocommit=True)


def places(site: Site, database: str) -> Sequence[Dsn]:
    """Return where each instance itself is reached, by the superuser."""
    there = site.dsn(SUPERUSER, database=database)
    return [
        replace(there, host=site.cluster.host(unit), port=site.cluster.port(unit, "postgresql"))
        for unit in site.cluster.topology.units("patroni")
    ]


def wait_for_endpoint(site: Site, name: str, *, in_recovery: bool, seconds: float) -> None:
    """Wait until endpoint `name` leads to an instance that is, or is not, in recovery.

    HAProxy takes a server for healthy until its first check, so an open port says nothing yet.
    """

    def problem() -> str | None:
        try:
            with connect(
                site.dsn(SUPERUSER, port=name, database="postgres").uri(), timeout_seconds=2
            ) as connection:
                row = connection.execute("select pg_is_in_recovery()").fetchone()
        except (ConnectionLost, psycopg.Error) as error:
            return str(error).strip()
        return None if row == (in_recovery,) else "it leads to the wrong instance"

    until(problem, seconds, f"waiting for the {name} endpoint", hint="see `fkplus status`")
