"""How fast seeds are beside COPY of the same rows from ready files, and beside the same tables row by row.

All in scratch databases of one server, one after the other, constraints on and each version in one
transaction. Seeding runs in a process of its own, so that its peak memory is its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from fkplus.bench import rowwise
from fkplus.bench.figures import Figure
from fkplus.bench.scratch import Scratch, scratch
from fkplus.database import migrations
from fkplus.database.connection import connect
from fkplus.database.seeding.history import history
from fkplus.database.seeding.sinks import Files, Nowhere, copy_file, table_name
from fkplus.database.seeding.verify import regenerate
from fkplus.model.errors import CommandFailed
from fkplus.model.secrets import Secret

Say = Callable[[str], None]
SMALL, LARGE = 10_000, 100_000
# Users whose rows are written row by row: what those of SMALL would take follows from the cost of a row.
_SAMPLE = 1_000
_RUNS = 2
_SEED_SECONDS = 7_200


@dataclass(frozen=True)
class Seeded:
    """What seeding a database came to; memory is the peak of the process that did it."""

    rows_by_table: Mapping[str, int]
    seconds: float
    peak_mib: float

    @property
    def rows(self) -> int:
        """Return the number of rows in all tables."""
        return sum(self.rows_by_table.values())

    @property
    def row_seconds(self) -> float:
        """Return the time of one row."""
        return self.seconds / self.rows


def measure(uri: Secret, schema: Path, say: Say) -> Sequence[Figure]:
    """Measure on the server of `uri`, whose role may make databases; leaves nothing behind."""
    with scratch(uri, schema, say) as place:
        small, copied, generated = _beside_copy(place, schema, say)
        sample, naive = _row_by_row(place, schema, small, say)
        large = _large(place, schema, say)
    return [
        Figure("speed_vs_copy", copied / small.seconds, "ratio", at_least=0.6),
        Figure("speed_vs_rowwise", naive / small.seconds, "ratio", at_least=30),
        Figure("rows_per_second", large.rows / large.seconds, "rows/s"),
        Figure("peak_memory_mib", large.peak_mib, "MiB", at_most=1024),
        Figure("cost_growth", large.row_seconds / small.row_seconds, "ratio", at_most=1.2),
        Figure("rows", large.rows, "rows"),
        Figure("rowwise_rows_per_second", small.rows / naive, "rows/s"),
        Figure("rowwise_sample", sample, "rows"),
        # No way of loading is quicker than this one: it bounds what speed_vs_rowwise can be.
        Figure("copy_rows_per_second", small.rows / copied, "rows/s"),
        Figure("generated_rows_per_second", small.rows / generated, "rows/s"),
    ]


def _beside_copy(place: Scratch, schema: Path, say: Say) -> tuple[Seeded, float, float]:
    """Seed and copy in turn, `_RUNS` times; return the quickest of each, and the seconds of generating alone.

    All of the same rows.
    """
    generated = 0.0
    seeded: list[Seeded] = []
    copied: list[float] = []
    with tempfile.TemporaryDirectory(prefix="fkplus-bench-") as directory:
        for number in range(_RUNS):
            with place.database("seeded") as uri:
                seeded.append(_seed(uri, schema, SMALL))
                say(f"{SMALL:,} users seeded: {seeded[-1].rows:,} rows in {seeded[-1].seconds:.1f} s")
                if not number:
                    started = time.monotonic()
                    files = _written(uri, schema, Path(directory))
                    generated = time.monotonic() - started
            with place.database("copied") as uri:
                copied.append(_copy(uri, files))
                say(f"the same rows copied from files in {copied[-1]:.1f} s")
    return min(seeded, key=lambda run: run.seconds), min(copied), generated


def _large(place: Scratch, schema: Path, say: Say) -> Seeded:
    with place.database("large") as uri:
        seeded = _seed(uri, schema, LARGE)
    say(f"{LARGE:,} users seeded: {seeded.rows:,} rows in {seeded.seconds:.1f} s")
    return seeded


def _row_by_row(place: Scratch, schema: Path, small: Seeded, say: Say) -> tuple[int, float]:
    """Return the rows of a sample, and the seconds that the rows of `small` would take row by row.

    Small tables have a greater part of the sample than of SMALL: each table counts by its own cost of a row.
    """
    with tempfile.TemporaryDirectory(prefix="fkplus-bench-") as directory:
        with place.database("seeded") as uri:
            _seed(uri, schema, _SAMPLE)
            files = _written(uri, schema, Path(directory))
        with place.database("rowwise") as uri, connect(uri.reveal(), autocommit=True) as connection:
            costs = rowwise.load(connection, files)
    seconds = costs.of(small.rows_by_table)
    say(
        f"{costs.rows:,} rows by Faker row by row and executemany in {costs.seconds:.1f} s;"
        f" by their cost in each table, the {small.rows:,} rows would take {seconds:,.0f} s"
    )
    return costs.rows, seconds


def _seed(uri: Secret, schema: Path, count: int) -> Seeded:
    """Seed all versions in another process, whose peak memory it tells."""
    # The URI has a password: it goes through a pipe, not through the list of arguments.
    request = json.dumps({"uri": uri.reveal(), "schema": str(schema), "count": count})
    command = [sys.executable, "-m", "fkplus.bench.seed_process"]
    done = subprocess.run(
        command, input=request, capture_output=True, text=True, timeout=_SEED_SECONDS, check=False
    )
    if done.returncode:
        raise CommandFailed("seeding failed", log_lines=done.stderr.splitlines()[-5:])
    return Seeded(**json.loads(done.stdout))


def _written(uri: Secret, schema: Path, directory: Path) -> rowwise.Ready:
    """Write what was seeded into files, one list of COPY files for each version."""
    known = {str(each.version): each for each in migrations.scan(schema)}
    found: list[list[tuple[str, tuple[str, ...], Path]]] = []
    with connect(uri.reveal()) as connection:
        records = history(connection)
        for number, record in enumerate(records):
            own = directory / record.version
            own.mkdir()
            sink = Files(own, Nowhere())
            regenerate(connection, known[record.version], record, records[:number], sink)
            found.append(sink.written)
    return found


def _copy(uri: Secret, versions: rowwise.Ready) -> float:
    """Return the seconds that COPY and ANALYZE of ready files take, a transaction for each version."""
    started = time.monotonic()
    with connect(uri.reveal(), autocommit=True) as connection:
        for files in versions:
            with connection.transaction():
                for table, columns, path in files:
                    copy_file(connection, table, columns, path)
            for table in dict.fromkeys(table for table, _, _ in files):
                connection.execute(sql.SQL("analyze {}").format(table_name(table)))
    return time.monotonic() - started
