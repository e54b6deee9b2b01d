"""Work that may be repeated survives a server that goes away, and nothing else is repeated."""

from collections.abc import Callable
from itertools import count

import psycopg
import pytest

from conftest import Server
from fkplus.database.connection import Connection
from fkplus.database.retry import repeat
from fkplus.model.errors import ConnectionLost

Break = Callable[[Server, Connection], object]


def dsn(server: Server) -> str:
    return server.dsn("postgres", "tester")


def end_session(server: Server, connection: Connection) -> object:
    """Let the server end the session, as at a fast shutdown (57P01)."""
    with psycopg.connect(dsn(server), autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
    return connection.execute("select 1")


def write_on_a_replica(server: Server, connection: Connection) -> object:
    """Write where only reading is allowed (25006): the old primary, or the new one before its promotion."""
    connection.execute("set transaction read only")
    return connection.execute("create table nowhere ()")


def collide(server: Server, connection: Connection) -> object:
    return connection.execute("do $$begin raise exception using errcode = '40001'; end$$")


def lose_the_connection(server: Server, connection: Connection) -> object:
    connection.pgconn.finish()
    return connection.execute("select 1")


@pytest.mark.parametrize("fail", [end_session, write_on_a_replica, collide, lose_the_connection])
@pytest.mark.parametrize("autocommit", [False, True])
def test_work_is_done_again_on_a_new_connection(server: Server, fail: Break, autocommit: bool) -> None:
    attempts = count(1)
    pids = []
    said: list[str] = []

    def work(connection: Connection) -> str:
        pids.append(connection.info.backend_pid)
        if next(attempts) <= 2:
            if fail is write_on_a_replica and autocommit:
                connection.execute("set default_transaction_read_only = on")
            fail(server, connection)
        return "done"

    assert repeat(dsn(server), work, seconds=30, say=said.append, autocommit=autocommit) == "done"
    assert len(set(pids)) == 3
    assert len(said) == 1, "one line a time, not one an attempt"


def test_what_was_done_before_the_loss_is_gone_and_what_comes_after_is_committed(server: Server) -> None:
    attempts = count(1)

    def work(connection: Connection) -> None:
        connection.execute("create table once as select 1 as one")
        if next(attempts) == 1:
            end_session(server, connection)

    repeat(dsn(server), work, seconds=30, say=lambda _: None)
    with psycopg.connect(dsn(server), autocommit=True) as connection:
        assert connection.execute("select one from once").fetchall() == [(1,)]
        connection.execute("drop table once")


@pytest.mark.parametrize("statement", ["select 1 / 0", "select * from no_such_table", "selec"])
def test_another_error_is_raised_at_once(server: Server, statement: str) -> None:
    attempts = count()

    def work(connection: Connection) -> None:
        next(attempts)
        connection.execute(statement.encode())

    with pytest.raises(psycopg.Error):
        repeat(dsn(server), work, seconds=30, say=lambda _: None)
    assert next(attempts) == 1


def test_a_refusal_that_does_not_pass_is_raised_at_once(server: Server) -> None:
    said: list[str] = []
    with pytest.raises(ConnectionLost, match="does not exist"):
        repeat(server.dsn("no_such_database", "tester"), lambda _: None, seconds=30, say=said.append)
    assert said == []


def test_a_server_that_stays_away_is_given_up(server: Server) -> None:
    attempts = count()

    def work(connection: Connection) -> None:
        next(attempts)
        lose_the_connection(server, connection)

    with pytest.raises(psycopg.OperationalError):
        repeat(dsn(server), work, seconds=0.2, say=lambda _: None)
    assert next(attempts) > 2
