"""Every version keeps the habits: comments, names, and nothing over which Flyway would stumble.

The months of a partitioned table are none of the habits' business: they take everything from it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from conftest import Server, migrations

SCHEMAS = "('public', 'private')"


@pytest.fixture(scope="module")
def connection(server: Server, module_database: str) -> Iterator[psycopg.Connection]:
    """One for all: nothing here changes the database."""
    with psycopg.connect(server.dsn(module_database)) as opened:
        yield opened


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


OWN_FUNCTIONS = f"""
    SELECT f.* FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace AND n.nspname IN {SCHEMAS}
     WHERE NOT EXISTS (SELECT FROM pg_depend WHERE objid = f.oid AND deptype = 'e')"""


def test_every_function_has_a_comment(connection: psycopg.Connection) -> None:
    without = rows(
        connection,
        f"""
        SELECT oid::regprocedure::text FROM ({OWN_FUNCTIONS}) AS f
         WHERE obj_description(oid, 'pg_proc') IS NULL ORDER BY 1""",
    )
    assert without == []


def test_functions_find_the_same_tables_whoever_calls_them(connection: psycopg.Connection) -> None:
    loose = rows(
        connection,
        f"""
        SELECT f.oid::regprocedure::text
          FROM ({OWN_FUNCTIONS}) AS f JOIN pg_language AS l ON l.oid = f.prolang
         WHERE (f.prosecdef OR l.lanname = 'plpgsql')
           AND coalesce(array_to_string(f.proconfig, ';'), '') !~ 'search_path=pg_catalog'
         ORDER BY 1""",
    )
    assert loose == []


def test_not_everybody_runs_what_runs_with_the_rights_of_the_owner(connection: psycopg.Connection) -> None:
    """The schema private keeps all but the application out; elsewhere EXECUTE is taken from PUBLIC."""
    open_to_all = rows(
        connection,
        f"""
        SELECT f.oid::regprocedure::text FROM ({OWN_FUNCTIONS}) AS f
         WHERE f.prosecdef AND f.pronamespace <> 'private'::regnamespace
           AND EXISTS (SELECT FROM aclexplode(coalesce(f.proacl, acldefault('f', f.proowner)))
                        WHERE grantee = 0 AND privilege_type = 'EXECUTE')
         ORDER BY 1""",
    )
    assert open_to_all == []


def test_no_column_rounds_cuts_or_forgets_the_time_zone(connection: psycopg.Connection) -> None:
    lossy = rows(
        connection,
        f"""
        SELECT c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod)
          FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
          JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN {SCHEMAS}
         WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
           AND format_type(a.atttypid, a.atttypmod)
               ~ '^(real|double precision|money|character|timestamp without|time |json(\\[|$)|numeric[(])'
         ORDER BY 1, 2""",
    )
    assert lossy == []


def test_tables_are_named_in_the_singular_and_all_in_snake_case(connection: psycopg.Connection) -> None:
    names = rows(
        connection,
        f"""
        SELECT c.relname, c.relkind::text FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN {SCHEMAS}
         WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
         UNION ALL
        SELECT a.attname, 'column' FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
          JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN {SCHEMAS}
         WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped""",
    )
    odd = [name for name, kind in names if not re.fullmatch(r"[a-z]+([_]?[a-z0-9]+)*", name)]
    plural = [name for name, kind in names if kind in "rp" and re.search(r"(?<![isu])s$", name)]
    assert (odd, plural) == ([], [])


def test_every_unique_index_says_what_it_demands(connection: psycopg.Connection) -> None:
    silent = rows(
        connection,
        f"""
        SELECT i.relname
          FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid AND NOT i.relispartition
          JOIN pg_namespace AS n ON n.oid = i.relnamespace AND n.nspname IN {SCHEMAS}
         WHERE x.indisunique AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = x.indexrelid)
           AND obj_description(i.oid, 'pg_class') IS NULL""",
    )
    assert silent == []


@pytest.mark.parametrize("migration", migrations(), ids=lambda path: path.name)
def test_flyway_can_read_the_file(migration: Path) -> None:
    text = migration.read_text(encoding="utf-8")
    assert "${" not in text
    assert not re.search(r"^\\", text, re.MULTILINE)
    assert "\t" not in text
