"""Which set of indexes saves most for its size, by the planner's estimates? A greedy search, Extend.

It begins with nothing; each step adds a one-column index, or one more column to a chosen index, whichever
saves the most cost for its bytes, and it stops when a step saves too little. R. Schlosser, J. Kossmann, M.
Boissier, "Efficient scalable multi-attribute index selection using recursive strategies", ICDE 2019.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fkplus.tuning.candidates import Column
from fkplus.tuning.indexes import Index

LEAST_SAVING = 0.003
MOST_KEYS = 3

Chosen = frozenset[Index]


@dataclass(frozen=True)
class Step:
    """What the search decided: the index, the whole set's cost before and after, its bytes."""

    index: Index
    replaces: Index | None
    cost_before: float
    cost_after: float
    size: int


def search(
    columns: Iterable[Column],
    leading: Iterable[Column],
    cost: Callable[[Chosen], float],
    size: Callable[[Index], int],
    budget: int,
) -> tuple[Chosen, Sequence[Step]]:
    """Return the chosen set and how it came about; equal arguments give equal answers.

    `leading` are columns that existing indexes begin with already: alone they would be duplicates. `cost`
    is that of the whole workload with a set, `size` an index's bytes, `budget` what all may take together.
    """
    ordered = sorted(set(columns))
    known = frozenset(leading)
    chosen: Chosen = frozenset()
    steps: list[Step] = []
    now = cost(chosen)
    while True:
        best: tuple[float, Step] | None = None
        for index, replaced in _options(ordered, known, chosen):
            would_be = (chosen - {replaced} if replaced else chosen) | {index}
            if sum(map(size, would_be)) > budget:
                continue
            after = cost(would_be)
            if now - after < LEAST_SAVING * now:
                continue
            added = max(1, size(index) - (size(replaced) if replaced else 0))
            step = Step(index, replaced, now, after, size(index))
            if best is None or (now - after) / added > best[0]:
                best = (now - after) / added, step
        if best is None:
            return chosen, steps
        step = best[1]
        chosen = (chosen - {step.replaces} if step.replaces else chosen) | {step.index}
        now = step.cost_after
        steps.append(step)


def _options(
    columns: Sequence[Column], leading: frozenset[Column], chosen: Chosen
) -> Iterable[tuple[Index, Index | None]]:
    for column in columns:
        single = Index(column.table, (column.expression,))
        if column not in leading and not any(_begins_with(index, single) for index in chosen):
            yield single, None
        for index in sorted(chosen):
            if (
                column.is_plain
                and index.table == column.table
                and len(index.keys) < MOST_KEYS
                and column.expression not in index.keys
            ):
                yield index.with_key(column.expression), index


def _begins_with(index: Index, other: Index) -> bool:
    return index.table == other.table and index.keys[: len(other.keys)] == other.keys
