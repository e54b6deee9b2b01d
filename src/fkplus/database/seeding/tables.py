"""How a seed writes rows: by COPY, with ids that do not depend on failed runs, counted and hashed."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import sql
from psycopg.abc import Buffer
from psycopg.copy import LibpqWriter

from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.model.errors import FkplusError

Row = Sequence[Any]


class Tally:
    """What one seed has written so far."""

    def __init__(self) -> None:
        self.rows_by_table: dict[str, int] = {}
        self.blocks: dict[str, range] = {}
        self._digest = hashlib.sha256()

    @property
    def row_count(self) -> int:
        """Return how many rows were written in all tables."""
        return sum(self.rows_by_table.values())

    def checksum(self) -> str:
        """Return the SHA-256, in hexadecimal digits, of all that was written."""
        return self._digest.hexdigest()

    def add_bytes(self, data: Buffer) -> None:
        """Take bytes on their way to the server into the checksum."""
        self._digest.update(data)

    def add_rows(self, table: str, count: int) -> None:
        """Count rows that the server has taken."""
        self.rows_by_table[table] = self.rows_by_table.get(table, 0) + count


@dataclass
class _Numbering:
    """The identity column of a table and the next id that the seed gives."""

    column: str
    sequence: str
    next_id: int


@dataclass(frozen=True)
class SeedTables:
    """Writes the rows of one seed, in the transaction that is open on `connection`.

    Ids follow the highest one in the table, not the sequence: a run that was rolled back has moved the
    sequence for good (https://www.postgresql.org/docs/current/functions-sequence.html), and its
    repetition should give the same rows. COPY takes ids also for columns GENERATED ALWAYS.
    """

    connection: Connection
    tally: Tally
    progress: Callable[[str], None]
    _numberings: dict[str, _Numbering | None] = field(default_factory=dict)

    def reserve(self, table: str, count: int) -> range:
        """Return the next `count` ids of `table` ("schema.name"); the caller writes rows with them."""
        numbering = self._numbering(table)
        if numbering is None:
            raise FkplusError(f"table {table} has no identity column to reserve ids of")
        first = numbering.next_id
        numbering.next_id += count
        return range(first, first + count)

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Write `rows`, one value per column, into `table` ("schema.name"); returns their number.

        An identity column that is not among `columns` is numbered here.
        """
        numbering = self._numbering(table)
        if numbering is not None and numbering.column not in columns:
            columns, rows = (numbering.column, *columns), _numbered(numbering, rows)
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL("copy {} ({}) from stdin").format(table_name(table), names)
        self.tally.add_bytes(f"{table} ({', '.join(columns)})\n".encode())
        with self.connection.cursor() as cursor:
            with cursor.copy(statement, writer=_HashingWriter(cursor, self.tally)) as copy:
                for row in rows:
                    copy.write_row(row)
            count = cursor.rowcount
        self.tally.add_rows(table, count)
        self.progress(f"{table}: {count:,} rows")
        return count

    def advance_sequences(self) -> None:
        """Let the sequences go on after the ids that were given."""
        for numbering in self._numberings.values():
            if numbering is not None and numbering.next_id > 1:
                statement = query("seed_identity_advance").format(
                    sequence=sql.Identifier(*numbering.sequence.split("."))
                )
                parameters = {"sequence": numbering.sequence, "last": numbering.next_id - 1}
                self.connection.execute(statement, parameters)

    def _numbering(self, table: str) -> _Numbering | None:
        if table not in self._numberings:
            self._numberings[table] = self._first_numbering(table)
        return self._numberings[table]

    def _first_numbering(self, table: str) -> _Numbering | None:
        found = self.connection.execute(query("seed_identity"), {"table": table}).fetchone()
        if found is None:
            return None
        column, sequence = found
        # Nobody else may insert between reading the last id and the commit.
        lock = sql.SQL("lock table {} in share row exclusive mode")
        self.connection.execute(lock.format(table_name(table)))
        statement = query("seed_identity_last").format(column=sql.Identifier(column), table=table_name(table))
        last = self.connection.execute(statement).fetchone()
        assert last is not None
        return _Numbering(column, sequence, int(last[0]) + 1)


class _HashingWriter(LibpqWriter):
    """Hands COPY data to the server and its bytes to the checksum."""

    def __init__(self, cursor: Any, tally: Tally) -> None:
        super().__init__(cursor)
        self._tally = tally

    def write(self, data: Buffer) -> None:
        self._tally.add_bytes(data)
        super().write(data)


def table_name(table: str) -> sql.Identifier:
    """Return "schema.name" as an identifier."""
    return sql.Identifier(*table.split("."))


def _numbered(numbering: _Numbering, rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield (numbering.next_id, *row)
        numbering.next_id += 1
