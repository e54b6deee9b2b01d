"""How the database and its owner come to be, in a fresh cluster and in one that has them already."""

from collections.abc import Callable

from psycopg import sql

from fkplus.database import roles
from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.model.errors import BadInput
from fkplus.model.names import ANALYST_GROUP, APP, MONITOR
from fkplus.model.secrets import Secret


def ensure_database(
    connection: Connection, database: str, owner: str, password: Secret, say: Callable[[str], None]
) -> None:
    """Create the owner and its database where missing.

    `connection` is a superuser's, in autocommit (CREATE DATABASE takes no transaction). Raises
    BadInput when the database belongs to someone else.
    """
    found = connection.execute(query("database_state"), {"database": database}).fetchone()
    if found is not None and found[0] != owner:
        raise BadInput(
            f"CREATOR_NAME: database {database} belongs to {found[0]!r}, not to {owner!r}",
            "set CREATOR_NAME back, or hand the database over with ALTER DATABASE and REASSIGN OWNED",
        )
    existing = roles.read(connection).get(owner)
    if found is None and existing is not None and existing.is_privileged:
        raise BadInput(f"CREATOR_NAME: role {owner!r} exists and has more rights than an owner needs")
    wanted = roles.Wanted(owner, password, comment=f"fkplus: owns {database} and migrates it")
    roles.apply(connection, [wanted], say)
    if found is None:
        connection.execute(
            sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(owner))
        )
        say(f"database {database} created")


def prepare_database(connection: Connection, database: str, say: Callable[[str], None]) -> None:
    """Set, inside the database, what only a superuser can, where it is missing.

    The roles of the application must exist. `connection` is a superuser's, to `database` itself.
    """
    done = connection.execute(query("database_is_prepared")).fetchone()
    if done is not None and done[0]:
        return
    connection.execute(
        query("database_access").format(
            database=sql.Identifier(database),
            app=sql.Identifier(APP),
            analyst=sql.Identifier(ANALYST_GROUP),
            monitor=sql.Identifier(MONITOR),
        )
    )
    say(f"database {database}: access limited to its roles")
