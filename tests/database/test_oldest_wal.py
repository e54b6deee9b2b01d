"""The launcher's question for the oldest WAL gives the beginning of the oldest segment that is there."""

import psycopg

from conftest import Server
from fkplus.launcher import stranded


def test_the_oldest_position_is_where_the_first_segment_begins(server: Server) -> None:
    with psycopg.connect(server.dsn("postgres", "tester"), autocommit=True) as connection:
        answer = connection.execute(stranded._OLDEST_WAL.encode()).fetchone()
        assert answer is not None
        first = connection.execute(
            "select min(name) from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'"
        ).fetchone()
        # One byte into a segment: at its very beginning pg_walfile_name names the one before.
        name = connection.execute(
            "select pg_walfile_name('0/0'::pg_lsn + %s::numeric + 1), pg_current_wal_lsn() - '0/0' >= %s",
            [answer[0], answer[0]],
        ).fetchone()
    assert name is not None
    assert first is not None
    assert name == (first[0], True)
