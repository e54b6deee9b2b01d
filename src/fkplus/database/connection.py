"""How a connection to PostgreSQL is opened, and which failures mean that the server went away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from fkplus.model.errors import ConnectionLost

Connection = psycopg.Connection[tuple[Any, ...]]

# Class 08 and 57P01 to 57P03: the server is gone, going or starting. 25006: it takes no writes.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOST_STATES = ("08", "57P01", "57P02", "57P03", "25006")

# What the server says before it has a session to give an SQLSTATE for, and what no waiting will cure.
_PERMANENT = ("authentication failed", "no password supplied", "does not exist", "no pg_hba.conf entry")


def connect(dsn: str, *, autocommit: bool = False, timeout_seconds: int = 5) -> Connection:
    """Open a connection to `dsn` (a libpq URI or keyword string).

    Raises ConnectionLost when no connection comes up within `timeout_seconds` per host.
    """
    try:
        return psycopg.connect(
            dsn,
            autocommit=autocommit,
            connect_timeout=timeout_seconds,
            application_name="fkplus",
        )
    except psycopg.OperationalError as error:
        raise _lost("no connection to PostgreSQL", error) from error


@contextmanager
def naming_loss() -> Iterator[None]:
    """Raise ConnectionLost where the server goes away after `connect` as well, in whatever is asked of it."""
    try:
        yield
    except psycopg.Error as error:
        if not is_connection_loss(error):
            raise
        raise _lost("PostgreSQL went away", error) from error


def _lost(what: str, error: psycopg.Error) -> ConnectionLost:
    # libpq explains itself over several lines; a message has one.
    return ConnectionLost(f"{what}: {' '.join(str(error).split())}", "see `fkplus status`")


def is_connection_loss(error: BaseException) -> bool:
    """Tell whether `error` means that the server went away, so that an idempotent step may be repeated."""
    if isinstance(error, ConnectionLost):
        return True
    if not isinstance(error, psycopg.Error):
        return False
    state = error.sqlstate or ""
    return is_lost_state(state) or (isinstance(error, psycopg.OperationalError) and not state)


def is_lost_state(sqlstate: str) -> bool:
    """Tell whether an SQLSTATE means that the server went away or takes no writes."""
    return sqlstate.startswith(_LOST_STATES)


def is_permanent(error: BaseException) -> bool:
    """Tell whether a connection was refused for a reason that does not pass, like a wrong password."""
    return any(phrase in str(error) for phrase in _PERMANENT)
