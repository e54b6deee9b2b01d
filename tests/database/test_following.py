"""Follows are counted without a queue, and none survives a block, whichever comes first."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from at_once import at_once, refused_by
from fans import add_fans, add_skaters

from conftest import Server

FANS = range(1, 9)
STAR = 9
DEADLINE_SECONDS = 30


@pytest.fixture
def fans(server: Server, database: str) -> str:
    """A database with eight fans, a star's account, a person and a team; its DSN."""
    dsn = server.dsn(database)
    with psycopg.connect(dsn) as connection:
        add_fans(connection)
        add_skaters(connection)
        connection.execute("INSERT INTO event (season, name) VALUES (2016, 'Cup')")
        connection.execute("INSERT INTO tag (name) VALUES ('ice')")
    return dsn


def followers(connection: psycopg.Connection, kind: str, subject: int) -> int | None:
    query = "SELECT followers FROM follower_count WHERE subject_kind = %s AND subject_id = %s"
    row = connection.execute(query, [kind, subject]).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize(
    ("table", "kind", "subject"),
    [
        ("follow_account", "account", STAR),
        ("follow_person", "person", 1),
        ("follow_team", "team", 1),
        ("follow_event", "event", 1),
        ("follow_tag", "tag", 1),
    ],
)
def test_fans_of_one_star_do_not_wait_for_each_other(fans: str, table: str, kind: str, subject: int) -> None:
    with psycopg.connect(fans) as connection:
        # A slot that is there already is what all would wait for.
        connection.execute(f"INSERT INTO {table} VALUES (1, %s)".encode(), [subject])
    opened = [psycopg.connect(fans) for _ in FANS[1:]]
    try:
        for fan, connection in zip(FANS[1:], opened, strict=True):
            # All seven are open at once: whoever had to wait for another would fail here.
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute(f"INSERT INTO {table} VALUES (%s, %s)".encode(), [fan, subject])
        for connection in opened:
            connection.commit()
        assert followers(opened[0], kind, subject) == len(FANS)
        opened[0].execute(f"DELETE FROM {table} WHERE account_id <= 3".encode())
        assert followers(opened[0], kind, subject) == len(FANS) - 3
    finally:
        for connection in opened:
            connection.close()


def test_follows_of_other_pairs_do_not_wait_though_they_share_an_advisory_lock(fans: str) -> None:
    opened = [psycopg.connect(fans) for _ in range(4)]
    try:
        for fan, connection in enumerate(opened, start=1):
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute("INSERT INTO follow_account VALUES (%s, %s)", [fan, STAR - fan])
    finally:
        for connection in opened:
            connection.close()


def test_slots_are_used_again(fans: str) -> None:
    with psycopg.connect(fans, autocommit=True) as connection:
        for fan in FANS:
            connection.execute("INSERT INTO follow_team VALUES (%s, 1)", [fan])
        assert connection.execute("SELECT followers FROM team_follower_slot").fetchall() == [(8,)]


def test_a_follow_that_is_rolled_back_does_not_count(fans: str) -> None:
    with psycopg.connect(fans) as connection:
        connection.execute("INSERT INTO follow_team VALUES (1, 1)")
        connection.rollback()
        assert followers(connection, "team", 1) is None


def test_a_team_that_nobody_follows_any_more_can_be_deleted(fans: str) -> None:
    with psycopg.connect(fans) as connection:
        connection.execute("INSERT INTO follow_team SELECT account_id, 1 FROM account")
        connection.execute("DELETE FROM follow_team")
        connection.execute("DELETE FROM team_member")
        connection.execute("DELETE FROM team")
        connection.commit()
        assert followers(connection, "team", 1) == 0


def test_follows_that_move_to_another_team_are_counted_there(fans: str) -> None:
    with psycopg.connect(fans) as connection:
        connection.execute("INSERT INTO person (sex) VALUES ('female')")
        connection.execute("INSERT INTO team (kind, member_ids) VALUES ('single', '{2}')")
        connection.execute("INSERT INTO team_member VALUES (2, 'single', 1, 2)")
        connection.execute("INSERT INTO follow_team SELECT n, 1 FROM generate_series(1, 5) AS n")
        connection.execute("INSERT INTO follow_team VALUES (5, 2), (6, 2)")
        connection.execute("UPDATE follow_team SET team_id = 2 WHERE team_id = 1 AND account_id < 5")
        assert (followers(connection, "team", 1), followers(connection, "team", 2)) == (1, 6)


def test_a_block_ends_the_follows_in_both_directions(fans: str) -> None:
    with psycopg.connect(fans) as connection:
        connection.execute("INSERT INTO follow_account VALUES (1, 9), (9, 1), (2, 9)")
        connection.execute("INSERT INTO private.account_block VALUES (9, 1)")
        assert connection.execute("SELECT account_id, followed_id FROM follow_account").fetchall() == [(2, 9)]
        assert followers(connection, "account", 9) == 1
        assert followers(connection, "account", 1) == 0


def test_a_block_waits_for_a_follow_under_way_and_ends_it(fans: str) -> None:
    with psycopg.connect(fans) as fan, psycopg.connect(fans) as star, ThreadPoolExecutor(1) as pool:
        fan.execute("INSERT INTO follow_account VALUES (1, 9)")
        star.execute("SET lock_timeout = '20s'")
        block = pool.submit(star.execute, "INSERT INTO private.account_block VALUES (9, 1)")
        fan.commit()
        block.result(DEADLINE_SECONDS)
        star.commit()
        assert fan.execute("SELECT count(*) FROM follow_account").fetchone() == (0,)


def test_a_follow_waits_for_a_block_under_way_and_is_refused(fans: str) -> None:
    with psycopg.connect(fans) as fan, psycopg.connect(fans) as star:
        star.execute("INSERT INTO private.account_block VALUES (9, 1)")
        fan.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            fan.execute("INSERT INTO follow_account VALUES (1, 9)")
        fan.rollback()
        star.commit()
        with pytest.raises(psycopg.errors.CheckViolation):
            fan.execute("INSERT INTO follow_account VALUES (1, 9)")


def test_follows_and_blocks_that_race_leave_no_follow_beside_its_block(fans: str) -> None:
    def run(statement: str, fan: int) -> int:
        with psycopg.connect(fans, autocommit=True) as connection:
            connection.execute("SET lock_timeout = '20s'")
            refusal = refused_by(connection, statement, [fan])
        assert refusal in {"", "follow_account_is_not_blocked"}
        return int(refusal == "")

    follow = "INSERT INTO follow_account VALUES (%s, 9)"
    block = "INSERT INTO private.account_block VALUES (9, %s)"
    at_once([lambda s=s, fan=fan: run(s, fan) for fan in FANS[:6] for s in (follow, block)])
    with psycopg.connect(fans) as connection:
        assert connection.execute("SELECT count(*) FROM follow_account").fetchone() == (0,)
        assert followers(connection, "account", STAR) in (0, None)


def test_a_snapshot_that_could_miss_a_block_is_refused(fans: str) -> None:
    with psycopg.connect(fans) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            connection.execute("INSERT INTO follow_account VALUES (1, 9)")


def test_a_bulk_load_of_follows_fits_into_the_lock_table(fans: str) -> None:
    with psycopg.connect(fans) as connection:
        connection.execute(
            "INSERT INTO account (handle, display_name)"
            " SELECT 'many_' || n, 'x' FROM generate_series(1, 300) AS n"
        )
        connection.execute(
            "INSERT INTO follow_account SELECT a.account_id, b.account_id FROM account AS a, account AS b"
            " WHERE a.account_id <> b.account_id"
        )
        counted = connection.execute(
            "SELECT min(followers), max(followers), count(*) FROM follower_count"
        ).fetchone()
        assert counted == (308, 308, 309)
