"""Every version keeps the habits: comments, names, and nothing over which Flyway would stumble.

The months of a partitioned table are none of the habits' business: they take everything from it.
"""

import re
from pathlib import Path

import psycopg
import pytest

from conftest import migrations

SCHEMAS = "('public', 'private')"


def rows(connection: psycopg.Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query.encode()).fetchall()


def test_every_table_and_column_has_a_comment(connection: psycopg.Connection) -> None:
    missing = rows(
        connection,
        f"""
        SELECT c.relname, a.attname FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN {SCHEMAS}
           AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
          LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL
         ORDER BY 1, 2""",
    )
    assert missing == []


def test_every_rule_says_in_words_what_is_wrong(connection: psycopg.Connection) -> None:
    missing = rows(
        connection,
        f"""
        SELECT conname FROM pg_constraint JOIN pg_namespace AS n
            ON n.oid = connamespace AND n.nspname IN {SCHEMAS}
         WHERE contype IN ('c', 'x') AND obj_description(pg_constraint.oid, 'pg_constraint') IS NULL
           AND conrelid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
           AND conrelid NOT IN (SELECT oid FROM pg_class WHERE relispartition)
         UNION ALL
        SELECT tgname FROM pg_trigger WHERE tgconstraint <> 0 AND NOT tgisinternal AND tgparentid = 0
           AND obj_description(oid, 'pg_trigger') IS NULL
         ORDER BY 1""",
    )
    assert missing == []


def test_rule_names_are_unique_so_that_an_error_leads_to_its_words(connection: psycopg.Connection) -> None:
    twice = rows(
        connection,
        f"""
        SELECT conname FROM pg_constraint JOIN pg_namespace AS n
            ON n.oid = connamespace AND n.nspname IN {SCHEMAS}
         WHERE conrelid NOT IN (SELECT oid FROM pg_class WHERE relispartition)
         GROUP BY conname HAVING count(*) > 1""",
    )
    assert twice == []


def test_every_table_has_a_primary_key(connection: psycopg.Connection) -> None:
    without = rows(
        connection,
        f"""
        SELECT relname FROM pg_class AS c JOIN pg_namespace AS n
            ON n.oid = relnamespace AND n.nspname IN {SCHEMAS}
         WHERE relkind IN ('r', 'p') AND NOT relispartition
           AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid AND contype = 'p')""",
    )
    assert without == []


@pytest.mark.parametrize("migration", migrations(), ids=lambda path: path.name)
def test_flyway_can_read_the_file(migration: Path) -> None:
    text = migration.read_text(encoding="utf-8")
    assert "${" not in text
    assert not re.search(r"^\\", text, re.MULTILINE)
    assert "\t" not in text
