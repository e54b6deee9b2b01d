"""How does an operation survive a failover? Repeated on new connections until its deadline."""

import time
from dataclasses import dataclass

import psycopg

from fkplus.database.connection import Connection, is_connection_loss
from fkplus.database.retry import is_worth_repeating
from fkplus.model.secrets import Secret
from fkplus.workload.catalogue import Operation
from fkplus.workload.statements import Values

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_CANCELLED = "57014"
_INTEGRITY = "23"
_TRANSACTION_ROLLBACK = "40"

_CONNECT_SECONDS = 2
# A server that vanished without a word is given up after as many milliseconds.
_SILENCE_MS = 10_000
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0

REASONS = ("deadline", "connection", "conflict", "refused", "other")


@dataclass(frozen=True)
class Outcome:
    """How a logical operation ended: `reason` is one of REASONS, or None when it was acknowledged."""

    reason: str | None
    tries: int
    service_seconds: float
    detail: str = ""


class Session:
    """One client's connection to an endpoint, made anew when it breaks."""

    def __init__(self, uri: Secret, statement_seconds: float) -> None:
        self._uri = uri
        self._statement_ms = int(statement_seconds * 1000)
        self._connection: Connection | None = None

    def call(self, operation: Operation, parameters: Values, give_up_at: float) -> Outcome:
        """Do one logical operation, again until it counts, is refused, or it is `give_up_at` (monotonic)."""
        started, tries, pause = time.monotonic(), 0, _FIRST_PAUSE_SECONDS
        while True:
            tries += 1
            try:
                operation.run(self.connection(), parameters)
                return Outcome(None, tries, time.monotonic() - started)
            except psycopg.Error as error:
                self._drop_if_broken(error)
                if not is_worth_repeating(error) or time.monotonic() + pause > give_up_at:
                    detail = " ".join(str(error).split())
                    return Outcome(reason_of(error), tries, time.monotonic() - started, detail)
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def connection(self) -> Connection:
        """Return the open connection, or a new one; raises psycopg.OperationalError when there is none."""
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(
                self._uri.reveal(),
                autocommit=True,
                connect_timeout=_CONNECT_SECONDS,
                tcp_user_timeout=_SILENCE_MS,
                options=f"-c statement_timeout={self._statement_ms}",
                application_name="fkplus-backend",
            )
        return self._connection

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _drop_if_broken(self, error: psycopg.Error) -> None:
        if is_connection_loss(error):
            self.close()


def reason_of(error: psycopg.Error) -> str:
    """Return which of REASONS an error is."""
    state = error.sqlstate or ""
    if state == _CANCELLED:
        return "deadline"
    if is_connection_loss(error):
        return "connection"
    if state.startswith(_TRANSACTION_ROLLBACK):
        return "conflict"
    return "refused" if state.startswith(_INTEGRITY) else "other"
