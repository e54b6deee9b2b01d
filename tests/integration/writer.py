"""A simple client: it inserts numbered rows, reconnects, and remembers what was acknowledged."""

import threading
import time
from types import TracebackType
from typing import Any

import psycopg

_PAUSE_SECONDS = 0.02
_CONNECT_SECONDS = 5.0


class Writer:
    """Writes in a thread from `with` to its end; `acknowledged`: the numbers whose commit was confirmed."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self.acknowledged: list[int] = []
        self.connections = 0

    def __enter__(self) -> "Writer":
        with self._connected() as connection:
            connection.execute("create table if not exists written (number bigint primary key)")
            connection.execute("truncate written")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join(timeout=30)

    def wait_for_writes(self, more: int = 50, seconds: float = 60) -> None:
        """Wait until `more` further rows are acknowledged."""
        goal = len(self.acknowledged) + more
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < goal:
            assert time.monotonic() < deadline, f"no writes for {seconds} s"
            time.sleep(0.05)

    def missing(self) -> set[int]:
        """Return acknowledged numbers that the database no longer has."""
        with self._connected() as connection:
            stored = {int(row[0]) for row in connection.execute("select number from written")}
        return set(self.acknowledged) - stored

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect, if need be again: a Patroni that comes back says for some 0.1 s that it is no primary."""
        deadline = time.monotonic() + _CONNECT_SECONDS
        while True:
            try:
                return psycopg.connect(self._dsn, autocommit=True, connect_timeout=2)
            except psycopg.OperationalError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_PAUSE_SECONDS)

    def _write(self) -> None:
        connection = None
        number = 0
        while not self._end.is_set():
            number += 1
            try:
                if connection is None:
                    connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=2)
                    self.connections += 1
                connection.execute("insert into written values (%s)", [number])
                self.acknowledged.append(number)
            except psycopg.Error:
                if connection is not None:
                    connection.close()
                connection = None
                time.sleep(_PAUSE_SECONDS)
        if connection is not None:
            connection.close()
