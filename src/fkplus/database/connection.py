"""How a connection to PostgreSQL is opened, and which failures mean that the server went away."""

from typing import Any

import psycopg

from fkplus.model.errors import ConnectionLost

Connection = psycopg.Connection[tuple[Any, ...]]

# Class 08 and 57P0x: the server is gone, going or starting. 25006: it no longer takes writes.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOST_STATES = ("57P01", "57P02", "57P03", "25006")


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
        # libpq explains itself over several lines; a message has one.
        reason = " ".join(str(error).split())
        raise ConnectionLost(f"no connection to PostgreSQL: {reason}", "see `fkplus status`") from error


def is_connection_loss(error: BaseException) -> bool:
    """Tell whether `error` means that the server went away, so that an idempotent step may be repeated."""
    if isinstance(error, ConnectionLost):
        return True
    if not isinstance(error, psycopg.Error):
        return False
    state = error.sqlstate or ""
    if state.startswith("08") or state in _LOST_STATES:
        return True
    return isinstance(error, psycopg.OperationalError) and not state
