"""How a test knows that a session waits for another one's lock."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import psycopg

from conftest import DEADLINE_SECONDS, Server

Result = TypeVar("Result")


def in_background(
    observer: psycopg.Connection, busy: psycopg.Connection, work: Callable[[], Result]
) -> Future[Result]:
    """Start work over the connection `busy` and return once it waits for a lock."""
    pool = ThreadPoolExecutor(1)
    running = pool.submit(work)
    pool.shutdown(wait=False)
    for _ in range(DEADLINE_SECONDS * 100):
        waits = observer.execute(
            "SELECT wait_event_type = 'Lock', pg_sleep(0.01) FROM pg_stat_activity WHERE pid = %s",
            [busy.info.backend_pid],
        ).fetchone()
        if waits and waits[0]:
            return running
        assert not running.done(), f"it did not wait: {running.result()!r}"
    raise AssertionError("it never waited for a lock")


def wait_until_blocked(server: Server, database: str, session: psycopg.Connection) -> None:
    """Return when `session`, busy in another thread, waits for a lock; fail at the deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    with psycopg.connect(server.dsn(database, "tester"), autocommit=True) as watch:
        while True:
            row = watch.execute(
                "SELECT cardinality(pg_blocking_pids(%s))", [session.info.backend_pid]
            ).fetchone()
            if row and row[0]:
                return
            assert time.monotonic() < deadline, "the session never waited for a lock"
            time.sleep(0.02)
