"""How one statement is sent with a deadline that holds whatever becomes of the server.

A statement_timeout does not end a commit that waits for a replica, and a cancel would make it one that is on
no replica (PostgreSQL, src/backend/replication/syncrep.c, SyncRepWaitForLSN). So nothing is cancelled: after
the deadline the client goes away, and what became of the statement is unknown.
"""

import select
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import psycopg
from psycopg import pq
from psycopg.pq.abc import PGconn, PGresult

from fkplus.chaos.ledger import Event
from fkplus.database.connection import Connection, is_lost_state

_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


@dataclass(frozen=True)
class Reply:
    """How a statement ended: ACKNOWLEDGED, REFUSED or UNKNOWN; `row` is the first row of its result."""

    event: Event
    sqlstate: str = ""
    detail: str = ""
    row: tuple[str, ...] = ()

    @property
    def connection_lives(self) -> bool:
        """Tell whether the connection can take another statement."""
        return self.event is not Event.UNKNOWN and not is_lost_state(self.sqlstate)


def run(connection: Connection, text: str, parameters: Sequence[object], *, seconds: float) -> Reply:
    """Send one statement, a transaction by itself, and wait at most `seconds` for its end.

    Never raises for what the server does. A connection that does not live any more (Reply) is the caller's
    to close.
    """
    values = [str(value).encode() for value in parameters]
    try:
        return _run(connection.pgconn, text.encode(), values, time.monotonic() + seconds)
    except psycopg.Error as error:
        return Reply(Event.UNKNOWN, detail=_one_line(str(error)))


def _run(pgconn: PGconn, text: bytes, values: Sequence[bytes], deadline: float) -> Reply:
    pgconn.send_query_params(text, values)
    pgconn.flush()
    replies: list[Reply] = []
    while True:
        while pgconn.is_busy():
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pgconn.socket], [], [], left)[0]:
                return Reply(Event.UNKNOWN, detail="no answer in time")
            # When the server closes the connection, its last words have been read all the same.
            with suppress(psycopg.OperationalError):
                pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:
            return _summary(replies)
        replies.append(_reply(result))


def _summary(replies: Sequence[Reply]) -> Reply:
    """Return the first bad reply, else the last one.

    "INSERT 0 1" comes before the commit, which is at Sync (PostgreSQL's protocol, extended query); only when
    nothing bad follows up to ReadyForQuery is it an acknowledgement.
    """
    bad = [reply for reply in replies if reply.event is not Event.ACKNOWLEDGED]
    return next(iter([*bad, *replies[-1:]]), Reply(Event.UNKNOWN, detail="no answer"))


def _reply(result: PGresult) -> Reply:
    if result.status in _DONE:
        row = [
            result.get_value(0, column) or b"" for column in range(result.nfields if result.ntuples else 0)
        ]
        return Reply(Event.ACKNOWLEDGED, row=tuple(cell.decode() for cell in row))
    severity = result.error_field(pq.DiagnosticField.SEVERITY_NONLOCALIZED) or b""
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
    detail = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode(errors="replace")
    # An ERROR aborts the transaction; a FATAL may end a session whose commit is only waiting for a replica.
    event = Event.REFUSED if severity == b"ERROR" else Event.UNKNOWN
    return Reply(event, state, _one_line(detail))


def _one_line(text: str) -> str:
    return " ".join(text.split())
