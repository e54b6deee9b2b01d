"""The feed: what one follows and may see, newest first, page by page, without sorting everything."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from conftest import Server

READER = 1
# Accounts 1 to 200, 30,000 posts over six months, every tenth with a tag and every seventh about a team.
FILLED = """
INSERT INTO account (handle, display_name) SELECT 'fan_' || n, 'Fan' FROM generate_series(1, 200) AS n;
INSERT INTO person (sex) VALUES ('female'), ('female');
INSERT INTO team (kind, member_ids) VALUES ('single', '{1}'), ('single', '{2}');
INSERT INTO team_member VALUES (1, 'single', 1, 1), (2, 'single', 1, 2);
INSERT INTO tag (name) SELECT 'tag ' || n FROM generate_series(1, 20) AS n;
INSERT INTO post (post_id, author_id, body)
SELECT timed_id_from(timestamptz '2026-01-01 00:00+00' + n * interval '8 min', n % 1000), 2 + n % 199, 'x'
  FROM generate_series(1, 30000) AS n;
INSERT INTO post_tag (post_id, tag_id)
SELECT post_id, 1 + (post_id & 1048575) / 10 % 20 FROM post WHERE (post_id & 1048575) % 10 = 0;
INSERT INTO post_subject (post_id, team_id)
SELECT post_id, 1 + (post_id & 1048575) % 2 FROM post WHERE (post_id & 1048575) % 7 = 0;
INSERT INTO follow_account (account_id, followed_id) SELECT 1, n FROM generate_series(10, 30) AS n;
INSERT INTO follow_tag (account_id, tag_id) VALUES (1, 3);
INSERT INTO follow_team (account_id, team_id) VALUES (1, 2);
ANALYZE;
"""
# What the feed is, without any thought of speed.
WANTED = """
SELECT post_id FROM post
 WHERE author_id IN (SELECT followed_id FROM follow_account WHERE account_id = 1)
    OR post_id IN (SELECT post_id FROM post_tag WHERE tag_id = 3)
    OR post_id IN (SELECT post_id FROM post_subject WHERE team_id = 2)
 ORDER BY post_id DESC
"""


@pytest.fixture(scope="module")
def filled(server: Server, module_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(module_database)) as connection:
        connection.execute(FILLED.encode())
        connection.commit()
        yield connection


@pytest.fixture
def posts(filled: psycopg.Connection) -> Iterator[psycopg.Connection]:
    yield filled
    filled.rollback()


def feed(connection: psycopg.Connection, before: int = 2**63 - 1) -> list[int]:
    found = connection.execute("SELECT post_id FROM private.feed(%s, %s)", [READER, before])
    return [row[0] for row in found]


def authors(connection: psycopg.Connection) -> set[int]:
    return {row[0] for row in connection.execute("SELECT author_id FROM private.feed(1)")}


def test_pages_go_on_where_the_last_one_ended(posts: psycopg.Connection) -> None:
    wanted = [row[0] for row in posts.execute(WANTED.encode())]
    read: list[int] = []
    for _ in range(5):
        read += feed(posts, read[-1] if read else 2**63 - 1)
    assert read == wanted[:250]


def test_who_is_muted_or_blocked_is_not_shown(posts: psycopg.Connection) -> None:
    posts.execute("DELETE FROM follow_tag")
    posts.execute("DELETE FROM follow_team")
    assert authors(posts) == set(range(10, 31))
    posts.execute("INSERT INTO private.account_mute (account_id, muted_id) VALUES (1, 10)")
    posts.execute("INSERT INTO private.account_mute VALUES (1, 11, '2020-01-01', '2020-01-02')")
    posts.execute("INSERT INTO private.account_block (account_id, blocked_id) VALUES (1, 12), (13, 1)")
    assert authors(posts) == set(range(11, 31)) - {12, 13}


def test_a_block_hides_posts_under_a_followed_tag_too(posts: psycopg.Connection) -> None:
    posts.execute("DELETE FROM follow_account")
    posts.execute("DELETE FROM follow_team")
    shown = authors(posts)
    hidden = min(shown)
    posts.execute("INSERT INTO private.account_block (account_id, blocked_id) VALUES (%s, 1)", [hidden])
    assert hidden not in authors(posts)
    assert len(feed(posts)) == 50


def test_posts_for_followers_are_shown_to_followers_only(posts: psycopg.Connection) -> None:
    posts.execute("DELETE FROM follow_team")
    posts.execute("UPDATE post SET visibility = 'followers'")
    # Under the tag are posts of others too, whom the reader does not follow.
    assert authors(posts) == set(range(10, 31))


def test_deleted_posts_are_not_shown(posts: psycopg.Connection) -> None:
    gone = feed(posts)[0]
    posts.execute("UPDATE post SET body = NULL, deleted_at = now() WHERE post_id = %s", [gone])
    assert gone not in feed(posts)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


# The newest posts of followed accounts, of a tag, of a team, as the feed asks for each.
PARTS = {
    "accounts": "SELECT post_id FROM private.readable_post(1) WHERE post_id < {before} AND (author_id IN"
    " (SELECT followed_id FROM follow_account WHERE account_id = 1)) IS TRUE ORDER BY post_id DESC LIMIT 50",
    "tag": "SELECT t.post_id FROM post_tag AS t JOIN private.readable_post(1) USING (post_id)"
    " WHERE t.tag_id = 3 AND t.post_id < {before} ORDER BY t.post_id DESC LIMIT 50",
    "team": "SELECT s.post_id FROM post_subject AS s JOIN private.readable_post(1) USING (post_id)"
    " WHERE s.team_id = 2 AND s.post_id < {before} ORDER BY s.post_id DESC LIMIT 50",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_feed_is_read_backwards_without_a_sort(posts: psycopg.Connection, part: str) -> None:
    query = PARTS[part].format(before="timed_id_from('2026-04-01')")
    row = posts.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}".encode()).fetchone()
    assert row
    read = list(nodes(row[0][0]["Plan"]))
    assert not [node for node in read if "Sort" in node["Node Type"]]
    # Months from April on are pruned; no older one is touched than those that fill the page.
    touched = {node["Relation Name"] for node in read if "Relation Name" in node and node["Actual Loops"]}
    months = {name[-8:] for name in touched if "_y2026m" in name}
    assert months == ({"y2026m02", "y2026m03"} if part == "tag" else {"y2026m03"})
    pages = sum(node["Actual Rows"] * node["Actual Loops"] for node in read if "Index" in node["Node Type"])
    assert pages < 3000
