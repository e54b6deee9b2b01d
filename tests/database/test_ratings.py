"""Averages of programmes are right after every change, and raters do not wait for each other."""

import psycopg
import pytest
from fans import add_fans, add_skaters

from conftest import Server

AVERAGE = "SELECT ratings, music, choreography, costume, overall FROM programme_rating_average"
RATE = "INSERT INTO programme_rating VALUES (%s, 1, %s, %s, %s)"


@pytest.fixture
def rated(server: Server, database: str) -> str:
    """A database with nine accounts and a programme; its DSN."""
    dsn = server.dsn(database)
    with psycopg.connect(dsn) as connection:
        add_fans(connection)
        add_skaters(connection)
        connection.execute("INSERT INTO programme (team_id, season, kind) VALUES (1, 2016, 'free')")
    return dsn


def average(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    return [tuple(str(value) for value in row) for row in connection.execute(AVERAGE.encode()).fetchall()]


def test_the_average_follows_every_change(rated: str) -> None:
    with psycopg.connect(rated) as connection:
        connection.execute(RATE, [1, 10, 1, 5])
        connection.execute(RATE, [2, 9, 2, 5])
        connection.execute(RATE, [3, 9, 2, 5])
        assert average(connection) == [("3", "9.33", "1.67", "5.00", "5.33")]
        connection.execute("UPDATE programme_rating SET music = 1 WHERE account_id = 1")
        assert average(connection) == [("3", "6.33", "1.67", "5.00", "4.33")]
        connection.execute("DELETE FROM programme_rating WHERE account_id > 1")
        assert average(connection) == [("1", "1.00", "1.00", "5.00", "2.33")]
        connection.execute("DELETE FROM programme_rating")
        assert average(connection) == []


def test_raters_of_one_programme_do_not_wait_for_each_other(rated: str) -> None:
    with psycopg.connect(rated) as connection:
        # A slot that is there already is what all would wait for.
        connection.execute(RATE, [1, 1, 1, 10])
    opened = [psycopg.connect(rated) for _ in range(7)]
    try:
        for account, connection in enumerate(opened, start=2):
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute(RATE, [account, account, 1, 10])
        for connection in opened:
            connection.commit()
        assert average(opened[0]) == [("8", "4.50", "1.00", "10.00", "5.17")]
    finally:
        for connection in opened:
            connection.close()


def test_a_programme_that_is_deleted_takes_its_ratings_along(rated: str) -> None:
    with psycopg.connect(rated) as connection:
        connection.execute(RATE, [1, 10, 1, 5])
        connection.execute("DELETE FROM programme")
        connection.commit()
        assert average(connection) == []
