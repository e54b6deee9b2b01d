"""Which clients load the cluster while something happens to it: writers and readers that come right back."""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fkplus.chaos.caller import CONNECT_SECONDS, Caller
from fkplus.chaos.ledger import Event, Ledger
from fkplus.database.connection import connect
from fkplus.model.errors import NotReady
from fkplus.model.secrets import Secret

# Between two statements of a client, and before it connects anew: a few hundred rows a second load a small
# machine lightly, and several clients show an outage to some milliseconds.
PAUSE_SECONDS = 0.02
CLIENTS = 4
# Above any commit of a healthy cluster, below what a node loss costs.
_ANSWER_SECONDS = 3.0

_TABLE = "create table fkplus_chaos_row (number bigint primary key, stored timestamptz default now())"
_WRITE = "insert into fkplus_chaos_row (number) values ($1::bigint)"
_READ = "select max(number) from fkplus_chaos_row where $1::bigint > 0"
_ROWS = "select number from fkplus_chaos_row"


@dataclass(frozen=True)
class Load:
    """Clients that work until the end of the block that made them."""

    acknowledged: threading.Semaphore

    def wait_for_acknowledged(self, more: int = 50, *, seconds: float = 60) -> None:
        """Wait until `more` further statements are acknowledged; raises NotReady after `seconds`."""
        while self.acknowledged.acquire(blocking=False):
            continue
        deadline = time.monotonic() + seconds
        for done in range(more):
            if not self.acknowledged.acquire(timeout=max(0.0, deadline - time.monotonic())):
                raise NotReady(f"only {done} of {more} statements were acknowledged within {seconds:.0f} s")


@contextmanager
def writing(dsn: Secret, ledger: Path, *, clients: int = CLIENTS) -> Iterator[Load]:
    """Write numbered rows to `dsn` (a write port) from `clients` connections until the block ends.

    Every attempt and its outcome goes to the file `ledger`. The table is made anew; `rows` reads it.
    """
    with connect(dsn.reveal(), autocommit=True) as connection:
        connection.execute("drop table if exists fkplus_chaos_row")
        connection.execute(_TABLE)
    with _clients(dsn, _WRITE, ledger, clients) as load:
        yield load


@contextmanager
def reading(dsn: Secret, ledger: Path, *, clients: int = 2) -> Iterator[Load]:
    """Read from `dsn` (a read port) in the same way; the numbers in `ledger` count the reads."""
    with _clients(dsn, _READ, ledger, clients) as load:
        yield load


def rows(dsn: Secret) -> frozenset[int]:
    """Return the numbers of all rows that the writers' table has now."""
    with connect(dsn.reveal(), autocommit=True) as connection:
        return frozenset(number for (number,) in connection.execute(_ROWS))


def remove_tables(dsn: Secret) -> None:
    """Drop the tables of writers and observer."""
    with connect(dsn.reveal(), autocommit=True) as connection:
        connection.execute("drop table if exists fkplus_chaos_row, fkplus_chaos_probe")


@contextmanager
def _clients(dsn: Secret, text: str, path: Path, clients: int) -> Iterator[Load]:
    ledger, end, numbers = Ledger(path), threading.Event(), itertools.count(1)
    acknowledged = threading.Semaphore(0)
    threads = [
        threading.Thread(
            target=_Client(dsn, text, ledger, client, acknowledged).work, args=(numbers, end), daemon=True
        )
        for client in range(1, clients + 1)
    ]
    for thread in threads:
        thread.start()
    try:
        yield Load(acknowledged)
    finally:
        end.set()
        for thread in threads:
            thread.join(timeout=_ANSWER_SECONDS + CONNECT_SECONDS + 5)
        ledger.close()


class _Client:
    """Sends one statement after the other, each in the ledger."""

    def __init__(
        self, dsn: Secret, text: str, ledger: Ledger, client: int, acknowledged: threading.Semaphore
    ) -> None:
        self._caller = Caller(dsn, _ANSWER_SECONDS)
        self._text = text
        self._ledger = ledger
        self._client = client
        self._acknowledged = acknowledged

    def work(self, numbers: Iterator[int], end: threading.Event) -> None:
        """Send statements until `end` is set."""
        while not end.wait(PAUSE_SECONDS):
            number = next(numbers)
            self._ledger.add(Event.ATTEMPT, number, self._client)
            reply = self._caller.ask(self._text, [number])
            self._ledger.add(reply.event, number, self._client, sqlstate=reply.sqlstate, detail=reply.detail)
            if reply.event is Event.ACKNOWLEDGED:
                self._acknowledged.release()
        self._caller.close()
