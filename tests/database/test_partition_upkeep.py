"""Months are made ahead and detached beside all who read and write, and what broke off is ended."""

from collections.abc import Iterator
from pathlib import Path

import monthly_tables
import psycopg
import pytest
import sites
from at_once import DEADLINE_SECONDS
from monthly_tables import partitions as attached
from waiting import in_background

from conftest import Server
from fkplus.database import partitions
from fkplus.database import upkeep as schema_upkeep
from fkplus.database.queries import query
from fkplus.model.errors import NotReady
from fkplus.model.secrets import Secret
from fkplus.operations import partitions as upkeep
from fkplus.operations.target import Target

POST_TABLES = [
    "post", "comment", "post_reaction", "comment_reaction", "post_tag", "post_mention", "comment_mention",
    "post_subject", "media", "post_counter",
]  # fmt: skip


@pytest.fixture
def keeper(server: Server, database: str) -> Iterator[psycopg.Connection]:
    """The connection that keeps the partitions, as `fkplus partitions` opens it."""
    with psycopg.connect(server.dsn(database), autocommit=True) as opened:
        yield opened


def silent(_: str) -> None:
    return


def detach(keeper: psycopg.Connection, seconds: float = DEADLINE_SECONDS) -> list[str]:
    return list(partitions.detach_old(keeper, silent, deadline_seconds=seconds))


@pytest.fixture
def social(connection: psycopg.Connection) -> psycopg.Connection:
    """Two posts with all that hangs on them, of June 2025, past its lifetime, and of this month."""
    connection.execute("INSERT INTO account (handle, display_name) VALUES ('one', '1'), ('two', '2')")
    connection.execute("INSERT INTO tag (name) VALUES ('x')")
    connection.execute("INSERT INTO person (sex) VALUES ('female')")
    write_post(connection, "timed_id_from('2025-06-15')")
    write_post(connection, "timed_id_from(now())")
    connection.execute("UPDATE private.partitioned_table SET kept_months = NULL")
    connection.execute(
        "UPDATE private.partitioned_table SET kept_months ="
        " (SELECT 12 * extract(year FROM age) + extract(month FROM age) - 1"
        "    FROM age(date_trunc('month', now() AT TIME ZONE 'UTC'), '2025-06-01') AS age)"
        " WHERE table_name = 'public.post'"
    )
    connection.commit()
    return connection


def write_post(connection: psycopg.Connection, post_id: str) -> None:
    for statement in (
        "INSERT INTO post (post_id, author_id, body) VALUES ({id}, 1, 'x')",
        "INSERT INTO comment (post_id, comment_id, author_id, body) VALUES ({id}, 7, 2, 'y')",
        "INSERT INTO comment (post_id, parent_path, author_id, body) VALUES ({id}, '{{7}}', 1, 'z')",
        "INSERT INTO post_reaction (post_id, account_id) VALUES ({id}, 2)",
        "INSERT INTO comment_reaction (post_id, comment_id, account_id) VALUES ({id}, 7, 1)",
        "INSERT INTO post_tag (tag_id, post_id) SELECT tag_id, {id} FROM tag",
        "INSERT INTO post_mention (post_id, account_id) VALUES ({id}, 2)",
        "INSERT INTO comment_mention (post_id, comment_id, account_id) VALUES ({id}, 7, 2)",
        "INSERT INTO post_subject (post_id, person_id) SELECT {id}, person_id FROM person",
        "INSERT INTO media (post_id, url) VALUES ({id}, 'https://example.org/1')",
    ):
        connection.execute(statement.format(id=post_id).encode())


def rows(connection: psycopg.Connection, suffix: str = "") -> dict[str, int]:
    return {
        table: len(connection.execute(f"SELECT FROM public.{table}{suffix}".encode()).fetchall())
        for table in POST_TABLES
    }


def test_a_month_of_posts_leaves_while_others_write(
    keeper: psycopg.Connection, observer: psycopg.Connection, social: psycopg.Connection
) -> None:
    before = rows(social)
    social.rollback()
    # An open transaction that has read and written the present month of all tables.
    rows(social)
    write_post(social, "timed_id_from(now(), 5)")
    leaving = in_background(observer, keeper, lambda: detach(keeper))
    # The detaching waits for it; nobody waits for the detaching, neither it nor a new one.
    social.execute("SET lock_timeout = '2s'")
    write_post(social, "timed_id_from(now(), 6)")
    # Shorter than the patience of the detaching, which would give way first and hide that it blocks.
    observer.execute("SET lock_timeout = '300ms'")
    with observer.transaction():
        write_post(observer, "timed_id_from(now(), 7)")
    social.commit()
    # Each table is a wait of its own; ours has ended.
    assert len(leaving.result(DEADLINE_SECONDS)) == len(POST_TABLES)
    gone = rows(social, "_y2025m06")
    assert gone == {table: 2 if table == "comment" else 1 for table in POST_TABLES}
    stay = rows(social)
    counters = stay.pop("post_counter")
    assert counters >= 3
    assert stay == {name: (count - gone[name]) * 4 for name, count in before.items() if name in stay}


def test_a_detached_month_keeps_its_keys(keeper: psycopg.Connection, social: psycopg.Connection) -> None:
    assert len(detach(keeper)) == len(POST_TABLES)
    assert detach(keeper) == []
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        social.execute("DELETE FROM post_y2025m06")


def test_months_are_made_although_the_server_ends_the_session_meanwhile(
    server: Server, database: str, observer: psycopg.Connection
) -> None:
    said: list[str] = []

    def end_the_session_once(text: str) -> None:
        said.append(text)
        if len(said) == 1:
            observer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'fkplus' AND datname = current_database()"
            )

    target = Target(Secret(server.dsn(database)), sites.settings(), Path())
    upkeep.keep(target, end_the_session_once, months=3)
    assert any("the server went away" in text for text in said)
    assert observer.execute(query("partitions_missing"), {"months": 3}).fetchall() == []


def test_what_broke_off_is_ended(
    keeper: psycopg.Connection, observer: psycopg.Connection, connection: psycopg.Connection
) -> None:
    monthly_tables.create(connection)
    connection.execute("SELECT private.make_partitions('private.line', '2025-06-01', '2025-07-01')")
    connection.commit()
    # An older transaction keeps the detaching waiting in its second half, where it is cancelled.
    connection.execute("SELECT FROM private.line")
    leaving = in_background(observer, keeper, lambda: detach(keeper))
    observer.execute("SELECT pg_cancel_backend(%s)", [keeper.info.backend_pid])
    with pytest.raises(NotReady):
        leaving.result(DEADLINE_SECONDS)
    pending = "SELECT partition_name FROM private.month_partition WHERE is_detach_pending"
    assert observer.execute(pending).fetchall() == [("private.line_y2025m06",)]
    # Months ahead can be made meanwhile.
    made = partitions.make_ahead(keeper, 1, silent, deadline_seconds=DEADLINE_SECONDS)
    assert "private.line_y2025m08" in made
    connection.rollback()
    assert len(detach(keeper)) == 2 * len(list_months(connection))
    assert observer.execute(pending).fetchall() == []


def list_months(connection: psycopg.Connection) -> list[str]:
    """The months past their lifetime of private.log, detached or not."""
    found = connection.execute(
        "SELECT FROM generate_series("
        "timestamp '2025-06-01', now() AT TIME ZONE 'UTC' - interval '7 months', '1 month')"
    )
    return [str(row) for row in found]


def test_only_what_is_past_its_lifetime_is_dropped(
    keeper: psycopg.Connection, connection: psycopg.Connection
) -> None:
    monthly_tables.create(connection)
    connection.execute("SELECT private.make_partitions('private.line', '2025-06-01', '2025-07-01')")
    connection.execute("INSERT INTO private.log (log_id) VALUES (timed_id_from('2025-06-05'))")
    connection.execute("INSERT INTO private.line (log_id) SELECT log_id FROM private.log")
    connection.commit()
    drop = lambda: list(partitions.drop_detached(keeper, silent, deadline_seconds=DEADLINE_SECONDS))  # noqa: E731
    assert drop() == []
    detached = detach(keeper)
    assert sorted(drop()) == sorted(detached) != []
    assert attached(connection, "private.log") == []


def test_making_gives_up_at_its_deadline_and_goes_on_later(
    keeper: psycopg.Connection, connection: psycopg.Connection
) -> None:
    monthly_tables.create(connection)
    connection.commit()
    # Like a long change of accounts: the foreign key of private.log has to wait for it.
    connection.execute("INSERT INTO account (handle, display_name) VALUES ('one', '1')")
    with pytest.raises(NotReady):
        partitions.make_ahead(keeper, 0, silent, deadline_seconds=1)
    connection.commit()
    assert len(partitions.make_ahead(keeper, 0, silent, deadline_seconds=DEADLINE_SECONDS)) == 2
    assert partitions.make_ahead(keeper, 0, silent, deadline_seconds=DEADLINE_SECONDS) == []


def test_a_schema_without_partitions_needs_none(keeper: psycopg.Connection) -> None:
    assert partitions.is_needed(keeper)
    keeper.execute("DROP TABLE private.partition_reference, private.partitioned_table CASCADE")
    assert not partitions.is_needed(keeper)


def test_the_hourly_upkeep_makes_a_month_that_is_missing(
    social: psycopg.Connection, keeper: psycopg.Connection
) -> None:
    newest = social.execute(
        "SELECT max(partition_name) FROM private.month_partition WHERE table_name = 'private.notification'"
    ).fetchone()
    assert newest is not None
    social.execute(f"DROP TABLE {newest[0]}".encode())
    social.commit()
    said: list[str] = []
    schema_upkeep.keep(keeper, said.append)
    assert f"made {newest[0]}" in said
    said.clear()
    schema_upkeep.keep(keeper, said.append)
    assert said == []
