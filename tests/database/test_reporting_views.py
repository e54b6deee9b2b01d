"""Reporting views give what one counts by hand."""

from decimal import Decimal

import psycopg
import pytest

SPORT = """
INSERT INTO person (person_id, sex) OVERRIDING SYSTEM VALUE VALUES (1, 'female'), (2, 'female'),
    (3, 'female'), (4, 'male'), (5, 'female'), (6, 'male');
INSERT INTO team (team_id, kind, member_ids) OVERRIDING SYSTEM VALUE VALUES (1, 'single', '{1}'),
    (2, 'single', '{2}'), (3, 'pair', '{3,4}');
INSERT INTO team_member VALUES (1, 'single', 1, 1), (2, 'single', 1, 2), (3, 'pair', 1, 3), (3, 'pair', 2, 4);
INSERT INTO event (event_id, season, name, starts_on, ends_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 2025, 'Cup', '2026-03-10', '2026-03-11'), (2, 2015, 'Old Cup', '2016-01-10', '2016-01-11'),
    (3, 2025, 'Some Day', NULL, NULL);
INSERT INTO category (category_id, event_id, level, discipline) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'senior', 'women'), (2, 2, 'senior', 'women');
INSERT INTO segment (segment_id, category_id, discipline, kind) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'women', 'short'), (2, 2, 'women', 'short');
INSERT INTO entry (entry_id, category_id, discipline, team_id, team_kind, country_code, published_name)
    OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'women', 1, 'single', 'FRA', 'A'), (2, 1, 'women', 2, 'single', 'GER', 'B'),
    (3, 2, 'women', 1, 'single', 'FRA', 'A');
INSERT INTO panel_seat (segment_id, function, role, seat_no, person_id, nation) VALUES
    (1, 'Judge 1', 'judge', 1, 5, 'FRA'), (1, 'Judge 2', 'judge', 2, 6, 'ITA'),
    (1, 'Judge 3', 'judge', 3, NULL, 'JPN'), (1, 'Judge 4', 'judge', 4, NULL, NULL),
    (1, 'Referee', 'referee', 1, 6, 'ITA'),
    (2, 'Judge 1', 'judge', 1, 5, 'FRA');
"""
# The grades 3, 0, 1, - of an element: without the 3 and the 0 the mean is 1.
# The marks 9, 8, 8.5, 0 of a component: the 0 is none, without 9 and 8 it is 8.5.
MARKS = """
INSERT INTO performance
    (performance_id, segment_id, category_id, entry_id, panel_size, tss, tes, pcs, deductions)
    OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 1, 4, 12.8, 4.3, 8.5, 0), (2, 1, 1, 2, 4, 4.3, 4.3, 0, 0),
    (3, 2, 2, 3, 4, 4.3, 4.3, 0, 0);
INSERT INTO element (performance_id, no, code, base_value, goe, panel_score, marks) VALUES
    (1, 1, '3T', 4, 0.3, 4.3, '{3,0,1,NULL}'), (2, 1, '3T', 4, 0.3, 4.3, '{2,1,2,3}'),
    (3, 1, '3T', 4, 0.3, 4.3, '{3,0,1,NULL}');
INSERT INTO component (performance_id, no, name, factor, panel_mark, marks) VALUES
    (1, 1, 'Presentation', 1, 8.5, '{9,8,8.5,0}');
"""
FANS = """
INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES
    (1, 'fan_1', 'A'), (2, 'fan_2', 'B');
"""


@pytest.fixture
def sport(connection: psycopg.Connection) -> psycopg.Connection:
    """A cup of two women in the season 2025 with a panel of four, and an old cup."""
    for text in (SPORT, MARKS, FANS):
        connection.execute(text.encode())
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return connection


def rows(connection: psycopg.Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query.encode()).fetchall()


def test_judges_are_compared_with_the_trimmed_mean_of_their_panel(sport: psycopg.Connection) -> None:
    found = rows(
        sport,
        "SELECT person_id, nation, season, kind, is_own_nation, marks, mean_deviation, mean_distance"
        " FROM judge_against_panel ORDER BY kind, nation, is_own_nation",
    )
    # The second element: without a 1 and a 3 the mean is 2.
    assert found == [
        (5, "FRA", 2025, "component", True, 1, Decimal("0.5000"), Decimal("0.5000")),
        (6, "ITA", 2025, "component", False, 1, Decimal("-0.5000"), Decimal("0.5000")),
        (None, "JPN", 2025, "component", False, 1, Decimal(0), Decimal(0)),
        (5, "FRA", 2025, "goe", False, 1, Decimal(0), Decimal(0)),
        (5, "FRA", 2025, "goe", True, 1, Decimal(2), Decimal(2)),
        (6, "ITA", 2025, "goe", False, 2, Decimal(-1), Decimal(1)),
        (None, "JPN", 2025, "goe", False, 2, Decimal(0), Decimal(0)),
        (None, None, 2025, "goe", None, 1, Decimal(1), Decimal(1)),
    ]


def test_no_judge_is_named_where_seats_were_shuffled(sport: psycopg.Connection) -> None:
    assert rows(sport, "SELECT DISTINCT season FROM judge_against_panel") == [(2025,)]


def test_activity_is_counted_by_day_around_an_event(sport: psycopg.Connection) -> None:
    sport.execute(
        """
        INSERT INTO post (post_id, author_id, body) VALUES
            (timed_id_from('2026-03-03 00:00+00', 1), 1, 'a week before'),
            (timed_id_from('2026-03-02 23:59+00', 1), 1, 'too early'),
            (timed_id_from('2026-03-10 12:00+00', 1), 2, 'about the same twice'),
            (timed_id_from('2026-03-10 13:00+00', 1), 2, 'about something else');
        INSERT INTO post_subject (post_id, subject_no, event_id, category_id, performance_id, team_id) VALUES
            (timed_id_from('2026-03-03 00:00+00', 1), 1, 1, NULL, NULL, NULL),
            (timed_id_from('2026-03-02 23:59+00', 1), 1, 1, NULL, NULL, NULL),
            (timed_id_from('2026-03-10 12:00+00', 1), 1, NULL, 1, NULL, NULL),
            (timed_id_from('2026-03-10 12:00+00', 1), 2, NULL, NULL, 1, NULL),
            (timed_id_from('2026-03-10 13:00+00', 1), 1, NULL, NULL, NULL, 1);
        INSERT INTO comment (post_id, comment_id, author_id, body) VALUES
            (timed_id_from('2026-03-02 23:59+00', 1), timed_id_from('2026-03-18 23:59+00', 1), 1, 'late'),
            (timed_id_from('2026-03-02 23:59+00', 1), timed_id_from('2026-03-19 00:00+00', 1), 1, 'too late'),
            (timed_id_from('2026-03-10 13:00+00', 1), timed_id_from('2026-03-10 14:00+00', 1), 1, 'another');
        INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES ('grant', 1, 100, 'g');
        INSERT INTO bear_transfer (kind, from_account_id, team_id, amount, request_key, given_at) VALUES
            ('team_gift', 1, 1, 7, 'a', '2026-03-11 12:00+00'),
            ('team_gift', 1, 3, 9, 'b', '2026-03-11 12:00+00');
        INSERT INTO prediction_contest (category_id, opens_at, locks_at) VALUES (1, '2026-01-01', 'infinity');
        INSERT INTO prediction (account_id, category_id, place, entry_id, made_at) VALUES
            (1, 1, 1, 1, '2026-03-09 12:00+00'), (1, 1, 2, 2, '2026-03-10 12:00+00'),
            (2, 1, 1, 1, '2026-03-09 12:00+00');
        """
    )
    found = rows(
        sport,
        "SELECT day::text, day_no, posts, comments, predictions, bears FROM event_activity"
        " ORDER BY event_id, day",
    )
    days = [row for row in found if row[0] >= "2026"]
    assert (len(days), days[0][0], days[-1][0]) == (16, "2026-03-03", "2026-03-18")
    assert [row for row in days if any(row[2:])] == [
        ("2026-03-03", -7, 1, 0, 0, 0),
        ("2026-03-09", -1, 0, 0, 1, 0),
        ("2026-03-10", 0, 1, 0, 1, 0),
        ("2026-03-11", 1, 0, 0, 0, 7),
        ("2026-03-18", 8, 0, 1, 0, 0),
    ]


def test_deleted_posts_and_comments_are_not_counted(sport: psycopg.Connection) -> None:
    sport.execute(
        """
        INSERT INTO post (post_id, author_id, body) VALUES (timed_id_from('2026-03-10', 1), 1, 'p');
        INSERT INTO post_subject (post_id, event_id) VALUES (timed_id_from('2026-03-10', 1), 1);
        INSERT INTO comment (post_id, comment_id, author_id, body) VALUES
            (timed_id_from('2026-03-10', 1), timed_id_from('2026-03-10', 2), 1, 'c');
        UPDATE comment SET body = NULL, deleted_at = now();
        """
    )
    total = "SELECT sum(posts), sum(comments) FROM event_activity"
    assert rows(sport, total) == [(1, 0)]


def test_prediction_accuracy_is_a_share_of_what_was_foretold(sport: psycopg.Connection) -> None:
    sport.execute(
        """
        INSERT INTO prediction_contest (category_id, opens_at, locks_at) VALUES (1, '2026-01-01', 'infinity');
        INSERT INTO prediction (account_id, category_id, place, entry_id) VALUES
            (1, 1, 1, 1), (1, 1, 2, 2), (2, 1, 3, 2);
        INSERT INTO prediction_score (account_id, category_id, points, exact_places, right_podium) VALUES
            (1, 1, 6, 2, 2), (2, 1, 1, 0, 1);
        """
    )
    assert rows(sport, "SELECT * FROM prediction_accuracy") == [
        (1, 1, 2025, "senior", "women", 2, 3, Decimal("0.6667"), Decimal("1.0000"), Decimal("3.50"))
    ]


def test_bears_are_counted_by_month_and_discipline(sport: psycopg.Connection) -> None:
    sport.execute(
        """
        INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES
            ('grant', 1, 100, 'g'), ('grant', 2, 9, 'h');
        INSERT INTO bear_transfer
            (bear_transfer_id, kind, from_account_id, team_id, amount, request_key, given_at)
            OVERRIDING SYSTEM VALUE VALUES
            (901, 'team_gift', 1, 1, 7, 'a', '2026-02-28 23:59+00'),
            (902, 'team_gift', 2, 1, 2, 'a', '2026-02-01 00:00+00'),
            (903, 'team_gift', 1, 3, 5, 'b', '2026-03-01 00:00+00');
        INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key, given_at)
            VALUES ('reversal', 1, 1, 7, 901, 'r', '2026-03-02 00:00+00');
        """
    )
    found = rows(
        sport, "SELECT month::text, discipline, gifts, givers, bears FROM bears_by_discipline ORDER BY 1, 2"
    )
    assert found == [
        ("2026-02-01", "women", 2, 2, 9),
        ("2026-03-01", "pairs", 1, 1, 5),
        ("2026-03-01", "women", 0, 0, -7),
    ]
