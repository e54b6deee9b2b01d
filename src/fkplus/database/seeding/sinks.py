"""Where encoded rows go: into the database, into files for another time, or nowhere but the checksum."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from psycopg import sql

from fkplus.database.connection import Connection

Send = Callable[[bytes], None]
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_BLOCK = 1 << 20


class Sink(Protocol):
    """Takes the rows of one table after the other."""

    def rows_of(self, table: str, columns: Sequence[str]) -> AbstractContextManager[Send]:
        """Return what takes encoded rows of these columns of `table` ("schema.name") until it is left."""


@dataclass(frozen=True)
class Database:
    """Loads the rows by COPY; what constraints refuse is raised when the rows of a table end."""

    connection: Connection

    @contextmanager
    def rows_of(self, table: str, columns: Sequence[str]) -> Iterator[Send]:
        """Open a COPY for these columns."""
        with self.connection.cursor() as cursor, cursor.copy(copy_statement(table, columns)) as copy:
            copy.write(HEADER)
            yield copy.write
            copy.write(TRAILER)


@dataclass(frozen=True)
class Nowhere:
    """Drops the rows: for who only wants their checksums."""

    @contextmanager
    def rows_of(self, table: str, columns: Sequence[str]) -> Iterator[Send]:  # noqa: ARG002 as all sinks
        """Take and forget."""
        yield lambda _: None


@dataclass(frozen=True)
class Files:
    """Writes each COPY into a file of its own and passes the rows on; `written` has them in their order."""

    directory: Path
    beyond: Sink
    written: list[tuple[str, tuple[str, ...], Path]] = field(default_factory=list)

    @contextmanager
    def rows_of(self, table: str, columns: Sequence[str]) -> Iterator[Send]:
        """Open a file that COPY can read."""
        path = self.directory / f"{len(self.written):04}.copy"
        self.written.append((table, tuple(columns), path))
        with path.open("wb") as file, self.beyond.rows_of(table, columns) as send:
            file.write(HEADER)

            def both(data: bytes) -> None:
                file.write(data)
                send(data)

            yield both
            file.write(TRAILER)


def copy_statement(table: str, columns: Sequence[str]) -> sql.Composed:
    """Return the COPY that takes these columns of `table` in binary."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("copy {} ({}) from stdin (format binary)").format(table_name(table), names)


def table_name(table: str) -> sql.Identifier:
    """Return "schema.name" as an identifier."""
    return sql.Identifier(*table.split("."))


def copy_file(connection: Connection, table: str, columns: Sequence[str], path: Path) -> None:
    """Load a file that `Files` has written into `table` ("schema.name")."""
    with (
        path.open("rb") as file,
        connection.cursor() as cursor,
        cursor.copy(copy_statement(table, columns)) as copy,
    ):
        while block := file.read(_BLOCK):
            copy.write(block)
