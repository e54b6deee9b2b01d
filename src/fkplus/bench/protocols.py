"""How fast real protocols are imported beside bare COPY of the same files into tables of text without a rule.

The files are multiplied: the same performances under other events, until there are at least 20,000. Each
import runs in a database of its own, copied from a migrated one, and all of them are dropped afterwards.
"""

import csv
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from psycopg import sql

from fkplus.bench.figures import Figure
from fkplus.bench.scratch import scratch
from fkplus.database.connection import Connection, connect
from fkplus.database.protocols import import_protocols
from fkplus.model.errors import BadInput, FkplusError
from fkplus.model.secrets import Secret

Say = Callable[[str], None]
OBJECTIVE = 2000.0
_LEAST_PERFORMANCES = 20_000
_RUNS = 3
_FILES = ("performances.csv", "elements.csv", "components.csv", "officials.csv")
_BLOCK = 1 << 20


def measure(uri: Secret, schema: Path, directory: Path, say: Say) -> Sequence[Figure]:
    """Import `_RUNS` times on the server of `uri` and compare the medians; leaves nothing behind.

    `directory` holds a data set in protocol CSV. Raises BadInput when it is none, or when the role of `uri`
    may not make databases.
    """
    if not (directory / _FILES[0]).is_file():
        raise BadInput(f"{directory} holds no {_FILES[0]}", "its layout: docs/protocol-csv.md")
    with tempfile.TemporaryDirectory(prefix="fkplus-bench-") as base, scratch(uri, schema, say) as place:
        copies = Path(base)
        performances = multiply(directory, copies, _LEAST_PERFORMANCES)
        imports, bare = [], []
        for number in range(1, _RUNS + 1):
            with place.database("import") as database:
                bare.append(_copy_bare(database.reveal(), copies))
                imports.append(_import(database.reveal(), copies, performances))
            say(f"run {number} of {_RUNS}: COPY {bare[-1]:.1f} s, import {imports[-1]:.1f} s")
    import_seconds, copy_seconds = statistics.median(imports), statistics.median(bare)
    return [
        Figure("performances_per_second", performances / import_seconds, "1/s", at_least=OBJECTIVE),
        Figure("import_vs_copy", import_seconds / copy_seconds, "ratio"),
        Figure("performances", performances, "rows"),
        Figure("import_s", import_seconds, "s"),
        Figure("copy_s", copy_seconds, "s"),
    ]


def multiply(directory: Path, copies: Path, least: int) -> int:
    """Write the data set again and again under other events until it has `least` performances.

    Returns how many it has then. Raises BadInput when it has none.
    """
    with (directory / _FILES[0]).open(encoding="utf-8-sig", newline="") as text:
        rows = sum(1 for _ in csv.DictReader(text))
    if rows == 0:
        raise BadInput(f"{directory / _FILES[0]} has no rows")
    times = -(-least // rows)
    for name in _FILES:
        if (directory / name).is_file():
            _multiply_file(directory / name, copies / name, times)
    return rows * times


def _multiply_file(source: Path, copy: Path, times: int) -> None:
    with (
        source.open(encoding="utf-8-sig", newline="") as given,
        copy.open("w", encoding="utf-8", newline="") as made,
    ):
        reader = csv.DictReader(given)
        writer = csv.DictWriter(made, reader.fieldnames or ())
        writer.writeheader()
        rows = list(reader)
        for number in range(1, times + 1):
            for row in rows:
                changed = {
                    column: f"{row[column]} copy {number}"
                    for column in ("performance_id", "event")
                    if column in row
                }
                writer.writerow(row | changed)


def _import(dsn: str, copies: Path, performances: int) -> float:
    start = time.monotonic()
    with connect(dsn) as connection:
        report = import_protocols(connection, copies, progress=_silent)
    seconds = time.monotonic() - start
    if report.counts[0].new != performances:
        first = report.rejected[0].reason if report.rejected else "some performances are there twice"
        raise FkplusError(f"the data set does not load: {first}", "see `fkplus import protocols`")
    return seconds


def _copy_bare(dsn: str, copies: Path) -> float:
    """Return how long COPY takes into logged tables without key or rule, in one transaction."""
    with connect(dsn) as connection:
        tables = {path: _bare_table(connection, path) for path in sorted(copies.glob("*.csv"))}
        connection.commit()
        start = time.monotonic()
        for path, table in tables.items():
            statement = sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(table)
            with path.open("rb") as data, connection.cursor().copy(statement) as copy:
                while block := data.read(_BLOCK):
                    copy.write(block)
        connection.commit()
        seconds = time.monotonic() - start
        for table in tables.values():
            connection.execute(sql.SQL("DROP TABLE {}").format(table))
    return seconds


def _bare_table(connection: Connection, path: Path) -> sql.Identifier:
    table = sql.Identifier(f"bare_{path.stem}")
    with path.open(encoding="utf-8", newline="") as text:
        columns = next(csv.reader(text))
    typed = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(column)) for column in columns)
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, typed))
    return table


def _silent(_: str) -> None:
    return
