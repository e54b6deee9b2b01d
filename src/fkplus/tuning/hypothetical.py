"""What would the planner estimate, had it these indexes? Asked of HypoPG, which builds none of them.

Estimates with hypothetical indexes are compared with each other only: HypoPG leaves out the height of the
tree. https://hypopg.readthedocs.io/
"""

from collections.abc import Callable, Mapping, Sequence

import psycopg

from fkplus.database.connection import Connection
from fkplus.model.errors import BadInput
from fkplus.tuning.extend import Chosen
from fkplus.tuning.indexes import Index
from fkplus.tuning.measure import estimated
from fkplus.tuning.samples import Sample


class Estimates:
    """Costs of a workload by set of indexes; what a set does not touch is not asked again."""

    def __init__(
        self,
        connection: Connection,
        samples: Sequence[Sample],
        tables: Callable[[Sample], frozenset[str]],
        weights: Mapping[str, float],
    ) -> None:
        self._connection = connection
        self._samples = samples
        self._tables = [tables(sample) for sample in samples]
        self._weights = [weights.get(sample.operation, 0.0) for sample in samples]
        self._known: dict[tuple[int, Chosen], float] = {}
        self._sizes: dict[Index, int] = {}
        self._in_place: Chosen | None = None
        _require(connection)

    def cost(self, chosen: Chosen) -> float:
        """Return what all samples would cost with `chosen` in place, beside what each costs without it.

        Each counts by its weight, which is its part of the time: what an estimate of 100 means in
        milliseconds differs from plan to plan, and the dearest by estimate need not be what the time goes to.
        """
        return sum(
            weight * self._estimate(number, chosen) / self._estimate(number, frozenset())
            for number, weight in enumerate(self._weights)
        )

    def _estimate(self, number: int, chosen: Chosen) -> float:
        touching = frozenset(index for index in chosen if index.table in self._tables[number])
        key = number, touching
        if key not in self._known:
            self._put(touching)
            self._known[key] = max(1.0, estimated(self._connection, self._samples[number]))
        return self._known[key]

    def size(self, index: Index) -> int:
        """Return how many bytes HypoPG expects an index to have."""
        if index not in self._sizes:
            self._put(frozenset({index}))
            row = self._connection.execute(
                "select sum(hypopg_relation_size(indexrelid))::bigint from hypopg_list_indexes"
            ).fetchone()
            self._sizes[index] = int(row[0]) if row else 0
        return self._sizes[index]

    def _put(self, chosen: Chosen) -> None:
        if chosen == self._in_place:
            return
        # There are some 2,500 hypothetical object ids in a session: each set begins anew.
        self._connection.execute("select hypopg_reset()")
        for index in sorted(chosen):
            self._connection.execute("select hypopg_create_index(%s)", [index.create()])
        self._in_place = chosen


def _require(connection: Connection) -> None:
    try:
        connection.execute("create extension if not exists hypopg")
    except psycopg.Error as error:
        raise BadInput(
            f"HypoPG can't be used here: {error.diag.message_primary}",
            "install Debian's package postgresql-NN-hypopg on the server, and connect as a superuser",
        ) from error
