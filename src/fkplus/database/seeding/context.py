"""What a seed.py is given to generate with: scale, repeatable randomness, a fixed time, tables to fill."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, LiteralString

import numpy as np

from fkplus.database.connection import Connection
from fkplus.database.queries import query as named_query
from fkplus.database.seeding import reading
from fkplus.database.seeding.columns import Ints
from fkplus.database.seeding.streams import Stream
from fkplus.database.seeding.tables import CHUNK_ROWS, Columns, SeedTables
from fkplus.model.errors import FkplusError

# All generated times are counted from here: a clock would give other rows tomorrow.
ANCHOR = datetime(2026, 6, 1, 12, tzinfo=UTC)
# What users do lies between here and the anchor: the months from this one on have partitions.
ACTIVE_FROM = datetime(2025, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Chunk:
    """The units `start` to `stop` of a table's, and randomness of their own.

    `index` numbers them from 0 over the whole table. Rows depend on nothing outside the chunk.
    """

    start: int
    stop: int
    random: Stream

    @property
    def size(self) -> int:
        """Return the number of units."""
        return self.stop - self.start

    @property
    def index(self) -> Ints:
        """Return the number of each unit, from 0 over the whole table."""
        return np.arange(self.start, self.stop)


@dataclass(frozen=True)
class SeedContext:
    """All that a seed works with; the same version, SEED_COUNT and earlier rows give the same rows."""

    connection: Connection
    version: str
    seed_count: int
    tables: SeedTables
    earlier_blocks: Mapping[str, range]

    def draws(self, name: str) -> Stream:
        """Return randomness of its own for `name`, so that another table's rows never shift it."""
        return Stream(self.version, name)

    def fill(
        self, table: str, units: int, make: Callable[[Chunk], Columns], *, chunk: int = CHUNK_ROWS
    ) -> int:
        """Write what `make` returns for each chunk of `units` into `table` ("schema.name"); returns the rows.

        `make` returns columns of one length (a row for a unit, or any number of rows), the same columns
        each time. It runs in another thread and must not use the connection.
        """

        def chunks() -> Iterator[tuple[int, Columns]]:
            for number, start in enumerate(range(0, units, chunk)):
                stop = min(start + chunk, units)
                yield stop, make(Chunk(start, stop, Stream(self.version, table, number)))

        return self.tables.write(table, chunks(), units)

    def write(self, table: str, columns: Columns) -> int:
        """Write columns that are there as a whole into `table`; returns the number of rows."""
        return self.tables.write(table, iter([(1, columns)]), 1)

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Write a few rows of Python values, the awkward ones, into `table`; returns their number."""
        held = list(rows)
        if not held:
            return 0
        return self.write(
            table, {name: list(values) for name, values in zip(columns, zip(*held, strict=True), strict=True)}
        )

    def read(self, name: str, **parameters: Any) -> Mapping[str, np.ndarray[Any, Any]]:
        """Return the columns of the query `sql/<name>.sql` as arrays; see reading.columns for the types."""
        return reading.columns(self.connection, named_query(name), parameters)

    def execute(self, statement: LiteralString, parameters: Sequence[Any] = ()) -> None:
        """Change what rows beside the ones that are written need; left out where rows are only computed.

        What it changes must not decide what the seed writes.
        """
        if not self.tables.is_rehearsal:
            self.connection.execute(statement, parameters)

    def reserve(self, table: str, count: int, *, block: str | None = None) -> range:
        """Return the next `count` ids of `table`; with `block`, later seeds find them by that name."""
        ids = self.tables.reserve(table, count)
        if block is not None:
            self.tables.tally.blocks[block] = ids
        return ids

    def block(self, name: str) -> range:
        """Return the ids that an earlier seed reserved as `name`; raises FkplusError when none did."""
        if name not in self.earlier_blocks:
            raise FkplusError(
                f"seed of version {self.version} builds on {name!r}, which no earlier seed has made",
                "fkplus seed runs the seeds of all versions in order",
            )
        return self.earlier_blocks[name]


def new_context(
    version: str, seed_count: int, blocks: Mapping[str, range], tables: SeedTables
) -> SeedContext:
    """Return the context of one run of the seed of `version`."""
    return SeedContext(tables.connection, version, seed_count, tables, blocks)
