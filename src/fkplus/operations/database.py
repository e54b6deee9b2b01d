"""How the database and the roles of the application come to exist in a running cluster."""

import psycopg

from fkplus.database import creation
from fkplus.database import roles as role_rules
from fkplus.database.connection import Connection, connect
from fkplus.model.errors import ConnectionLost
from fkplus.model.names import SUPERUSER
from fkplus.operations.site import Say, Site
from fkplus.runtimes.wait import until


def ensure(site: Site, say: Say) -> None:
    """Create owner, database and the application's roles where missing."""
    settings, secrets = site.settings, site.secrets()
    with superuser(site, "postgres") as connection:
        role_rules.check_analysts(settings.analyst_names, settings.creator_name, role_rules.read(connection))
        creation.ensure_database(
            connection, settings.database, settings.creator_name, secrets[settings.creator_name], say
        )
        role_rules.apply(connection, role_rules.application_roles((), secrets), say)
    with superuser(site, settings.database) as connection:
        creation.prepare_database(connection, settings.database, say)


def superuser(site: Site, database: str) -> Connection:
    """Open an autocommit connection to the primary for what only a superuser may do."""
    return connect(site.dsn(SUPERUSER, database=database).uri(), autocommit=True)


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
