"""How the files of a data set come into temporary tables, as text and with their line numbers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from fkplus.database.connection import Connection
from fkplus.database.protocols import statements
from fkplus.database.protocols.deductions import parse_deductions
from fkplus.database.protocols.layout import FILES, FileLayout
from fkplus.database.protocols.reading import check_header, header_of, sha256_of, staged_rows
from fkplus.database.protocols.report import Reject
from fkplus.model.errors import BadInput


@dataclass(frozen=True)
class StagedFile:
    """A file that waits in its staging table."""

    name: str
    rows: int
    sha256: str
    notices: tuple[str, ...] = ()


def check_files(directory: Path) -> None:
    """Raise BadInput unless every required file is there with its required columns."""
    if not directory.is_dir():
        raise BadInput(f"{directory} is no directory", "name the directory that holds performances.csv")
    for layout in FILES:
        path = directory / layout.name
        if path.exists():
            check_header(layout, header_of(path))
        elif not layout.is_optional:
            needed = ", ".join(layout.name for layout in FILES if not layout.is_optional)
            raise BadInput(f"{path} is missing", f"a data set has the files {needed}")


def stage(connection: Connection, directory: Path, progress: Callable[[str], None]) -> tuple[StagedFile, ...]:
    """Copy every file of the data set into its temporary table; those vanish with the transaction.

    Raises BadInput for what `reading` can't read.
    """
    statements.run(connection, "staging")
    staged = tuple(_stage_file(connection, directory / layout.name, layout, progress) for layout in FILES)
    _stage_deductions(connection)
    statements.run(connection, "staged")
    return staged


def leave_out(connection: Connection, rejects: Sequence[Reject]) -> tuple[str, ...]:
    """Take rejected rows and their whole performances out of the staged ones; return what these are."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS rejected (file text NOT NULL, line integer NOT NULL) ON COMMIT DROP"
    )
    with connection.cursor().copy("COPY rejected FROM STDIN") as copy:
        for reject in rejects:
            copy.write_row((reject.file, reject.line))
    statements.run(connection, "leave_out")
    names = connection.execute("SELECT description FROM left_name ORDER BY line").fetchall()
    connection.execute("DROP TABLE left_performance, left_name, rejected")
    return tuple(str(name) for (name,) in names)


def _stage_file(
    connection: Connection, path: Path, layout: FileLayout, progress: Callable[[str], None]
) -> StagedFile:
    """Copy one file; a missing optional file is an empty one."""
    if not path.exists():
        return StagedFile(layout.name, 0, "", (f"{layout.name} is missing: the panels stay unknown",))
    copy_in = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(layout.table),
        sql.SQL(", ").join(map(sql.Identifier, ("line", "misread", *layout.all_columns))),
    )
    rows = 0
    with connection.cursor().copy(copy_in) as copy:
        for row in staged_rows(path, layout):
            copy.write_row(row)
            rows += 1
    progress(f"{layout.name}: {rows:,} rows read")
    ignored = [name for name in header_of(path) if name not in layout.all_columns]
    notices = (f"{layout.name}: columns not used: {', '.join(ignored)}",) if ignored else ()
    return StagedFile(layout.name, rows, sha256_of(path), notices)


def _stage_deductions(connection: Connection) -> None:
    """Read deduction_text of the staged performances into single deductions."""
    texts = connection.execute(
        "SELECT line, deduction_text FROM staged_performance WHERE deduction_text <> '' ORDER BY line"
    ).fetchall()
    with connection.cursor().copy("COPY staged_deduction FROM STDIN") as copy:
        for row in _deduction_rows(texts):
            copy.write_row(row)


def _deduction_rows(texts: Iterable[tuple[int, str]]) -> Iterator[tuple[object, ...]]:
    for line, text in texts:
        for no, found in enumerate(parse_deductions(text), start=1):
            yield (
                line, no, found.kind, found.points, found.count, found.votes_for, found.votes_of,
                found.raw_text,
            )  # fmt: skip
