"""Chats: who may write, decided rightly also while somebody leaves or blocks."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from at_once import DEADLINE_SECONDS, at_once, refused_by
from waiting import in_background

from conftest import Server

WRITE = "INSERT INTO private.message (chat_id, sender_id, body) VALUES (%s, 1, 'x')"
RULE = "message_is_of_a_present_member"
LEAVE = "UPDATE private.chat_member SET left_at = now() WHERE account_id = 1"
BLOCK = "INSERT INTO private.account_block (account_id, blocked_id) VALUES (2, 1)"
CLOSE = "UPDATE private.chat SET closed_at = now()"


@pytest.fixture
def chat(connection: psycopg.Connection) -> int:
    """The direct chat of the accounts 1 and 2."""
    connection.execute("INSERT INTO account (handle, display_name) VALUES ('one', '1'), ('two', '2')")
    found = connection.execute("SELECT private.open_direct_chat(2, 1)").fetchone()
    assert found
    connection.commit()
    return int(found[0])


@pytest.fixture
def other(server: Server, database: str, chat: int) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(database)) as opened:
        yield opened
        opened.rollback()


@pytest.mark.parametrize("ending", [LEAVE, BLOCK, CLOSE])
def test_a_message_waits_for_an_end_under_way_and_is_refused(
    connection: psycopg.Connection,
    other: psycopg.Connection,
    observer: psycopg.Connection,
    chat: int,
    ending: str,
) -> None:
    connection.execute(ending.encode())
    writing = in_background(observer, other, lambda: refused_by(other, WRITE, [chat]))
    connection.commit()
    assert writing.result(DEADLINE_SECONDS) == RULE


@pytest.mark.parametrize("ending", [LEAVE, BLOCK, CLOSE])
def test_a_message_goes_through_when_the_end_is_called_off(
    connection: psycopg.Connection,
    other: psycopg.Connection,
    observer: psycopg.Connection,
    chat: int,
    ending: str,
) -> None:
    connection.execute(ending.encode())
    writing = in_background(observer, other, lambda: refused_by(other, WRITE, [chat]))
    connection.rollback()
    assert writing.result(DEADLINE_SECONDS) == ""


@pytest.mark.parametrize("ending", [LEAVE, BLOCK, CLOSE])
def test_an_end_waits_for_the_message_under_way(
    connection: psycopg.Connection,
    other: psycopg.Connection,
    observer: psycopg.Connection,
    chat: int,
    ending: str,
) -> None:
    connection.execute(WRITE.encode(), [chat])
    ended = in_background(observer, other, lambda: refused_by(other, ending))
    connection.commit()
    assert ended.result(DEADLINE_SECONDS) == ""
    other.commit()
    assert refused_by(connection, WRITE, [chat]) == RULE


def test_two_members_write_at_once(
    connection: psycopg.Connection, other: psycopg.Connection, chat: int
) -> None:
    other.execute("SET lock_timeout = '2s'")
    connection.execute(WRITE.encode(), [chat])
    other.execute("INSERT INTO private.message (chat_id, sender_id, body) VALUES (%s, 2, 'y')", [chat])


def test_who_opens_the_same_chat_at_once_gets_the_same_one(
    server: Server, database: str, connection: psycopg.Connection, chat: int
) -> None:
    connection.execute("INSERT INTO account (handle, display_name) VALUES ('three', '3')")
    connection.commit()

    def open_chat(one: int, two: int) -> Callable[[], int]:
        def run() -> int:
            with psycopg.connect(server.dsn(database)) as own:
                row = own.execute("SELECT private.open_direct_chat(%s, %s)", [one, two]).fetchone()
                assert row
                return int(row[0])

        return run

    total = at_once([open_chat(1, 3), open_chat(3, 1), open_chat(1, 3), open_chat(3, 1)])
    made = connection.execute(
        "SELECT chat_id, count(*) FROM private.chat JOIN private.chat_member USING (chat_id)"
        " WHERE high_account_id = 3 GROUP BY chat_id"
    ).fetchall()
    assert made == [(total // 4, 2)]


def test_the_last_messages_are_read_along_the_key(connection: psycopg.Connection, chat: int) -> None:
    connection.execute("SET enable_sort = off")
    plan = connection.execute(
        "EXPLAIN SELECT * FROM private.message WHERE chat_id = 1 ORDER BY message_id DESC LIMIT 50"
    ).fetchall()
    assert "Sort" not in "\n".join(row[0] for row in plan)
