"""What does a call cost, really executed: buffers touched, milliseconds, and by which plan?"""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from fkplus.database.connection import Connection
from fkplus.tuning.samples import Sample

Case = tuple[str, str]


@dataclass(frozen=True)
class Cost:
    """Of an operation in a bucket: the mean of its buffers, milliseconds, what its plan reads."""

    buffers: float
    milliseconds: Sequence[float]
    plan: str

    @property
    def median_ms(self) -> float:
        """Return the middle time."""
        return statistics.median(self.milliseconds)

    def percentile_ms(self, part: float) -> float:
        """Return the time that `part` of the executions did not exceed."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def measure(connection: Connection, samples: Sequence[Sample], *, rounds: int = 1) -> Mapping[Case, Cost]:
    """Execute each sample once unmeasured (to warm the cache) and `rounds` times measured, by case."""
    buffers: defaultdict[Case, list[int]] = defaultdict(list)
    times: defaultdict[Case, list[float]] = defaultdict(list)
    plans: dict[Case, str] = {}
    for sample in samples:
        explained(connection, sample)
        for _ in range(rounds):
            found = explained(connection, sample)
            plan = found["Plan"]
            buffers[sample.case].append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
            times[sample.case].append(found["Execution Time"])
            plans.setdefault(sample.case, shape(plan))
    return {case: Cost(statistics.mean(buffers[case]), times[case], plans[case]) for case in buffers}


def explained(connection: Connection, sample: Sample) -> Mapping[str, Any]:
    """Execute a sample and return what EXPLAIN (ANALYZE, BUFFERS) says, with its times in milliseconds."""
    row = connection.execute(
        sql.SQL("explain (analyze, buffers, timing off, format json) ") + sql.SQL(sample.text), sample.values
    ).fetchone()
    return _first(row)


def estimated(connection: Connection, sample: Sample) -> float:
    """Return the planner's cost of a sample."""
    row = connection.execute(
        sql.SQL("explain (format json) ") + sql.SQL(sample.text), sample.values
    ).fetchone()
    return float(_first(row)["Plan"]["Total Cost"])


def _first(row: tuple[Any, ...] | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = row[0][0] if row else {}
    return found


def shape(plan: Mapping[str, Any]) -> str:
    """Return what a plan reads and how, in its order: `Index Scan post_pkey, Seq Scan account`."""
    seen = dict.fromkeys(_scans(plan))
    return ", ".join(seen)


def _scans(plan: Mapping[str, Any]) -> Iterator[str]:
    place = plan.get("Index Name") or plan.get("Relation Name")
    if place:
        yield f"{plan['Node Type']} {_without_month(place)}"
    for child in plan.get("Plans", ()):
        yield from _scans(child)


def _without_month(name: str) -> str:
    """Return the name of a month's table or index without its month: there is one for each."""
    head, found, tail = name.partition("_y20")
    return head + (tail[5:] if found else "")
