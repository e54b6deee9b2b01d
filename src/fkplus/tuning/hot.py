"""Which statements make up nearly all of the time, over all members, and which operation is each of?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fkplus.database.connection import Connection
from fkplus.model.errors import BadInput
from fkplus.tuning.statements import statement

# What counts as hot: the fewest statements that make up so much of all time.
HOT_PART = 0.95

_NAMED = re.compile(r"/\*\s*fkplus:(?P<name>\w+)\s*\*/")


@dataclass(frozen=True)
class Statement:
    """A normalized statement as pg_stat_statements counts it: milliseconds, and buffers hit or read."""

    query_id: int
    text: str
    calls: int
    milliseconds: float
    rows: int
    buffers: int

    @property
    def operation(self) -> str | None:
        """Return the operation that the statement's own comment names, or None."""
        found = _NAMED.search(self.text)
        return found["name"] if found else None


def read(connection: Connection) -> Sequence[Statement]:
    """Return what one member counted; raises BadInput where pg_stat_statements is not installed."""
    row = connection.execute(statement("has_statistics")).fetchone()
    if row != (True,):
        raise BadInput(
            "the database has no pg_stat_statements, which counts what statements cost",
            "put it into shared_preload_libraries, restart, and CREATE EXTENSION pg_stat_statements",
        )
    return [Statement(*found) for found in connection.execute(statement("hot"))]


def together(members: Iterable[Sequence[Statement]]) -> Sequence[Statement]:
    """Add up what the members counted, the costliest first; a statement has the same id on each of them."""
    found: dict[int, Statement] = {}
    for each in (each for member in members for each in member):
        known = found.get(each.query_id)
        found[each.query_id] = each if known is None else replace(
            known,
            calls=known.calls + each.calls,
            milliseconds=known.milliseconds + each.milliseconds,
            rows=known.rows + each.rows,
            buffers=known.buffers + each.buffers,
        )  # fmt: skip
    return sorted(found.values(), key=lambda each: (-each.milliseconds, each.query_id))


def hot(statements: Sequence[Statement], part: float = HOT_PART) -> Sequence[Statement]:
    """Return the fewest of `statements` (costliest first) that make up `part` of their time."""
    total = sum(each.milliseconds for each in statements)
    chosen: list[Statement] = []
    while len(chosen) < len(statements) and sum(each.milliseconds for each in chosen) < part * total:
        chosen.append(statements[len(chosen)])
    return chosen
