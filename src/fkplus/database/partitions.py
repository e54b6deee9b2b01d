"""How the month partitions of the schema are kept: made ahead of time, detached after their lifetime."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.model.errors import NotReady

MONTHS_AHEAD = 2

_LOCK = "2s"
_PAUSE_SECONDS = 0.5
_HINT = "end long transactions, then run `fkplus partitions` again: it goes on where it stopped"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Upkeep:
    """What one run did: names of partitions with their schema, public.post_y2026m11."""

    made: Sequence[str] = ()
    detached: Sequence[str] = ()
    dropped: Sequence[str] = ()


def is_needed(connection: Connection) -> bool:
    """Tell whether the schema has reached the version that brings month partitions."""
    return connection.execute("select to_regclass('private.partitioned_table')").fetchone() != (None,)


def make_ahead(connection: Connection, months: int, say: Say, *, deadline_seconds: float) -> Sequence[str]:
    """Make the missing partitions up to `months` after the present one; returns their names.

    `connection` is in autocommit mode: a transaction for each, so that the lock on a referenced table
    (account), which its writers wait for, is held for milliseconds. A lock that is not granted within 2 s is
    asked for again. Raises NotReady after `deadline_seconds`; what was made stays.
    """
    deadline = time.monotonic() + deadline_seconds
    made = []
    for table, month in connection.execute(query("partitions_missing"), {"months": months}).fetchall():
        arguments = {"table": table, "month": month}
        row = _patiently(connection, query("partition_make"), deadline, arguments)
        if row and row[0]:
            made.append(str(row[0]))
            say(f"made {row[0]}")
    return made


def detach_old(connection: Connection, say: Say, *, deadline_seconds: float) -> Sequence[str]:
    """Detach the partitions past their lifetime; returns their names. Their tables and rows stay.

    `connection` is in autocommit mode: DETACH PARTITION ... CONCURRENTLY runs in no transaction. It lets
    readers and writers go on and itself waits for those that began before it. One that broke off earlier is
    finished first, since PostgreSQL allows one at a time for a table:
    https://www.postgresql.org/docs/current/sql-altertable.html. Raises NotReady after `deadline_seconds`;
    repeating goes on where it stopped.
    """
    deadline = time.monotonic() + deadline_seconds
    detached = []
    for table, partition, is_pending in connection.execute(query("partitions_detachable")).fetchall():
        ending = sql.SQL("finalize" if is_pending else "concurrently")
        _patiently(
            connection, _statement("alter table {} detach partition {} ", table, partition) + ending, deadline
        )
        detached.append(str(partition))
        say(f"detached {partition}" + (", begun by an earlier run" if is_pending else ""))
    return detached


def drop_detached(connection: Connection, say: Say, *, deadline_seconds: float) -> Sequence[str]:
    """Drop the tables that were partitions past their lifetime, rows and all; returns their names.

    What other months refer to is kept in order: the tables that refer go first. Raises NotReady after
    `deadline_seconds`.
    """
    deadline = time.monotonic() + deadline_seconds
    dropped = []
    for (name,) in connection.execute(query("partitions_detached")).fetchall():
        _patiently(connection, _statement("drop table {}", name), deadline)
        dropped.append(str(name))
        say(f"dropped {name}")
    return dropped


def _patiently(
    connection: Connection,
    statement: sql.SQL | sql.Composed,
    deadline: float,
    parameters: Mapping[str, Any] | None = None,
) -> tuple[Any, ...] | None:
    """Run a statement until its lock is granted, so that nobody queues long behind it; its first row."""
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise NotReady("a lock on the month partitions was not granted in time", _HINT)
        connection.execute(query("partition_limits"), {"lock": _LOCK, "statement": f"{max(left, 1):.0f}s"})
        try:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchone() if cursor.description else None
        except psycopg.errors.LockNotAvailable:
            time.sleep(_PAUSE_SECONDS)
        except psycopg.errors.QueryCanceled as error:
            raise NotReady("older transactions did not end in time", _HINT) from error


def _statement(text: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(*name.split(".")) for name in names))
