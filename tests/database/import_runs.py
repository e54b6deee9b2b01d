"""How a test imports a small data set and looks at what came of it."""

from pathlib import Path

import psycopg
from protocol_files import DataSet

from fkplus.database.protocols import ImportReport, import_protocols


def load(
    connection: psycopg.Connection,
    data: DataSet,
    directory: Path,
    *,
    skip_bad: bool = False,
    corrected: str | None = None,
) -> ImportReport:
    return import_protocols(
        connection,
        data.write(directory),
        skip_bad=skip_bad,
        corrected=corrected,
        progress=lambda _: None,
    )


def value(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    connection.rollback()
    assert row is not None
    return row[0]


def assert_loads_once(connection: psycopg.Connection, data: DataSet, directory: Path) -> ImportReport:
    first = load(connection, data, directory)
    assert (first.rejected, first.committed) == ((), True)
    assert first.counts[0].new == len(data.performances)
    again = load(connection, data, directory)
    assert again.rejected == ()
    assert not again.changed
    assert value(connection, "SELECT count(*) FROM performance_check WHERE NOT is_equal") == 0
    return first
