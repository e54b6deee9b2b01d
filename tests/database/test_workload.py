"""The simulated backend on seeded rows: each operation works with the application's rights; a stall shows."""

import threading
import time
from itertools import count

import psycopg
import pytest
from granted import grant
from seedable import Database

from fkplus.model.errors import BadInput
from fkplus.model.names import APP
from fkplus.model.secrets import Secret
from fkplus.workload import run as backend
from fkplus.workload.catalogue import BY_NAME, OPERATIONS, Operation
from fkplus.workload.engine import Endpoints, is_there
from fkplus.workload.metrics import Metrics
from fkplus.workload.parameters import Parameters
from fkplus.workload.run import Wanted, prepare
from fkplus.workload.schedule import BUCKETS, Arrival
from fkplus.workload.session import Outcome, Session
from fkplus.workload.tally import Tally

STALL_SECONDS = 3.0
GIVE_UP_SECONDS = 30.0
_draws = count(1)


@pytest.fixture(scope="module")
def endpoints(server, module_database) -> Endpoints:
    Database(server, module_database).call_migrated().seed_from("1")
    grant(server, module_database)
    place = Secret(server.dsn(module_database, APP))
    return Endpoints(place, place)


@pytest.fixture(scope="module")
def drawn_from(endpoints) -> Parameters:
    return prepare(endpoints, print)


def call(session: Session, operation: Operation, parameters: dict) -> Outcome:
    return session.call(operation, parameters, time.monotonic() + GIVE_UP_SECONDS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_works_in_each_bucket(
    endpoints: Endpoints, drawn_from: Parameters, operation: Operation
) -> None:
    session = Session(endpoints.write, GIVE_UP_SECONDS)
    for number, bucket in enumerate(BUCKETS):
        parameters = drawn_from.draw(operation, Arrival(0.0, 0, bucket, next(_draws)))
        outcome = call(session, operation, parameters)
        assert (outcome.reason, outcome.tries) == (None, 1), outcome.detail
        if operation.seen:
            assert is_there(session, operation, parameters), number
    session.close()


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.seen], ids=lambda operation: operation.name)
def test_a_write_that_is_sent_twice_is_made_once(
    endpoints: Endpoints, drawn_from: Parameters, operation: Operation
) -> None:
    session = Session(endpoints.write, GIVE_UP_SECONDS)
    parameters = drawn_from.draw(operation, Arrival(0.0, 0, "median", next(_draws)))
    rows = []
    for _ in range(2):
        assert call(session, operation, parameters).reason is None
        rows.append(written_rows(session.connection()))
    assert rows[0] == rows[1]
    session.close()


def written_rows(connection: psycopg.Connection) -> tuple:
    tables = (
        "post comment post_reaction follow_team bear_transfer prediction private.team_note"
        " performance element component"
    )
    counts = ", ".join(f"(select count(*) from {table})" for table in tables.split())
    return connection.execute(f"select {counts}").fetchone()


def test_a_run_acknowledges_everything_and_finds_it_again(endpoints: Endpoints) -> None:
    found = backend.run(endpoints, Wanted(60, 2, 4, 2, seed=5), print)
    assert found["failed"] == {}
    assert found["operations"] == found["ok"] > 0
    assert found["acknowledged_writes"]["looked_for"] > 0
    assert found["acknowledged_writes"]["lost"] == 0


def test_an_acknowledged_write_that_is_gone_is_named(endpoints: Endpoints) -> None:
    tally = Tally(Metrics())
    tally.acknowledged.append((BY_NAME["write_note"], {"account_id": 1, "team_id": 1, "body": "gone"}))
    [lost], looked_for = backend.lost_writes(endpoints, tally)
    assert looked_for == 1
    assert "write_note" in lost


def test_a_stall_shows_in_every_operation_that_was_due_in_it(
    endpoints: Endpoints, server, module_database
) -> None:
    """An open loop: who waits for an answer before the next call would show it once for each client."""

    def stall() -> None:
        with psycopg.connect(server.dsn(module_database)) as connection:
            time.sleep(0.5)
            connection.execute("lock table account, performance, private.message")
            time.sleep(STALL_SECONDS)

    locking = threading.Thread(target=stall)
    locking.start()
    found = backend.run(endpoints, Wanted(30, 6, 4, 6, seed=5), print)
    locking.join()
    assert found["failed"] == {}
    assert found["response_ms"]["p99"] > 1000 * STALL_SECONDS / 2
    # As many as there are clients were at work on something all the while; the others waited.
    waited = sum(line["queue_ms"]["max"] > 1000 for line in found["by_operation"])
    assert waited > 4


def test_a_schema_that_is_too_old_is_refused(server) -> None:
    place = Secret(server.dsn("postgres", "tester"))
    with pytest.raises(BadInput, match="schema is not far enough"):
        prepare(Endpoints(place, place), print)


def test_a_database_without_rows_is_refused(server, database) -> None:
    place = Secret(server.dsn(database))
    with pytest.raises(BadInput, match="nothing to do"):
        prepare(Endpoints(place, place), print)
