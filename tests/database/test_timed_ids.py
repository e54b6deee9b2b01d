"""Time-ordered ids: unique under concurrency, in order of time, and back to a moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest

from conftest import Server

# From the format: milliseconds since 2020-01-01 UTC above 20 bits of a counter.
CASES = [
    (datetime(2020, 1, 1, tzinfo=UTC), 0, 0),
    (datetime(2020, 1, 1, tzinfo=UTC), 1048575, 1048575),
    (datetime(2020, 1, 1, 0, 0, 0, 1000, tzinfo=UTC), 0, 1 << 20),
    (datetime(2026, 11, 1, tzinfo=UTC), 7, (215654400000 << 20) + 7),
]


@pytest.mark.parametrize(("at", "counter", "expected"), CASES)
def test_a_moment_and_a_counter_make_an_id_and_back(
    connection: psycopg.Connection, at: datetime, counter: int, expected: int
) -> None:
    found = connection.execute(
        "SELECT timed_id_from(%(at)s, %(n)s), timed_id_at(timed_id_from(%(at)s, %(n)s))",
        {"at": at, "n": counter},
    ).fetchone()
    assert found == (expected, at)


def test_every_millisecond_comes_back(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "SELECT count(*) FROM generate_series("
        "timestamptz '2031-05-05 12:00:00+00', '2031-05-05 12:00:10+00', '1 ms') AS at"
        " WHERE timed_id_at(timed_id_from(at, 5)) <> at"
    ).fetchone()
    assert found == (0,)


@pytest.mark.parametrize(
    "arguments",
    ["'2019-12-31 23:59:59.999+00'", "'2299-01-01'", "'2026-01-01', -1", "'2026-01-01', 1048576"],
)
def test_what_no_id_can_say_is_null(connection: psycopg.Connection, arguments: str) -> None:
    assert connection.execute(f"SELECT timed_id_from({arguments})".encode()).fetchone() == (None,)


def test_a_new_id_is_of_now(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "SELECT timed_id_at(timed_id()) BETWEEN clock_timestamp() - interval '1 min' AND clock_timestamp()"
    ).fetchone()
    assert found == (True,)


def test_ids_of_several_connections_are_unique_and_each_ones_in_order(server: Server, database: str) -> None:
    def draw(_: int) -> list[int]:
        with psycopg.connect(server.dsn(database)) as connection:
            return [row[0] for row in connection.execute("SELECT timed_id() FROM generate_series(1, 20000)")]

    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(draw, range(4)))
    assert len({each for ids in drawn for each in ids}) == 80000
    # Within a millisecond the counter goes round once in 1,048,576.
    milliseconds = [[each >> 20 for each in ids] for ids in drawn]
    assert milliseconds == [sorted(each) for each in milliseconds]


def test_the_counter_goes_round(connection: psycopg.Connection) -> None:
    connection.execute("SELECT setval('private.timed_id_counter', 1048575)")
    counters = [
        row[0] for row in connection.execute("SELECT timed_id() & 1048575 FROM generate_series(1, 3)")
    ]
    assert counters == [0, 1, 2]
