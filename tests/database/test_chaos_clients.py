"""The ledger's clients tell what a server did to them: acknowledged, refused, or not known."""

import os
import signal
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from conftest import Server
from fkplus.chaos.clients import rows, writing
from fkplus.chaos.ledger import Event, numbers, read
from fkplus.chaos.losses import lost, never_attempted, refused_but_stored
from fkplus.chaos.statement import run
from fkplus.model.errors import NotReady
from fkplus.model.secrets import Secret


def end_sessions(admin: psycopg.Connection) -> None:
    admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'fkplus' and query like 'insert into fkplus_chaos_row%'"
    )


def test_every_row_of_a_ledger_is_accounted_for(server: Server, tmp_path: Path) -> None:
    dsn = Secret(server.dsn("postgres", "tester"))
    with psycopg.connect(dsn.reveal(), autocommit=True) as admin:
        with writing(dsn, tmp_path / "ledger") as load:
            load.wait_for_acknowledged(20)
            end_sessions(admin)
            load.wait_for_acknowledged(20)
            admin.execute("alter table fkplus_chaos_row add check (number < 0) not valid")
            with pytest.raises(NotReady, match="of 20 statements"):
                load.wait_for_acknowledged(20, seconds=0.3)
            admin.execute("alter table fkplus_chaos_row drop constraint fkplus_chaos_row_number_check")
            load.wait_for_acknowledged(20)
        entries, stored = read(tmp_path / "ledger"), rows(dsn)
        admin.execute("drop table fkplus_chaos_row")
    assert lost(entries, stored) == never_attempted(entries, stored) == frozenset()
    assert refused_but_stored(entries, stored) == frozenset()
    assert len(numbers(entries, Event.ACKNOWLEDGED)) >= 60
    assert {entry.sqlstate for entry in entries if entry.event is Event.REFUSED} >= {"23514"}
    outcomes = [entry.number for entry in entries if entry.event is not Event.ATTEMPT]
    assert sorted(outcomes) == sorted(numbers(entries, Event.ATTEMPT)), "an attempt without an outcome"


def test_an_error_is_a_refusal_and_the_connection_goes_on(server: Server) -> None:
    with closing(psycopg.connect(server.dsn("postgres", "tester"), autocommit=True)) as connection:
        refused = run(connection, "select 1 / $1::int", [0], seconds=5)
        assert (refused.event, refused.sqlstate, refused.connection_lives) == (Event.REFUSED, "22012", True)
        assert run(connection, "select $1::int + 1", [1], seconds=5).row == ("2",)


def test_a_session_that_is_ended_leaves_it_unknown(server: Server) -> None:
    with closing(psycopg.connect(server.dsn("postgres", "tester"), autocommit=True)) as connection:
        reply = run(connection, "select pg_terminate_backend(pg_backend_pid()), $1::int", [1], seconds=5)
    assert (reply.event, reply.sqlstate, reply.connection_lives) == (Event.UNKNOWN, "57P01", False)


def test_a_frozen_server_leaves_it_unknown_in_time(server: Server) -> None:
    with closing(psycopg.connect(server.dsn("postgres", "tester"), autocommit=True)) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        try:
            reply = run(connection, "select $1::int", [1], seconds=0.3)
        finally:
            os.kill(backend, signal.SIGCONT)
    assert (reply.event, reply.detail, reply.connection_lives) == (Event.UNKNOWN, "no answer in time", False)


def test_a_read_only_server_refuses_and_the_client_leaves_it(server: Server) -> None:
    with closing(psycopg.connect(server.dsn("postgres", "tester"), autocommit=True)) as connection:
        connection.execute("set default_transaction_read_only = on")
        reply = run(connection, "create table nowhere ()", [], seconds=5)
    assert (reply.event, reply.sqlstate, reply.connection_lives) == (Event.REFUSED, "25006", False)


def test_a_row_is_acknowledged_by_its_commit_and_not_before(server: Server) -> None:
    with closing(psycopg.connect(server.dsn("postgres", "tester"), autocommit=True)) as connection:
        connection.execute("create temporary table once (number int unique deferrable initially deferred)")
        assert run(connection, "insert into once values ($1)", [1], seconds=5).event is Event.ACKNOWLEDGED
        again = run(connection, "insert into once values ($1)", [1], seconds=5)
    assert (again.event, again.sqlstate) == (Event.REFUSED, "23505")
