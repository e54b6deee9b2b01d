"""How a seed writes rows: by binary COPY, with ids that do not depend on failed runs, counted and hashed."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from psycopg import adapt, sql
from psycopg.abc import Transformer

from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.database.seeding.catalogue import ColumnType, column_types
from fkplus.database.seeding.columns import Column, Given, as_column, part
from fkplus.database.seeding.encoding import Encoder
from fkplus.database.seeding.sinks import Sink, table_name
from fkplus.model.errors import FkplusError

CHUNK_ROWS = 25_000
Columns = Mapping[str, Given]
# Is told of a table, how many rows the server has taken, and which share (0 to 1) of it that is.
Step = Callable[[str, int, float], None]


class Tally:
    """What one seed has written so far: rows and bytes by table."""

    def __init__(self) -> None:
        self.rows_by_table: dict[str, int] = {}
        self.blocks: dict[str, range] = {}
        self.first_ids: dict[str, int] = {}
        self._digests: dict[str, Any] = {}

    @property
    def row_count(self) -> int:
        """Return how many rows were written in all tables."""
        return sum(self.rows_by_table.values())

    def checksums(self) -> dict[str, str]:
        """Return by table the SHA-256, in hexadecimal digits, of its rows in the order of writing."""
        return {table: digest.hexdigest() for table, digest in self._digests.items()}

    def checksum(self) -> str:
        """Return one SHA-256 over the checksums of all tables."""
        lines = sorted(f"{table} {digest}" for table, digest in self.checksums().items())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def begin(self, table: str, columns: Sequence[str]) -> Any:
        """Return the digest of a table, told which columns follow."""
        digest = self._digests.setdefault(table, hashlib.sha256())
        digest.update(f"{table} ({', '.join(columns)})\n".encode())
        return digest

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
    """Writes the rows of one seed into `sink`, in the transaction that is open on `connection`.

    Ids follow the highest one in the table, not the sequence: a run that was rolled back has moved the
    sequence for good (https://www.postgresql.org/docs/current/functions-sequence.html), and its
    repetition should give the same rows. COPY takes ids also for columns GENERATED ALWAYS. With `first_ids`
    (by table) they begin there instead: for who only computes what was written once.
    """

    connection: Connection
    tally: Tally
    step: Step
    sink: Sink
    first_ids: Mapping[str, int] | None = None
    _numberings: dict[str, _Numbering | None] = field(default_factory=dict)
    _types: dict[str, Mapping[str, ColumnType]] = field(default_factory=dict)

    @property
    def is_rehearsal(self) -> bool:
        """Tell whether the rows are only computed again, beside those that are there."""
        return self.first_ids is not None

    def reserve(self, table: str, count: int) -> range:
        """Return the next `count` ids of `table` ("schema.name"); the caller writes rows with them."""
        numbering = self._numbering(table)
        if numbering is None:
            raise FkplusError(f"table {table} has no identity column to reserve ids of")
        first = numbering.next_id
        numbering.next_id += count
        return range(first, first + count)

    def write(self, table: str, chunks: Iterator[tuple[int, Columns]], units: int) -> int:
        """Write chunks of columns into `table` ("schema.name"); returns the number of rows.

        A chunk says how many of `units` are done with it. The next chunk is made and encoded by another
        thread while one is sent, so making it must not use the connection. An identity column that is not
        among the columns is numbered here.
        """
        types = self._column_types(table)
        encoded = _Encoded(adapt.Transformer(self.connection), table, types, self._numbering(table), chunks)
        count = 0
        with ThreadPoolExecutor(1) as maker:
            upcoming = maker.submit(next, encoded, None)
            first = upcoming.result()
            if first is None:
                return 0
            digest = self.tally.begin(table, encoded.names)
            with self.sink.rows_of(table, encoded.names) as send:
                chunk: _Chunk | None = first
                while chunk is not None:
                    upcoming = maker.submit(next, encoded, None)
                    send(chunk.data)
                    digest.update(chunk.data)
                    count += chunk.rows
                    self.step(table, count, min(chunk.units_done / max(units, 1), 0.999))
                    chunk = upcoming.result()
        self.tally.add_rows(table, count)
        self.step(table, count, 1.0)
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

    def _column_types(self, table: str) -> Mapping[str, ColumnType]:
        if table not in self._types:
            self._types[table] = column_types(self.connection, table)
        return self._types[table]

    def _numbering(self, table: str) -> _Numbering | None:
        if table not in self._numberings:
            self._numberings[table] = self._first_numbering(table)
        return self._numberings[table]

    def _first_numbering(self, table: str) -> _Numbering | None:
        found = self.connection.execute(query("seed_identity"), {"table": table}).fetchone()
        if found is None:
            return None
        column, sequence = found
        if self.first_ids is not None:
            return _Numbering(column, sequence, self.first_ids.get(table, 1))
        # Nobody else may insert between reading the last id and the commit.
        lock = sql.SQL("lock table {} in share row exclusive mode")
        self.connection.execute(lock.format(table_name(table)))
        statement = query("seed_identity_last").format(column=sql.Identifier(column), table=table_name(table))
        last = self.connection.execute(statement).fetchone()
        assert last is not None
        self.tally.first_ids[table] = int(last[0]) + 1
        return _Numbering(column, sequence, int(last[0]) + 1)


@dataclass(frozen=True)
class _Chunk:
    """Encoded rows on their way to the server."""

    data: bytes
    rows: int
    units_done: int


class _Encoded:
    """Makes and encodes one chunk after the other; `names` are the columns, known with the first chunk."""

    def __init__(
        self,
        transformer: Transformer,
        table: str,
        types: Mapping[str, ColumnType],
        numbering: _Numbering | None,
        chunks: Iterator[tuple[int, Columns]],
    ) -> None:
        self.names: tuple[str, ...] = ()
        self._transformer, self._table, self._types = transformer, table, types
        self._numbering, self._chunks = numbering, self._in_portions(chunks)
        self._encoder: Encoder | None = None

    def __next__(self) -> _Chunk:
        done, columns, count = next(self._chunks)
        if self._encoder is None:
            self.names = tuple(columns)
            unknown = [name for name in self.names if name not in self._types]
            if unknown:
                raise FkplusError(f"table {self._table} has no column {unknown[0]} that can be written")
            self._encoder = Encoder(self._transformer, [self._types[name] for name in self.names])
        if tuple(columns) != self.names:
            raise FkplusError(f"a seed of {self._table} gives other columns from one chunk to the next")
        return _Chunk(self._encoder.rows(list(columns.values()), count), count, done)

    def _in_portions(
        self, chunks: Iterator[tuple[int, Columns]]
    ) -> Iterator[tuple[int, dict[str, Column], int]]:
        """Yield the rows of each chunk, numbered, no more at a time than memory should hold."""
        for done, given in chunks:
            count = max((len(each) for each in given.values() if _is_long(each)), default=1)
            columns = {name: as_column(each, count) for name, each in given.items()}
            if self._numbering is not None and self._numbering.column not in columns:
                first = self._numbering.next_id
                self._numbering.next_id += count
                columns = {self._numbering.column: np.arange(first, first + count), **columns}
            for start in range(0, count, CHUNK_ROWS):
                rows = slice(start, min(start + CHUNK_ROWS, count))
                yield done, {name: part(each, rows) for name, each in columns.items()}, rows.stop - rows.start


def _is_long(given: Given) -> bool:
    return not isinstance(given, str | bytes | dict) and hasattr(given, "__len__")
