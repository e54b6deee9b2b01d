"""A pick stands from the lock on and scores what its skater scores, with the medal on top."""

import psycopg
import pytest
from at_once import refused_by
from fans import add_entries, add_fans, decide

from conftest import Server

PICK = "INSERT INTO fantasy_pick (account_id, fantasy_round_id, pool, entry_id) VALUES (%s, 1, %s, %s)"
LOCK_NOW = "UPDATE fantasy_round SET locks_at = clock_timestamp()"
SCORES = "SELECT account_id, points::text, medals FROM fantasy_score ORDER BY account_id"
TABLE = "SELECT season, account_id, points::text, medals, rounds, place FROM fantasy_table ORDER BY place"


@pytest.fixture
def league(server: Server, database: str) -> str:
    """A database with a round of two pools: entries 1 to 3 in A, 4 and 5 in B; its DSN."""
    dsn = server.dsn(database)
    with psycopg.connect(dsn) as connection:
        add_fans(connection)
        add_entries(connection, 5)
        connection.execute("INSERT INTO fantasy_league (name) VALUES ('Ice')")
        connection.execute(
            "INSERT INTO fantasy_round (fantasy_league_id, event_id, opens_at, locks_at)"
            " VALUES (1, 1, '2016-01-01', '2999-01-01')"
        )
        connection.execute("INSERT INTO fantasy_pool VALUES (1, 'A'), (1, 'B')")
        connection.execute(
            "INSERT INTO fantasy_pool_entry"
            " SELECT 1, n, CASE WHEN n <= 3 THEN 'A' ELSE 'B' END, 1, 1 FROM generate_series(1, 5) AS n"
        )
    return dsn


def pick(connection: psycopg.Connection, *picks: tuple[int, int | None]) -> None:
    """Account 1 picks the first two of pools A and B, account 2 the second ...; None leaves pool B out."""
    for account, entries in enumerate(picks, start=1):
        for pool, entry in zip("AB", entries, strict=True):
            if entry:
                connection.execute(PICK, [account, pool, entry])


def scores(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    connection.execute("SELECT score_fantasy_round(1)")
    return connection.execute(SCORES).fetchall()


def test_totals_and_medals_score_and_who_is_out_scores_nothing(league: str) -> None:
    with psycopg.connect(league) as connection:
        pick(connection, (1, 4), (2, 5), (3, None), (2, 4))
        connection.execute(LOCK_NOW)
        decide(connection, (1, "215.33"), (2, "201.10"), (None, None), (3, "180.05"), (4, "99.99"))
        assert scores(connection) == [
            (1, "415.38", 2),  # 215.33 + 15 and 180.05 + 5
            (2, "311.09", 1),  # 201.10 + 10 and 99.99
            (3, "0", 0),
            (4, "396.15", 2),
        ]
        assert connection.execute(TABLE).fetchall() == [
            (2016, 1, "415.38", 2, 1, 1),
            (2016, 4, "396.15", 2, 1, 2),
            (2016, 2, "311.09", 1, 1, 3),
            (2016, 3, "0", 0, 1, 4),
        ]


def test_a_place_without_a_total_scores_its_medal(league: str) -> None:
    with psycopg.connect(league) as connection:
        pick(connection, (1, None), (2, None))
        connection.execute(LOCK_NOW)
        decide(connection, (1, None), (2, "201.10"), (None, None))
        assert scores(connection) == [(1, "15", 1), (2, "211.10", 1)]


def test_a_revised_standing_replaces_the_scores_and_a_tie_gives_both_the_medal(league: str) -> None:
    with psycopg.connect(league) as connection:
        pick(connection, (1, None), (2, None))
        connection.execute(LOCK_NOW)
        assert scores(connection) == [(1, "0", 0), (2, "0", 0)]
        decide(connection, (1, "200"), (1, "200"), (3, "150"), (4, "90"), (5, "80"))
        assert scores(connection) == [(1, "215", 1), (2, "215", 1)]
        decide(connection, (None, None), (1, "200"), (2, "150"), (3, "90"), (4, "80"))
        assert scores(connection) == [(1, "0", 0), (2, "215", 1)]


def test_nothing_is_scored_before_the_lock(league: str) -> None:
    with psycopg.connect(league) as connection:
        with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
            scores(connection)
        connection.rollback()
        with pytest.raises(psycopg.errors.NoDataFound):
            connection.execute("SELECT score_fantasy_round(99)")


def test_a_pick_waits_for_no_other_and_the_lock_waits_for_all(league: str) -> None:
    opened = [psycopg.connect(league) for _ in range(8)]
    try:
        for account, connection in enumerate(opened, start=1):
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute(PICK, [account, "A", 1])
        with psycopg.connect(league) as organiser:
            organiser.execute("SET lock_timeout = '200ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                organiser.execute(LOCK_NOW)
        for connection in opened:
            connection.commit()
        opened[0].execute(LOCK_NOW)
        assert refused_by(opened[0], PICK, [9, "A", 1]) == "fantasy_pick_is_made_before_the_lock"
    finally:
        for connection in opened:
            connection.close()


def test_picks_of_an_entry_that_is_merged_name_the_other_one(league: str) -> None:
    with psycopg.connect(league) as connection:
        pick(connection, (1, 4), (2, None))
        connection.execute(LOCK_NOW)
        connection.execute("DELETE FROM fantasy_pool_entry WHERE entry_id = 3")
        connection.execute("UPDATE fantasy_pool_entry SET entry_id = 3 WHERE entry_id = 1")
        connection.execute("DELETE FROM entry WHERE entry_id = 1")
        connection.commit()
        kept = connection.execute("SELECT account_id, pool, entry_id FROM fantasy_pick ORDER BY 1, 2")
        assert kept.fetchall() == [(1, "A", 3), (1, "B", 4), (2, "A", 2)]
