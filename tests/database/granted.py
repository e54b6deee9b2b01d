"""A database with the roles and rights of `fkplus roles`, and connections in these roles."""

import psycopg

from conftest import OWNER, Server
from fkplus.database import roles
from fkplus.model.names import APP, MONITOR
from fkplus.model.secrets import Secret

ANALYST = "an_analyst"


def grant(server: Server, database: str) -> None:
    """Make the application's and an analyst's login, where they are missing, and give them their rights."""
    passwords = {login: Secret(login) for login in (APP, MONITOR, ANALYST)}
    with psycopg.connect(server.dsn(database, "tester")) as admin:
        roles.apply(admin, roles.application_roles([ANALYST], passwords), lambda _: None)
        roles.grant(admin, OWNER, lambda _: None)


def as_application(server: Server, database: str) -> psycopg.Connection:
    """Sign in as the application."""
    return psycopg.connect(server.dsn(database, APP))


def as_analyst(server: Server, database: str) -> psycopg.Connection:
    """Sign in as an analyst; read-only is lifted, so that rights alone stop a write."""
    connection = psycopg.connect(server.dsn(database, ANALYST))
    connection.execute("SET default_transaction_read_only = off")
    connection.commit()
    return connection
