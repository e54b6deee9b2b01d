"""How far is a set of indexes from the best that estimates find at the same size?"""

from collections.abc import Mapping, Sequence

from fkplus.database.connection import Connection
from fkplus.tuning import extend
from fkplus.tuning.advise import estimates_of
from fkplus.tuning.indexes import Index
from fkplus.tuning.samples import Sample


def regret(
    connection: Connection, ours: Sequence[Index], samples: Sequence[Sample], weights: Mapping[str, float]
) -> float:
    """Return by how much `ours` is estimated dearer than Extend's set of the same bytes: 0.1 is a tenth.

    `connection` leads to a copy without `ours`. Below 0 where ours is the cheaper one: Extend is greedy.
    """
    known = estimates_of(connection, samples, weights)
    budget = sum(known.estimates.size(index) for index in ours)
    best, _ = extend.search(known.columns, known.leading, known.estimates.cost, known.estimates.size, budget)
    found = known.estimates.cost(frozenset(ours)) / known.estimates.cost(best) - 1
    connection.execute("select hypopg_reset()")
    return found
