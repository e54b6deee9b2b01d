"""Every foreign key has an index that serves it, or says why it needs none."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from conftest import Server

QUERY = (Path(__file__).parent / "foreign_keys_without_index.sql").read_bytes()


@pytest.fixture(scope="module")
def shared(server: Server, module_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(module_database)) as opened:
        yield opened


@pytest.fixture
def connection(shared: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """What a test changes is rolled back after it."""
    yield shared
    shared.rollback()


def unserved(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute(QUERY)]


def test_every_foreign_key_is_served_or_says_why_not(connection: psycopg.Connection) -> None:
    assert unserved(connection) == []


@pytest.mark.parametrize(
    ("statement", "is_served"),
    [
        ("CREATE INDEX ON child (kind, parent_id, no)", True),
        ("CREATE INDEX ON child (parent_id, kind)", True),
        ("CREATE INDEX ON child (parent_id)", False),
        ("CREATE INDEX ON child (no, parent_id, kind)", False),
        ("CREATE INDEX ON child (parent_id, kind) WHERE parent_id IS NOT NULL", True),
        ("CREATE INDEX ON child (parent_id, kind) WHERE no > 1", False),
        ("CREATE INDEX ON child (parent_id, lower(kind))", False),
        (
            "COMMENT ON CONSTRAINT child_fkey ON child IS 'a child has a parent. No index: parents stay.'",
            True,
        ),
        ("COMMENT ON CONSTRAINT child_fkey ON child IS 'a child has a parent'", False),
    ],
)
def test_what_serves(connection: psycopg.Connection, statement: str, is_served: bool) -> None:
    connection.execute("CREATE TABLE parent (parent_id bigint, kind text, PRIMARY KEY (parent_id, kind))")
    connection.execute(
        "CREATE TABLE child (no bigint, parent_id bigint, kind text,"
        " CONSTRAINT child_fkey FOREIGN KEY (parent_id, kind) REFERENCES parent)"
    )
    assert unserved(connection) == ["child_fkey"]
    connection.execute(statement.encode())
    assert unserved(connection) == ([] if is_served else ["child_fkey"])
