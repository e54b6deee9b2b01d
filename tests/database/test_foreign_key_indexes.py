"""Every foreign key has an index that serves it, or says why it needs none."""

from pathlib import Path

import psycopg
import pytest

QUERY = (Path(__file__).parent / "foreign_keys_without_index.sql").read_bytes()


def unserved(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute(QUERY)]


def test_every_foreign_key_is_served_or_says_why_not(rolled_back: psycopg.Connection) -> None:
    assert unserved(rolled_back) == []


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
def test_what_serves(rolled_back: psycopg.Connection, statement: str, is_served: bool) -> None:
    rolled_back.execute("CREATE TABLE parent (parent_id bigint, kind text, PRIMARY KEY (parent_id, kind))")
    rolled_back.execute(
        "CREATE TABLE child (no bigint, parent_id bigint, kind text,"
        " CONSTRAINT child_fkey FOREIGN KEY (parent_id, kind) REFERENCES parent)"
    )
    assert unserved(rolled_back) == ["child_fkey"]
    rolled_back.execute(statement.encode())
    assert unserved(rolled_back) == ([] if is_served else ["child_fkey"])
