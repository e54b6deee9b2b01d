"""Does an index really help? Each is built on a copy and measured by buffers, which are equal each time.

An estimate is not enough: an index on the time of a post halves the estimated cost of a feed, and makes the
real one several times slower, because the planner takes the posts of the followed for evenly spread.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

from fkplus.database.connection import Connection
from fkplus.tuning.indexes import Index
from fkplus.tuning.measure import Case, Cost, measure
from fkplus.tuning.samples import Sample

# At least one case must fall to a third, no other may rise by a tenth (a few buffers are no rise).
FALLS = 3.0
# A further column has to save half as much once more.
LONGER_FALLS = 1.5
RISES = 1.1
_FEW_BUFFERS = 8.0
# Whose loss costs the weighted whole less than this is not worth keeping.
LEAST_WORTH = 0.01

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Verdict:
    """What measuring an index gave: `share` is all calls' buffers beside those without it."""

    index: Index
    adopted: bool
    reason: str
    share: float
    size: int
    build_seconds: float


def try_index(
    connection: Connection,
    index: Index,
    samples: Sequence[Sample],
    weights: Weights,
    instead_of: Index | None = None,
) -> Verdict:
    """Build `index` on a copy, measure, and drop it again where it does not earn its place.

    With `instead_of`, an index that is there, one of the two stays: the new one where it saves enough again.
    """
    before = measure(connection, samples)
    started = time.monotonic()
    connection.execute(sql.SQL(index.create()))
    seconds = time.monotonic() - started
    if instead_of:
        drop(connection, instead_of)
    # Of columns the statistics are there already; another sample would change what is compared.
    if index.has_expression:
        connection.execute(sql.SQL("analyze {}").format(sql.SQL(index.table)))
    after = measure(connection, samples)
    adopted, reason = judge(before, after, LONGER_FALLS if instead_of else FALLS)
    size = _size(connection, index)
    if not adopted:
        drop(connection, index)
        if instead_of:
            connection.execute(sql.SQL(instead_of.create()))
    return Verdict(index, adopted, reason, weighted(after, weights, before), size, seconds)


def judge(before: Mapping[Case, Cost], after: Mapping[Case, Cost], falls: float = FALLS) -> tuple[bool, str]:
    """Tell whether an index earns its place by the buffers of each case, and why."""
    ratios = {case: (cost.buffers, after[case].buffers) for case, cost in before.items()}
    worst = max(ratios, key=lambda case: ratios[case][1] / max(ratios[case][0], 1))
    best = max(ratios, key=lambda case: ratios[case][0] / max(ratios[case][1], 1))
    low, high = ratios[worst]
    if high > RISES * low and high - low > _FEW_BUFFERS:
        return False, f"{_said(worst, ratios[worst])}: one gets slower"
    low, high = ratios[best][1], ratios[best][0]
    if high < falls * low or high - low <= _FEW_BUFFERS:
        return False, f"{_said(best, ratios[best])} at best: none gets {falls:g} times cheaper"
    return True, _said(best, ratios[best])


def leave_one_out(
    connection: Connection, adopted: Sequence[Index], samples: Sequence[Sample], weights: Weights
) -> Mapping[Index, float]:
    """Return by how much the weighted buffers rise without each index: 0.1 is a tenth."""
    whole = measure(connection, samples)
    worth = {}
    for index in adopted:
        with connection.transaction(force_rollback=True):
            drop(connection, index)
            worth[index] = weighted(measure(connection, samples), weights, whole) - 1
    return worth


def weighted(costs: Mapping[Case, Cost], weights: Weights, beside: Mapping[Case, Cost]) -> float:
    """Return the buffers of all cases over those of `beside`, each operation by its weight."""
    total = sum(weights.get(operation, 0.0) for operation, _ in costs)
    parts = (
        weights.get(case[0], 0.0) * cost.buffers / max(1.0, beside[case].buffers)
        for case, cost in costs.items()
    )
    return sum(parts) / total


def drop(connection: Connection, index: Index) -> None:
    """Drop an index of the copy."""
    drop_all(connection, [_qualified(index)])


def drop_all(connection: Connection, names: Sequence[str]) -> None:
    """Drop indexes of a copy by their names with schema."""
    for name in names:
        connection.execute(sql.SQL("drop index {}").format(sql.SQL(name)))


def _size(connection: Connection, index: Index) -> int:
    row = connection.execute(
        "select coalesce(sum(pg_relation_size(t.relid)), pg_relation_size(%s::regclass))::bigint"
        " from pg_partition_tree(%s::regclass) as t where t.isleaf",
        [_qualified(index)] * 2,
    ).fetchone()
    return int(row[0]) if row else 0


def _qualified(index: Index) -> str:
    schema = index.table.rpartition(".")[0] or "public"
    return f"{schema}.{index.name}"


def _said(case: Case, buffers: tuple[float, float]) -> str:
    return f"{case[0]} ({case[1]}) {buffers[0]:.0f} to {buffers[1]:.0f} buffers"
