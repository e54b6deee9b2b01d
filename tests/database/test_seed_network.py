"""What users do in generated rows agrees with itself: books, counters, locks, scores, measures."""

import psycopg
import pytest
from test_seeding import new_database, seeded

__all__ = ["new_database", "seeded"]  # fixtures


def test_the_books_of_bears_are_sound(seeded):
    assert seeded.rows("select * from bear_ledger_difference") == []


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("account", "followed_id"),
        ("person", "person_id"),
        ("team", "team_id"),
        ("event", "event_id"),
        ("tag", "tag_id"),
    ],
)
def test_followers_are_counted(seeded, kind, column):
    wrong = seeded.rows(f"""
        select * from (select {column} as subject_id, count(*) as counted from follow_{kind} group by 1) f
        full join (select * from follower_count where subject_kind = '{kind}' and followers <> 0) c
            using (subject_id)
        where counted is distinct from followers""")
    assert wrong == []


def test_predictions_and_picks_are_made_while_they_are_open(seeded):
    for made, lock, key in (
        ("prediction", "prediction_contest", "category_id"),
        ("fantasy_pick", "fantasy_round", "fantasy_round_id"),
    ):
        outside = f"{made} join {lock} using ({key}) where made_at < opens_at or made_at >= locks_at"
        assert seeded.rows(f"select count(*) from {outside}") == [(0,)]


def test_scores_are_those_that_the_functions_give_today(seeded):
    """Scores that the seed asked for are the same when they are asked for again."""
    scores = "select * from prediction_score order by 1, 2", "select * from fantasy_score order by 1, 2"
    before = [seeded.rows(query) for query in scores]
    assert all(before)
    with psycopg.connect(seeded.dsn) as connection:
        connection.execute(
            "select score_predictions(category_id) from prediction_contest where scored_at is not null"
        )
        connection.execute(
            "select score_fantasy_round(fantasy_round_id) from fantasy_round where scored_at is not null"
        )
        assert [connection.execute(query).fetchall() for query in scores] == before
        connection.rollback()


def test_measures_follow_the_state_of_their_cases(seeded):
    """Whether a measure holds must not depend on the day of seeding; a case without decision has none."""
    assert seeded.rows(
        "select count(*) from private.moderation_action where ends_at > '2026-06-01 12:00+00'"
    ) == [(0,)]
    undecided = "private.moderation_action join private.moderation_case using (case_id) where status = 'open'"
    assert seeded.rows(f"select count(*) from {undecided}") == [(0,)]
    ((cases, reports),) = seeded.rows(
        "select (select count(*) from private.moderation_case), (select count(*) from private.report)"
    )
    assert reports > cases > 10
