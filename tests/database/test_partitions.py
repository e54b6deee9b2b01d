"""Month partitions: made with the right bounds, once, and by several at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import monthly_tables
import psycopg
import pytest
from monthly_tables import partitions

from conftest import Server


@pytest.fixture
def monthly(connection: psycopg.Connection) -> psycopg.Connection:
    """A connection to a database with private.log and private.line."""
    monthly_tables.create(connection)
    connection.commit()
    return connection


def test_partitions_are_made_from_month_to_month(monthly: psycopg.Connection) -> None:
    made = monthly.execute("SELECT private.make_partitions('private.log', '2025-11-30', '2026-02-01')")
    assert made.fetchone() == (4,)
    assert partitions(monthly, "private.log") == [
        "log_y2025m11",
        "log_y2025m12",
        "log_y2026m01",
        "log_y2026m02",
    ]


def test_a_month_begins_and_ends_in_utc(monthly: psycopg.Connection) -> None:
    monthly.execute("SET TIME ZONE 'Asia/Vladivostok'")
    monthly.execute("SELECT private.make_partitions('private.log', '2026-01-01', '2026-03-01')")
    monthly.execute(
        "INSERT INTO private.log (log_id) SELECT timed_id_from(at::timestamptz, n) FROM (VALUES"
        " ('2026-01-31 23:59:59.999+00', 1048575), ('2026-02-01 00:00+00', 0),"
        " ('2026-02-28 23:59:59.999+00', 1048575), ('2026-03-01 00:00+00', 0)) AS edge (at, n)"
    )
    stored = monthly.execute("SELECT tableoid::regclass::text FROM private.log ORDER BY log_id").fetchall()
    names = ["private.log_y2026m01", "private.log_y2026m02", "private.log_y2026m02", "private.log_y2026m03"]
    assert [row[0] for row in stored] == names


def test_a_month_is_made_together_with_the_one_it_refers_to(monthly: psycopg.Connection) -> None:
    monthly.execute("SELECT private.make_partition('private.line', '2026-05-05')")
    assert partitions(monthly, "private.log") == ["log_y2026m05"]
    with pytest.raises(psycopg.errors.ForeignKeyViolation) as caught:
        monthly.execute("INSERT INTO private.line (log_id) VALUES (timed_id_from('2026-05-05'))")
    assert caught.value.diag.constraint_name == "line_y2026m05_log_fkey"


def test_a_month_exists_once(monthly: psycopg.Connection) -> None:
    twice = "SELECT private.make_partition('private.log', %s)"
    assert monthly.execute(twice, [date(2026, 5, 5)]).fetchone() == (True,)
    assert monthly.execute(twice, [date(2026, 5, 31)]).fetchone() == (False,)


def test_months_ahead_follow_the_newest_without_a_gap(monthly: psycopg.Connection) -> None:
    monthly.execute("SELECT private.make_partition('private.log', (now() - interval '4 months')::date)")
    # Three behind, the present one and three ahead of the log; four of the line.
    assert monthly.execute("SELECT private.make_partitions_ahead(3)").fetchone() == (11,)
    assert len(partitions(monthly, "private.log")) == 8
    assert len(partitions(monthly, "private.line")) == 4
    assert monthly.execute("SELECT private.make_partitions_ahead(3)").fetchone() == (0,)
    assert monthly.execute("SELECT count(*) FROM private.missing_partitions(4)").fetchone() == (2,)


def test_several_make_the_same_months_at_once(
    server: Server, database: str, monthly: psycopg.Connection
) -> None:
    def make(_: int) -> int:
        with psycopg.connect(server.dsn(database)) as own:
            row = own.execute("SELECT private.make_partitions_ahead(6)").fetchone()
            assert row
            return int(row[0])

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(make, range(4))) == [0, 0, 0, 14]
    assert len(partitions(monthly, "private.line")) == 7


def test_a_new_month_waits_for_no_reader_and_no_writer(
    server: Server, database: str, monthly: psycopg.Connection
) -> None:
    monthly.execute("SELECT private.make_partitions('private.line', '2026-01-01', '2026-01-01')")
    monthly.execute("INSERT INTO account (handle, display_name) VALUES ('Fan', 'Fan')")
    monthly.commit()
    # A transaction that reads and writes both tables, and by its foreign key holds a row of account.
    monthly.execute("INSERT INTO private.log VALUES (timed_id_from('2026-01-05'), 1)")
    monthly.execute("INSERT INTO private.line (log_id) SELECT log_id FROM private.log")
    with psycopg.connect(server.dsn(database)) as other:
        other.execute("SET lock_timeout = '2s'")
        other.execute("SELECT private.make_partition('private.line', '2026-02-01')")
        # Nor does the open transaction wait for the one that makes the month.
        monthly.execute("SET lock_timeout = '2s'")
        monthly.execute("INSERT INTO private.log VALUES (timed_id_from('2026-01-06'), 1)")
        monthly.execute(
            "INSERT INTO private.line (log_id) SELECT log_id FROM private.log ORDER BY 1 DESC LIMIT 1"
        )
    assert len(partitions(monthly, "private.log")) == 2


def test_what_is_past_its_lifetime_can_be_detached(monthly: psycopg.Connection) -> None:
    monthly.execute(
        "SELECT private.make_partitions(name, (now() - interval '8 months')::date)"
        " FROM unnest('{private.log,private.line}'::text[]) AS name"
    )
    found = monthly.execute(
        "SELECT table_name,"
        " extract(month FROM age(date_trunc('month', now() AT TIME ZONE 'UTC'), month))::integer"
        " FROM private.detachable_partition ORDER BY month, table_name"
    ).fetchall()
    # 6 months are kept: a month goes when its last moment is 6 months old.
    assert found == [(name, age) for age in (8, 7) for name in ("private.line", "private.log")]
    monthly.execute("UPDATE private.partitioned_table SET kept_months = NULL")
    assert monthly.execute("SELECT FROM private.detachable_partition").fetchall() == []


def test_the_comment_of_a_month_says_what_it_holds(monthly: psycopg.Connection) -> None:
    monthly.execute("SELECT private.make_partition('private.line', '2026-05-05')")
    comments = monthly.execute(
        "SELECT obj_description('private.line_y2026m05'::regclass), obj_description(oid, 'pg_constraint')"
        " FROM pg_constraint WHERE conname = 'line_y2026m05_log_fkey'"
    ).fetchone()
    assert comments == ("The rows of private.line of 2026-05, UTC.", "a line belongs to a log")
