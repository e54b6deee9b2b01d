"""Posts: reading a thread in pages, counting without waiting, and the feed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from conftest import Server

POST = "timed_id_from('2026-06-15', 1)"
COUNTS = f"SELECT comments, reactions FROM post_count WHERE post_id = {POST}".encode()
WRONG_COUNTS = "SELECT count(*) FROM post_counter_difference"


@pytest.fixture
def posts(connection: psycopg.Connection) -> psycopg.Connection:
    """Accounts 1 to 20 and a post of the first in June 2026."""
    connection.execute(
        "INSERT INTO account (handle, display_name)"
        " SELECT 'fan_' || n, 'Fan' FROM generate_series(1, 20) AS n"
    )
    connection.execute(f"INSERT INTO post (post_id, author_id, body) VALUES ({POST}, 1, 'x')".encode())
    connection.commit()
    return connection


@pytest.fixture
def other(server: Server, database: str, posts: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A second connection, which rather fails than waits."""
    with psycopg.connect(server.dsn(database)) as opened:
        opened.execute("SET lock_timeout = '2s'")
        opened.commit()
        yield opened
        opened.rollback()


def answer(connection: psycopg.Connection, comment_id: int, parent_path: list[int] | None) -> None:
    connection.execute(
        "INSERT INTO comment (post_id, comment_id, parent_path, author_id, body)"
        f" VALUES ({POST}, %s, %s, 1, 'x')".encode(),
        [comment_id, parent_path],
    )


def test_a_thread_is_read_in_order_page_by_page(posts: psycopg.Connection) -> None:
    tree: list[tuple[int, list[int] | None]] = [
        (1, None), (2, None), (3, [1]), (4, [1, 3]), (5, [1]), (6, [2]), (7, [1, 3])
    ]  # fmt: skip
    for comment_id, parent in tree:
        answer(posts, comment_id, parent)
    read: list[int] = []
    last: list[int] = []
    while page := posts.execute(
        f"SELECT comment_id, path FROM comment WHERE post_id = {POST} AND path > %s::bigint[]"
        " ORDER BY path LIMIT 3".encode(),
        [last],
    ).fetchall():
        read += [row[0] for row in page]
        last = page[-1][1]
    assert read == [1, 3, 4, 7, 5, 2, 6]
    parents = posts.execute(
        "SELECT comment_id, parent_comment_id FROM comment ORDER BY comment_id"
    ).fetchall()
    assert parents == [(number, path[-1] if path else None) for number, path in tree]


def test_a_page_of_a_thread_is_a_range_of_its_key(posts: psycopg.Connection) -> None:
    posts.execute("SET enable_seqscan = off")
    plan = posts.execute(
        f"EXPLAIN SELECT * FROM comment WHERE post_id = {POST} AND path > '{{5}}'"
        " ORDER BY path LIMIT 50".encode()
    ).fetchall()
    text = "\n".join(row[0] for row in plan)
    assert "Sort" not in text
    assert "comment_y2026m06_post_id_path_key" in text


def test_counts_follow_every_change(posts: psycopg.Connection) -> None:
    answer(posts, 1, None)
    answer(posts, 2, [1])
    posts.execute(f"INSERT INTO post_reaction SELECT {POST}, account_id FROM account".encode())
    assert posts.execute(COUNTS).fetchone() == (2, 20)
    posts.execute("UPDATE comment SET body = NULL, deleted_at = now() WHERE comment_id = 1")
    posts.execute("DELETE FROM post_reaction WHERE account_id > 5")
    assert posts.execute(COUNTS).fetchone() == (1, 5)
    posts.execute("UPDATE comment SET body = 'back', deleted_at = NULL, edited_at = now()")
    posts.execute("UPDATE post_reaction SET kind = 'sad'")
    assert posts.execute(COUNTS).fetchone() == (2, 5)
    posts.execute("DELETE FROM comment WHERE comment_id = 2")
    assert posts.execute(COUNTS).fetchone() == (1, 5)
    assert posts.execute(WRONG_COUNTS).fetchone() == (0,)


def test_a_wrong_count_is_found_and_corrected(posts: psycopg.Connection) -> None:
    answer(posts, 1, None)
    posts.execute("UPDATE post_counter SET comments = 5, reactions = 2")
    found = posts.execute("SELECT comments, reactions FROM post_counter_difference").fetchall()
    assert found == [(-4, -2)]
    assert posts.execute("SELECT private.recount_posts()").fetchone() == (1,)
    assert posts.execute(COUNTS).fetchone() == (1, 0)
    assert posts.execute("SELECT private.recount_posts()").fetchone() == (0,)


def test_writers_of_one_post_do_not_wait_for_each_other(
    posts: psycopg.Connection, other: psycopg.Connection
) -> None:
    answer(posts, 1, None)
    posts.commit()
    answer(posts, 2, None)
    answer(other, 3, None)
    other.execute(f"INSERT INTO post_reaction (post_id, account_id) VALUES ({POST}, 2)".encode())
    other.commit()
    posts.commit()
    assert posts.execute(COUNTS).fetchone() == (3, 1)
    assert posts.execute("SELECT count(*) FROM post_counter").fetchone() == (2,)


def test_counts_are_right_after_many_wrote_at_once(
    server: Server, database: str, posts: psycopg.Connection
) -> None:
    def react(account_id: int) -> None:
        with psycopg.connect(server.dsn(database), autocommit=True) as own:
            for _ in range(20):
                own.execute(f"INSERT INTO post_reaction VALUES ({POST}, %s)".encode(), [account_id])
                own.execute("DELETE FROM post_reaction WHERE account_id = %s", [account_id])
            own.execute(f"INSERT INTO post_reaction VALUES ({POST}, %s)".encode(), [account_id])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(react, range(1, 9)))
    assert posts.execute(COUNTS).fetchone() == (0, 8)
    assert posts.execute(WRONG_COUNTS).fetchone() == (0,)
    # As many parts as there were writers at once, at most.
    assert posts.execute("SELECT count(*) <= 4 FROM post_counter").fetchone() == (True,)


def test_a_deleted_post_shows_nothing_more(posts: psycopg.Connection) -> None:
    posts.execute("INSERT INTO tag (name) VALUES ('x')")
    posts.execute(f"INSERT INTO post_tag SELECT tag_id, {POST} FROM tag".encode())
    posts.execute(f"INSERT INTO post_mention VALUES ({POST}, 2)".encode())
    posts.execute(f"INSERT INTO media (post_id, url) VALUES ({POST}, 'https://example.org/1.jpg')".encode())
    answer(posts, 1, None)
    posts.execute("UPDATE post SET body = NULL, deleted_at = now()")
    for table in ("post_tag", "post_mention", "media", "post_subject"):
        assert posts.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (0,)
    assert posts.execute("SELECT count(*) FROM comment").fetchone() == (1,)
