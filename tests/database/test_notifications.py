"""Notifications: wanted or not, and many of a kind shown as one."""

import psycopg
import pytest


@pytest.fixture
def told(connection: psycopg.Connection) -> psycopg.Connection:
    """Account 1, told of six reactions to two posts, one of which it has read."""
    connection.execute(
        "INSERT INTO account (handle, display_name) SELECT 'fan_' || n, 'Fan' FROM generate_series(1, 9) AS n"
    )
    connection.execute(
        "INSERT INTO private.notification (recipient_id, notification_id, kind, actor_id, post_id)"
        " SELECT 1, timed_id_from('2026-06-15', n), 'reaction', n, 100 + n % 2"
        " FROM generate_series(2, 7) AS n"
    )
    connection.execute("UPDATE private.notification SET read_at = now() WHERE actor_id = 2")
    return connection


def test_unread_ones_of_a_group_are_shown_as_one(told: psycopg.Connection) -> None:
    told.execute("INSERT INTO private.notification (recipient_id, kind, actor_id) VALUES (2, 'follow', 1)")
    found = told.execute(
        "SELECT group_key, times, actors, newest_actor_id FROM private.unread_notifications(1)"
    ).fetchall()
    assert found == [("reaction:101", 3, 3, 7), ("reaction:100", 2, 2, 6)]


def test_they_are_read_by_recipient_along_the_key(told: psycopg.Connection) -> None:
    told.execute("SET enable_sort = off")
    plan = told.execute(
        "EXPLAIN SELECT * FROM private.notification WHERE recipient_id = 1"
        " ORDER BY notification_id DESC LIMIT 50"
    ).fetchall()
    text = "\n".join(row[0] for row in plan)
    assert "Sort" not in text
    assert "notification_y2026m06_pkey" in text


@pytest.mark.parametrize(
    ("preference", "channel", "actor", "wanted"),
    [
        ("", "service", 2, True),
        ("", "email", 2, False),
        (
            "INSERT INTO private.notification_preference VALUES (1, 'reaction', 'push', false)",
            "push",
            2,
            False,
        ),
        (
            "INSERT INTO private.notification_preference VALUES (1, 'reaction', 'email', true)",
            "email",
            2,
            True,
        ),
        ("INSERT INTO private.account_mute (account_id, muted_id) VALUES (1, 2)", "service", 2, False),
        ("INSERT INTO private.account_mute VALUES (1, 2, '2020-01-01', '2020-01-02')", "service", 2, True),
        ("INSERT INTO private.account_block (account_id, blocked_id) VALUES (1, 2)", "service", 2, False),
        ("INSERT INTO private.account_block (account_id, blocked_id) VALUES (1, 2)", "service", 3, True),
        ("INSERT INTO private.account_block (account_id, blocked_id) VALUES (1, 2)", "service", None, True),
    ],
)
def test_a_user_is_told_of_what_they_want(
    told: psycopg.Connection, preference: str, channel: str, actor: int | None, wanted: bool
) -> None:
    if preference:
        told.execute(preference.encode())
    found = told.execute(
        "SELECT private.wants_notification(1, 'reaction', %s, %s)", [channel, actor]
    ).fetchone()
    assert found == (wanted,)
