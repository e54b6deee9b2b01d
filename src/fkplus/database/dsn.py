"""How a database is named in one URI: for libpq, for psql, for an application."""

from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from fkplus.model.errors import BadInput
from fkplus.model.secrets import Secret


@dataclass(frozen=True)
class Dsn:
    """Where a database is and as whom to log in; the password shows only in `uri()`."""

    host: str
    port: int
    database: str
    role: str
    password: Secret

    def uri(self) -> str:
        """Return a connection URI with the password in it.

        https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
        """
        return self._uri(f":{quote(self.password.reveal(), safe='')}")

    def shown(self) -> str:
        """Return the URI without its password, fit for messages and argument lists."""
        return self._uri("")

    def _uri(self, password: str) -> str:
        return (
            f"postgresql://{quote(self.role, safe='')}{password}@{self.host}:{self.port}"
            f"/{quote(self.database, safe='')}"
        )


def checked(text: str) -> Secret:
    """Return a URI or connection string that a person gave; raises BadInput when libpq can't read it."""
    try:
        parts = conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        # libpq's own words would quote a part of it, which may be the password.
        raise BadInput("--dsn is not a connection URI", "postgresql://role@host:5432/database") from None
    if not parts.get("dbname"):
        raise BadInput("--dsn names no database", "postgresql://role@host:5432/database")
    return Secret(text)
