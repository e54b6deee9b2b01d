"""Which operations does the service have, how often is each called, and where may it be answered?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fkplus.database.connection import Connection
from fkplus.workload import writes
from fkplus.workload.statements import Values, statement

READ, WRITE = "read", "write"


@dataclass(frozen=True)
class Operation:
    """One thing that a user does.

    `share` is its part of all calls, `place` the endpoint, `pools` where its parameters are drawn from:
    the first one decides the bucket. `seen` names the statement that finds again what a write has written.
    """

    name: str
    share: float
    place: str
    pools: tuple[str, ...]
    run: Callable[[Connection, Values], object]
    seen: str | None = None
    deadline_seconds: float = 10.0


def _rows(name: str, connection: Connection, parameters: Values) -> Sequence[tuple[Any, ...]]:
    return connection.execute(statement(name), parameters).fetchall()


def _read(name: str, share: float, pool: str, place: str = READ) -> Operation:
    return Operation(name, share, place, (pool,), partial(_rows, name))


def _write(name: str, share: float, *pools: str, run: Callable[[Connection, Values], object]) -> Operation:
    return Operation(name, share, WRITE, pools, run, seen=f"seen_{name}")


# Chats and notifications show what one wrote or marked as read a moment ago: they are read at the primary.
OPERATIONS: tuple[Operation, ...] = (
    _read("feed", 22, "readers"),
    _read("profile", 8, "authors"),
    _read("thread", 10, "posts"),
    _read("athlete", 7, "athletes"),
    _read("competition", 9, "segments"),
    _read("protocol", 6, "performances"),
    _read("records", 2, "disciplines"),
    _read("search_en", 2, "latin_prefixes"),
    _read("search_ru", 3, "cyrillic_prefixes"),
    _read("search_account", 2, "handle_prefixes"),
    _read("head_to_head", 2, "rivals"),
    _read("prediction_table", 2, "seasons"),
    _read("contest", 2, "contests"),
    _read("judge", 1, "judges"),
    _read("notifications", 8, "recipients", WRITE),
    _read("chats", 4, "chatters", WRITE),
    _read("chat", 4, "chats", WRITE),
    _write("post", 1, "writers", run=writes.post),
    _write("comment", 2, "posts", "writers", run=writes.comment),
    _write("react", 4, "posts", "writers", run=writes.react),
    _write("follow", 1, "teams", "writers", run=writes.follow),
    _write("give_bears", 2, "teams", "givers", run=writes.give_bears),
    _write("predict", 1, "writers", "skaters", run=writes.predict),
    _write("write_note", 1, "teams", "writers", run=writes.write_note),
    _write("enter_score", 0.5, "skaters", "sheets", run=writes.enter_score),
)

BY_NAME: Mapping[str, Operation] = {operation.name: operation for operation in OPERATIONS}
