"""Predictions stand from the lock on, and score what the standing says, as often as it is revised."""

import time
from threading import Event

import psycopg
import pytest
from at_once import DEADLINE_SECONDS, at_once, refused_by
from fans import add_entries, add_fans, decide

from conftest import Server

INSERT = "INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES (%s, 1, %s, %s)"
LOCK_NOW = "UPDATE prediction_contest SET locks_at = clock_timestamp()"
SCORES = "SELECT account_id, points, exact_places, right_podium FROM prediction_score ORDER BY account_id"


@pytest.fixture
def contest(server: Server, database: str) -> str:
    """A database with five entries of one category, nine accounts and an open contest; its DSN."""
    dsn = server.dsn(database)
    with psycopg.connect(dsn) as connection:
        add_fans(connection)
        add_entries(connection, 5)
        connection.execute("INSERT INTO prediction_contest VALUES (1, '2016-01-01', '2999-01-01')")
    return dsn


def predict(dsn: str, *podiums: tuple[int | None, int | None, int | None]) -> None:
    """Account 1 predicts the first podium, account 2 the second ...; None leaves a place out."""
    with psycopg.connect(dsn) as connection:
        for account, podium in enumerate(podiums, start=1):
            for place, entry in enumerate(podium, start=1):
                if entry:
                    connection.execute(INSERT, [account, place, entry])
        connection.execute(LOCK_NOW)


def scores(dsn: str, *places: int | None) -> list[tuple[int, ...]]:
    """Decide a standing in which entry 1 has the first of the places ..., and score by it."""
    with psycopg.connect(dsn) as connection:
        decide(connection, *((place, None) for place in places))
        connection.execute("SELECT score_predictions(1)")
        return connection.execute(SCORES).fetchall()


def test_exact_places_other_places_and_the_whole_podium_score(contest: str) -> None:
    predict(contest, (1, 2, 3), (2, 3, 1), (1, 2, 4), (4, 5, 1), (None, 2, None), (4, 5, None))
    assert scores(contest, 1, 2, 3, 4, 5) == [
        (1, 3 * 3 + 2, 3, 3),
        (2, 3 * 1 + 2, 0, 3),
        (3, 2 * 3, 2, 2),
        (4, 1, 0, 1),
        (5, 3, 1, 1),
        (6, 0, 0, 0),
    ]


def test_teams_that_tie_are_right_at_each_place_that_they_fill(contest: str) -> None:
    predict(contest, (1, 2, 3), (2, 1, 3), (1, 3, 2))
    # Two firsts fill the places 1 and 2.
    assert scores(contest, 1, 1, 3, 4, 5) == [(1, 11, 3, 3), (2, 11, 3, 3), (3, 3 + 1 + 1 + 2, 1, 3)]


def test_both_of_two_thirds_stand_on_the_podium(contest: str) -> None:
    predict(contest, (1, 2, 3), (1, 2, 4), (3, 4, 1))
    assert scores(contest, 1, 2, 3, 3, 5) == [(1, 11, 3, 3), (2, 11, 3, 3), (3, 3 * 1 + 2, 0, 3)]


def test_a_disqualified_team_scores_nothing_and_its_place_may_stay_empty(contest: str) -> None:
    predict(contest, (1, 2, 3), (2, 3, 4))
    assert scores(contest, None, 2, 3, 4, 5) == [(1, 6, 2, 2), (2, 2, 0, 2)]


def test_a_revised_standing_replaces_the_scores(contest: str) -> None:
    predict(contest, (1, 2, 3), (2, 3, 4))
    assert scores(contest, 1, 2, 3, 4, 5) == [(1, 11, 3, 3), (2, 2, 0, 2)]
    revised = [(1, 2, 0, 2), (2, 11, 3, 3)]
    assert scores(contest, None, 1, 2, 3, 4) == revised
    assert scores(contest, None, 1, 2, 3, 4) == revised


def test_nothing_is_scored_before_the_lock_nor_without_a_standing(contest: str) -> None:
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="locks at"):
        scores(contest, 1, 2, 3)
    predict(contest, (1, 2, 3))
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="no standing"):
        scores(contest, None, None, None)
    with psycopg.connect(contest) as connection, pytest.raises(psycopg.errors.NoDataFound):
        connection.execute("SELECT score_predictions(99)")


def test_leaders_of_a_season_are_ordered_by_points_and_exact_places(contest: str) -> None:
    predict(contest, (1, 2, 3), (None, 2, None), (2, 3, 4), (3, 2, 1), (1, 2, 3))
    scores(contest, 1, 2, 3, 4, 5)
    with psycopg.connect(contest) as connection:
        connection.execute("UPDATE account SET status = 'deleted' WHERE account_id = 5")
        found = connection.execute(
            "SELECT season, account_id, points, contests, place FROM prediction_leader ORDER BY place"
        ).fetchall()
    assert found == [(2016, 1, 11, 1, 1), (2016, 4, 7, 1, 2), (2016, 2, 3, 1, 3), (2016, 3, 2, 1, 4)]


TOTALS = """SELECT account_id, points, exact_places, right_podium, contests FROM prediction_total
    WHERE season = 2016 AND contests > 0 ORDER BY account_id"""
SUMS = """SELECT account_id, sum(points), sum(exact_places), sum(right_podium), count(*)
    FROM prediction_score GROUP BY account_id ORDER BY account_id"""


def test_sums_of_a_season_follow_scores_that_come_change_and_go(contest: str) -> None:
    predict(contest, (1, 2, 3), (2, 3, 4), (None, 2, None))
    for places in ((1, 2, 3, 4, 5), (None, 1, 2, 3, 4)):
        scores(contest, *places)
        with psycopg.connect(contest) as connection:
            assert connection.execute(TOTALS).fetchall() == connection.execute(SUMS).fetchall() != []
    with psycopg.connect(contest) as connection:
        connection.execute("UPDATE prediction_score SET account_id = 9 WHERE account_id = 1")
        connection.execute("DELETE FROM prediction_score WHERE account_id = 2")
        found = connection.execute(TOTALS).fetchall()
        assert found == connection.execute(SUMS).fetchall()
        assert [row[0] for row in found] == [3, 9]


def test_contests_that_are_scored_at_once_are_all_added_up(contest: str) -> None:
    with psycopg.connect(contest) as connection:
        connection.execute(
            "INSERT INTO category (event_id, level, discipline) SELECT 1, level, 'women'"
            " FROM unnest('{junior,novice}'::text[]) AS level"
        )
        connection.execute(
            "INSERT INTO prediction_contest SELECT category_id, '2016-01-01', '2016-02-01'"
            " FROM category WHERE category_id <> 1"
        )
    add = "INSERT INTO prediction_score SELECT n, %s, 1, 0, 1 FROM generate_series(1, 9) AS n ORDER BY n * %s"

    def score(category: int, order: int) -> int:
        with psycopg.connect(contest) as connection:
            return connection.execute(add, [category, order]).rowcount

    assert at_once([lambda: score(1, 1), lambda: score(2, -1), lambda: score(3, 1)]) == 27
    with psycopg.connect(contest) as connection:
        assert connection.execute(TOTALS).fetchall() == [(n, 3, 0, 3, 3) for n in range(1, 10)]


def test_what_is_scored_stays_in_its_season(contest: str) -> None:
    predict(contest, (1, 2, 3))
    scores(contest, 1, 2, 3)
    with psycopg.connect(contest, autocommit=True) as connection:
        later = "UPDATE event SET season = 2017 WHERE event_id = 1"
        assert refused_by(connection, later) == "event_keeps_its_season_once_scored"
        connection.execute(
            "INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (7, 2017, 'Later')"
        )
        moved = "UPDATE category SET event_id = 7 WHERE category_id = 1"
        assert refused_by(connection, moved) == "category_keeps_its_season_once_scored"
        connection.execute("DELETE FROM prediction_score")
        connection.execute(moved)
        connection.execute("SELECT score_predictions(1)")
        found = connection.execute("SELECT season, points FROM prediction_leader").fetchall()
    assert found == [(2017, 11)]


def test_a_rule_of_a_later_season_does_not_change_earlier_ones(contest: str) -> None:
    predict(contest, (1, 2, 3))
    with psycopg.connect(contest) as connection:
        connection.execute("INSERT INTO prediction_rule VALUES (2016, 10, 5, 0), (2017, 100, 50, 0)")
    assert scores(contest, 1, 2, 3) == [(1, 30, 3, 3)]


def test_at_the_edge_of_the_lock_no_prediction_comes_through_late(contest: str) -> None:
    opened = Event()

    def keep_predicting(account: int) -> int:
        opened.wait(DEADLINE_SECONDS)
        stop, made = time.monotonic() + DEADLINE_SECONDS, 0
        with psycopg.connect(contest, autocommit=True) as connection:
            while not (refusal := refused_by(connection, INSERT, [account, 1, 1])):
                made += 1
                refusal = refused_by(connection, "DELETE FROM prediction WHERE account_id = %s", [account])
                if refusal:
                    break
                assert time.monotonic() < stop, "the contest did not lock"
            assert refusal == "prediction_is_made_before_the_lock"
        return made

    def lock_soon() -> int:
        with psycopg.connect(contest, autocommit=True) as connection:
            connection.execute(
                "UPDATE prediction_contest SET locks_at = clock_timestamp() + interval '300 ms'"
            )
        opened.set()
        return 0

    assert at_once([lock_soon, *(lambda n=n: keep_predicting(n) for n in range(1, 8))]) > 0
    with psycopg.connect(contest) as connection:
        late = connection.execute(
            "SELECT FROM prediction JOIN prediction_contest USING (category_id) WHERE made_at >= locks_at"
        )
        assert late.fetchall() == []


def test_a_transaction_that_began_in_time_does_not_write_after_the_lock(contest: str) -> None:
    with psycopg.connect(contest) as early, psycopg.connect(contest, autocommit=True) as organiser:
        early.execute("SELECT now()")
        organiser.execute(LOCK_NOW)
        assert refused_by(early, INSERT, [1, 1, 1]) == "prediction_is_made_before_the_lock"


def test_a_statement_that_waited_is_judged_by_the_clock_at_its_end(contest: str) -> None:
    # One message: its statement_timestamp() lies before the lock that it waits for.
    block = """
        DO $block$
        BEGIN
            UPDATE prediction_contest SET locks_at = clock_timestamp() + interval '50 ms';
            PERFORM pg_sleep(0.1);
            INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES (1, 1, 1, 1);
        END
        $block$"""
    with psycopg.connect(contest) as connection:
        assert refused_by(connection, block) == "prediction_is_made_before_the_lock"


def test_moving_the_lock_waits_for_a_prediction_under_way(contest: str) -> None:
    with psycopg.connect(contest) as fan, psycopg.connect(contest) as organiser:
        fan.execute(INSERT, [1, 1, 1])
        organiser.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            organiser.execute(LOCK_NOW)
        organiser.rollback()
        fan.commit()
        organiser.execute(LOCK_NOW)


def test_fans_do_not_wait_for_each_other(contest: str) -> None:
    opened = [psycopg.connect(contest) for _ in range(8)]
    try:
        for account, connection in enumerate(opened, start=1):
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute(INSERT, [account, 1, 1])
        for connection in opened:
            connection.commit()
    finally:
        for connection in opened:
            connection.close()


def test_predictions_of_an_entry_that_is_merged_name_the_other_one(contest: str) -> None:
    predict(contest, (1, 2, 3), (4, 1, None), (None, 5, 4))
    with psycopg.connect(contest) as connection:
        # Entry 4 turns out to be entry 1; account 2 named both.
        connection.execute("DELETE FROM prediction WHERE entry_id = 4 AND account_id = 2")
        connection.execute("UPDATE prediction SET entry_id = 1 WHERE entry_id = 4")
        connection.execute("DELETE FROM entry WHERE entry_id = 4")
        connection.commit()
        kept = connection.execute(
            "SELECT place, entry_id FROM prediction WHERE account_id > 1 ORDER BY account_id, place"
        )
        assert kept.fetchall() == [(2, 1), (2, 5), (3, 1)]
