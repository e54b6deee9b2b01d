"""Seeds the first, the middle and the last chunk of every table, for as many users as asked.

A program, so that its peak memory is its own. Arguments: a superuser's connection string of a migrated
database, SEED_COUNT, the directory of the schema and, to be quick, how many units a chunk has at most. Prints
{rows_by_table, chunks_by_table, peak_mib} as JSON. Tables that later seeds read are whole. All rows of a
chunk are generated, those at its ends loaded. To be quick, times of accounts are made up, and protocols, of
which 12,000 users have as many as any number, are left out with what builds on them.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from fkplus.database import migrations
from fkplus.database.connection import connect
from fkplus.database.seeding.columns import as_column, part
from fkplus.database.seeding.context import ACTIVE_FROM, ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.run import load
from fkplus.database.seeding.sinks import Database
from fkplus.database.seeding.streams import Stream
from fkplus.database.seeding.tables import CHUNK_ROWS, Columns, SeedTables, Tally
from fkplus.database.seeding.times import micros

WHOLE = frozenset(("public.account", "public.person", "public.athlete"))
# Written as a whole by their seeds, and read by no other.
WRITTEN = frozenset(("public.team_member", "public.team_club", "public.team_coach"))
QUICK = frozenset(("1", "2", "3", "11", "12", "14", "15", "16"))
ENDS = 200


@dataclass(frozen=True)
class SampledContext(SeedContext):
    """A context whose `fill` makes three chunks of a table; rows that triggers change stay as they are."""

    most_units: int | None = None
    chunks: dict[str, list[int]] = field(default_factory=dict)

    def read(self, name: str, **parameters: Any) -> Mapping[str, np.ndarray]:
        """Return what a query finds; for all accounts, when it is to be quick, times up to the anchor."""
        if name != "seed_accounts" or not self.most_units:
            return super().read(name, **parameters)
        count = parameters["last"] - parameters["first"] + 1
        first, last = micros(ACTIVE_FROM), micros(ANCHOR)
        return {"created_at": first + np.arange(count) * ((last - first) // count)}

    def fill(
        self, table: str, units: int, make: Callable[[Chunk], Columns], *, chunk: int = CHUNK_ROWS
    ) -> int:
        is_whole = table in WHOLE and not (self.most_units and table == "public.account")
        if self.most_units and not is_whole:
            chunk = min(chunk, self.most_units)
        starts = list(range(0, units, chunk))
        numbers = list(range(len(starts)))
        if not is_whole:
            numbers = sorted({0, len(starts) // 2, len(starts) - 1} & set(numbers))
        self.chunks[table] = numbers

        def sampled() -> Iterator[tuple[int, Columns]]:
            for number in numbers:
                stop = min(starts[number] + chunk, units)
                made = make(Chunk(starts[number], stop, Stream(self.version, table, number)))
                if is_whole:
                    yield stop, made
                else:
                    for rows in _ends(made):
                        yield stop, rows

        return self.tables.write(table, sampled(), units)

    def write(self, table: str, columns: Columns) -> int:
        """Write some rows of columns that are there as a whole."""
        if table not in WRITTEN:
            return super().write(table, columns)
        return self.tables.write(table, ((1, rows) for rows in _ends(columns)), 1)

    def execute(self, statement: str, parameters: Any = ()) -> None:
        """Change nothing: what would be changed is not there."""


def _ends(made: Columns) -> Iterator[Columns]:
    """Yield the first and the last rows of a chunk."""
    count = max(len(each) for each in made.values() if hasattr(each, "__len__") and not isinstance(each, str))
    columns = {name: as_column(each, count) for name, each in made.items()}
    middle = min(ENDS, count)
    for rows in (slice(0, middle), slice(max(middle, count - ENDS), count)):
        if rows.start < rows.stop:
            yield {name: part(each, rows) for name, each in columns.items()}


def main() -> None:
    dsn, count, schema, *most_units = sys.argv[1:]
    tally, blocks, chunks = Tally(), {}, {}
    with connect(dsn, autocommit=True) as connection:
        # Parents are not all there: keys, checks and types are asked, foreign keys and triggers are not.
        connection.execute("set session_replication_role = replica")
        for migration in migrations.scan(Path(schema)):
            version = str(migration.version)
            if migration.seed is None or (most_units and version not in QUICK):
                continue
            own = Tally()
            tables = SeedTables(connection, own, lambda *_: None, Database(connection))
            units = int(most_units[0]) if most_units else None
            context = SampledContext(connection, version, int(count), tables, dict(blocks), units)
            with connection.transaction():
                load(migration.seed)(context)
                tables.advance_sequences()
            connection.execute("analyze")
            blocks.update(own.blocks)
            chunks.update(context.chunks)
            for table, rows in own.rows_by_table.items():
                tally.add_rows(table, rows)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = {"rows_by_table": tally.rows_by_table, "chunks_by_table": chunks, "peak_mib": peak_mib}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
