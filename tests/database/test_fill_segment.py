"""Filling a segment leaves a little room in it, wherever the log was."""

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given, settings, strategies

from conftest import Server
from fkplus.database.queries import query

SEGMENT = 16 * 2**20


@pytest.fixture(scope="module")
def admin(server: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn("postgres", "tester"), autocommit=True) as connection:
        yield connection


def position(connection: psycopg.Connection) -> int:
    row = connection.execute("select (pg_current_wal_insert_lsn() - '0/0')::bigint").fetchone()
    assert row
    return int(row[0])


@given(written=strategies.integers(0, SEGMENT))
@settings(max_examples=8, deadline=None)
def test_the_log_goes_on_to_near_the_end_of_its_segment(admin: psycopg.Connection, written: int) -> None:
    admin.execute("select pg_logical_emit_message(false, 'test', repeat(' ', %s))", [written])
    before = position(admin)
    admin.execute(query("fill_segment"))
    after = position(admin)
    assert after // SEGMENT == before // SEGMENT
    assert after % SEGMENT >= SEGMENT * 7 / 8
