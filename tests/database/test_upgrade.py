"""A database that grew version by version, with awkward rows in it, ends as one that was made at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from contents import schema_dump
from seedable import Database, known, seeded_versions

from conftest import Server

HERE = Path(__file__).parent
# After which version the rows of a file can be stored (v001-v005_sound.sql: 5); 6 means 6.1 and so on too.
LAST_VERSION = re.compile(r"v(\d+)(?:_\w+)?[.]sql$")
COUNT = 20

TABLES = """
    SELECT c.oid::regclass::text FROM pg_class AS c
     WHERE c.relnamespace IN ('public'::regnamespace, 'private'::regnamespace) AND c.relkind IN ('r', 'p')
       AND NOT c.relispartition
     ORDER BY 1"""
OPTIONAL_COLUMNS = """
    SELECT c.oid::regclass::text, quote_ident(a.attname)
      FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
     WHERE c.relnamespace IN ('public'::regnamespace, 'private'::regnamespace) AND c.relkind IN ('r', 'p')
       AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
       AND NOT a.attnotnull AND a.attgenerated = ''
       AND c.relname NOT IN ('flyway_schema_history', 'seed_history')
     ORDER BY 1, 2"""


def files_after(directory: str, pattern: str, version: str) -> list[Path]:
    found = sorted((HERE / directory).glob(pattern))
    is_last = version == [v for each in known() if major(v := str(each.version)) == major(version)][-1]
    return [path for path in found if is_last and int(LAST_VERSION.search(path.name)[1]) == major(version)]


def major(version: str) -> int:
    return int(version.partition(".")[0])


def grow(database: Database, directory: str, pattern: str, *, with_seeds: bool) -> Database:
    """Migrate version by version, each time storing the rows that the version can take."""
    for migration in known():
        version = str(migration.version)
        database.migrate(version)
        if with_seeds and version in seeded_versions():
            database.seed(version, COUNT)
        for path in files_after(directory, pattern, version):
            database.execute(path.read_text(encoding="utf-8"))
    return database


@pytest.fixture(scope="module")
def databases(server: Server, template: str) -> Iterator[dict[str, Database]]:
    names = ("upgraded_with_seeds", "upgraded_with_sound_rows")
    with psycopg.connect(server.dsn("postgres", "tester"), autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name} OWNER fkplus_owner TEMPLATE template0".encode())
        seeds, sound = (Database(server, name) for name in names)
        yield {
            "seeds and awkward rows": grow(seeds, "awkward", "v*.sql", with_seeds=True),
            "sound rows": grow(sound, "refused", "*_sound.sql", with_seeds=False),
        }
        for name in names:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.parametrize("rows", ["seeds and awkward rows", "sound rows"])
def test_the_schema_is_the_one_of_a_fresh_database(
    server: Server, template: str, databases: dict[str, Database], rows: str
) -> None:
    fresh = schema_dump(server, template)
    assert "CREATE TABLE public.performance" in fresh
    assert schema_dump(server, databases[rows].name) == fresh


def test_every_optional_column_was_empty_in_some_row(databases: dict[str, Database]) -> None:
    """So that a NOT NULL of a later version would have met it."""
    optional = databases["sound rows"].rows(OPTIONAL_COLUMNS)
    filled = [
        f"{table}.{column}"
        for table, column in optional
        if not any(
            database.rows(f"SELECT FROM {table} WHERE {column} IS NULL LIMIT 1")
            for database in databases.values()
        )
    ]
    assert filled == []


def test_every_table_held_rows(databases: dict[str, Database]) -> None:
    tables = [table for (table,) in databases["sound rows"].rows(TABLES)]
    empty = [
        table
        for table in tables
        if not any(database.rows(f"SELECT FROM {table} LIMIT 1") for database in databases.values())
    ]
    # Only the transaction that fills it sees it filled.
    assert empty == ["private.performance_to_check"]


def expectations() -> list[tuple[str, str]]:
    """What awkward/expected.sql asks: a line `-- vNNN what` and under it a query that finds a row."""
    parts = (HERE / "awkward" / "expected.sql").read_text(encoding="utf-8").split("\n-- v")[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


@pytest.mark.parametrize(("what", "query"), expectations(), ids=[what for what, _ in expectations()])
def test_awkward_rows_are_in_it(databases: dict[str, Database], what: str, query: str) -> None:
    assert databases["seeds and awkward rows"].rows(query) != [], what
