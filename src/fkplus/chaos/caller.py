"""How one client keeps calling: a connection that is made anew whenever it broke, every answer bounded."""

from collections.abc import Sequence

import psycopg

from fkplus.chaos.ledger import Event
from fkplus.chaos.statement import Reply, run
from fkplus.database.connection import Connection, connect
from fkplus.model.errors import ConnectionLost
from fkplus.model.secrets import Secret

# psycopg's least for a connection.
CONNECT_SECONDS = 2


class Caller:
    """One client of `dsn` that waits for no answer longer than `seconds`."""

    def __init__(self, dsn: Secret, seconds: float) -> None:
        self._dsn = dsn
        self._seconds = seconds
        self._connection: Connection | None = None

    def ask(self, text: str, parameters: Sequence[object]) -> Reply:
        """Send one statement, on a new connection where there is none; a failed one counts as REFUSED."""
        try:
            if self._connection is None:
                self._connection = connect(
                    self._dsn.reveal(), autocommit=True, timeout_seconds=CONNECT_SECONDS
                )
        except (ConnectionLost, psycopg.Error) as error:
            return Reply(Event.REFUSED, detail=str(error))
        reply = run(self._connection, text, parameters, seconds=self._seconds)
        if not reply.connection_lives:
            self.close()
        return reply

    def close(self) -> None:
        """End the connection; the next statement makes another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
