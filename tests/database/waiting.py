"""How a test knows that a session waits for another one's lock."""

import time

import psycopg

from conftest import DEADLINE_SECONDS, Server


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
