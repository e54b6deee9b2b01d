"""Seeding as it is mostly done: Faker is asked for each value of each row, executemany sends an INSERT each.

The rows are those of a seed of few users, in all its tables. Faker's free texts are what is written. Where a
rule decides what may stand in a column (keys, sums of marks, times before a lock), Faker is asked as well, as
a developer would ask it, and what the seed has there is written: to find one that fits costs nothing here.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from faker import Faker
from faker.proxy import Faker as FakerProxy
from psycopg import sql
from psycopg.types.json import Jsonb

from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.database.seeding.catalogue import ColumnType, column_types
from fkplus.database.seeding.sinks import copy_file, table_name

# The COPY files of a version in the order of writing: table, columns, file.
Ready = Sequence[Sequence[tuple[str, tuple[str, ...], Path]]]
Ask = Callable[[Any], object]
_AT_ONCE = 1_000
# Their rows must agree with others when the transaction ends.
_JUDGED_AT_COMMIT = frozenset(("public.team", "public.performance", "public.deduction"))
_FIRST, _LAST = datetime(2025, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
_WORDS = ("one", "two", "three", "four")


@dataclass(frozen=True)
class RowCosts:
    """How many rows were written, and the seconds of a row by table, its share of the commit included."""

    rows: int
    seconds: float
    of_table: Mapping[str, float]

    def of(self, rows_by_table: Mapping[str, int]) -> float:
        """Return the seconds that so many rows would take; a table that is not known costs what all do."""
        usual = self.seconds / self.rows
        return sum(count * self.of_table.get(table, usual) for table, count in rows_by_table.items())


def load(connection: Connection, versions: Ready) -> RowCosts:
    """Write the rows of ready files one by one; `connection` is in autocommit.

    Each batch is a transaction, for a long one makes every further update of a counter slower; only versions
    whose tables must agree when it ends are one transaction.
    """
    rows: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for files in versions:
        tables = list(dict.fromkeys(table for table, _, _ in files))
        is_whole = not _JUDGED_AT_COMMIT.isdisjoint(tables)
        with connection.transaction() if is_whole else nullcontext():
            for table, columns, path in files:
                count, spent = _write(connection, table, columns, path)
                rows[table] = rows.get(table, 0) + count
                seconds[table] = seconds.get(table, 0) + spent
            started = time.monotonic()
        commit = time.monotonic() - started
        here = sum(rows[table] for table in tables)
        for table in tables:
            seconds[table] += commit * rows[table] / here
    costs = {table: seconds[table] / count for table, count in rows.items() if count}
    return RowCosts(sum(rows.values()), sum(seconds.values()), costs)


def _write(connection: Connection, table: str, columns: Sequence[str], path: Path) -> tuple[int, float]:
    """Return the number of rows of one file, and the seconds of asking Faker and inserting them."""
    types = column_types(connection, table)
    wanted = list(_rows(connection, table, columns, path))
    numbered = connection.execute(query("seed_identity"), {"table": table}).fetchone()
    fake = Faker(["ru_RU", "en_US"])
    Faker.seed(1)
    asks = [
        None if numbered and column == numbered[0] else _ask(fake, column, types[column])
        for column in columns
    ]
    places = sql.SQL(", ").join(sql.Placeholder() * len(columns))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    insert = sql.SQL("insert into {} ({}) overriding system value values ({})")
    statement = insert.format(table_name(table), names, places)
    remaining = iter(wanted)
    started = time.monotonic()
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, _AT_ONCE)):
            with connection.transaction():
                cursor.executemany(statement, [_made(row, asks, columns, types) for row in batch])
    return len(wanted), time.monotonic() - started


def _rows(connection: Connection, table: str, columns: Sequence[str], path: Path) -> Iterator[Sequence[Any]]:
    """Read the rows of a file, in their order, as Python has them; costs the row-wise way nothing."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    make = sql.SQL("create temporary table sample as select {} from {} with no data")
    connection.execute(make.format(names, table_name(table)))
    connection.execute("alter table sample add number_of_row bigint generated always as identity")
    copy_file(connection, "pg_temp.sample", columns, path)
    ordered = sql.SQL("select {} from sample order by number_of_row").format(names)
    yield from connection.execute(ordered, prepare=False)
    connection.execute("drop table sample")


def _made(
    row: Sequence[Any], asks: Sequence[Ask | None], columns: Sequence[str], types: Mapping[str, ColumnType]
) -> Sequence[object]:
    made: list[object] = []
    for value, ask, column in zip(row, asks, columns, strict=True):
        if value is None or ask is None:
            made.append(value)
            continue
        answer = ask(value)
        if column in _FREE_TEXTS:
            made.append(answer)
        else:
            made.append(Jsonb(value) if types[column].name == "jsonb" else value)
    return made


def _text(fake: FakerProxy, value: str) -> str:
    """Return a text that is about as long as `value`; Faker gives none of less than five letters."""
    return str(fake.text(len(value))) if len(value) >= 5 else value


# Columns whose text nobody checks but for its length.
_FREE_TEXTS: Mapping[str, Callable[[FakerProxy, str], str]] = {"body": _text, "about": _text}
_TEXTS: Mapping[str, Callable[[FakerProxy, str], str]] = {
    **_FREE_TEXTS,
    "display_name": lambda fake, _: fake.name(),
    "full_name": lambda fake, _: fake.name(),
    "published_name": lambda fake, _: fake.name(),
    "name": lambda fake, _: fake.name(),
    "handle": lambda fake, _: fake.user_name(),
    "email": lambda fake, _: fake.email(),
    "password_hash": lambda fake, _: fake.sha256(),
    "city": lambda fake, _: fake.city(),
    "hometown": lambda fake, _: fake.city(),
    "website": lambda fake, _: fake.url(),
    "avatar_url": lambda fake, _: fake.image_url(),
    "url": lambda fake, _: fake.image_url(),
    "alt_text": lambda fake, _: fake.sentence(),
    "note": lambda fake, _: fake.sentence(),
}


def _ask(fake: FakerProxy, column: str, kind: ColumnType) -> Ask:
    """Return what Faker is asked for a value of this column; only names and texts vary by language."""
    plain: Any = fake["en_US"]
    if kind.element:
        return lambda value: [plain.random_int() for _ in value]
    if kind.name == "text" and column in _TEXTS:
        return lambda value: _TEXTS[column](fake, value)
    asks: Mapping[str, Ask] = {
        "numeric": lambda _: plain.random_int() / 100,
        "bool": lambda _: plain.boolean(),
        "timestamptz": lambda _: plain.date_time_between(_FIRST, _LAST, UTC),
        "date": lambda _: plain.date_between(_FIRST, _LAST),
        "daterange": lambda _: plain.date_between(_FIRST, _LAST),
        **{name: lambda _: plain.random_int() for name in ("int2", "int4", "int8")},
    }
    return asks.get(kind.name, lambda _: plain.random_element(_WORDS))
