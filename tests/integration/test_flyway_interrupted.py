"""Does the history stay true when a server, a session or Flyway itself dies in the middle of a migration?"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flyway_server import PASSWORD, Database, Server, temporary_server

from fkplus.database.migrations import Version
from fkplus.model.errors import CommandFailed, NotReady

SLEEPING = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE application_name = 'flyway' AND query LIKE '%pg_sleep%' AND state = 'active'"
)
BUILDING = (
    "SELECT pid FROM pg_stat_activity WHERE query LIKE '%CREATE UNIQUE INDEX%' AND wait_event_type = 'Lock'"
)
INVALID = "SELECT 1 FROM pg_index WHERE NOT indisvalid"
CONCURRENTLY = (
    "DROP INDEX CONCURRENTLY IF EXISTS person_id_key;\n"
    "CREATE UNIQUE INDEX CONCURRENTLY person_id_key ON person (id);\n"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with temporary_server() as running:
        yield running


@pytest.fixture
def database(server: Server, tmp_path: Path) -> Database:
    return Database(server, tmp_path / "schema")


def while_migrating(database: Database, happens: Callable[[], None]) -> None:
    """Migrate, and let something happen meanwhile; fails when either does."""
    with ThreadPoolExecutor(1) as pool:
        meanwhile = pool.submit(happens)
        try:
            database.migrate()
        finally:
            meanwhile.result()


def slow_second_version(database: Database) -> None:
    database.write("V1__people.sql", "CREATE TABLE person (id int);")
    database.write(
        "V2__slow.sql", "CREATE TABLE slow (id int);\nSELECT pg_sleep(3);\nINSERT INTO slow VALUES (1);"
    )
    database.write("V3__last.sql", "CREATE TABLE last (id int);")


def assert_all_three_once(database: Database) -> None:
    assert database.history() == [("1", True), ("2", True), ("3", True)]
    assert database.rows("SELECT count(*) FROM slow") == [(1,)]


def test_the_postmaster_is_killed_and_comes_back(database: Database) -> None:
    slow_second_version(database)

    def crash() -> None:
        database.wait_for(SLEEPING)
        database.server.kill()
        time.sleep(1)
        database.server.start()

    while_migrating(database, crash)
    assert_all_three_once(database)
    assert any("went away" in text for text in database.said)


def test_the_session_is_terminated(database: Database) -> None:
    slow_second_version(database)

    def terminate() -> None:
        database.wait_for(SLEEPING)
        database.rows(f"SELECT pg_terminate_backend(pid) FROM ({SLEEPING}) AS sleeping")

    while_migrating(database, terminate)
    assert_all_three_once(database)


def test_the_server_turns_read_only_for_a_while(database: Database) -> None:
    database.write("V1__people.sql", "CREATE TABLE person (id int);")

    def writes_come_back() -> None:
        deadline = time.monotonic() + 30
        while not any("takes no writes" in text for text in database.said):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        database.rows(
            f"ALTER DATABASE {database.name} RESET default_transaction_read_only; "
        ) if False else None
        with database.server.session("postgres") as connection:
            connection.execute(f"ALTER DATABASE {database.name} RESET default_transaction_read_only")

    with database.server.session("postgres") as connection:
        connection.execute(f"ALTER DATABASE {database.name} SET default_transaction_read_only = on")
    while_migrating(database, writes_come_back)
    assert database.history() == [("1", True)]


def test_a_lock_held_by_another_session_is_asked_for_again(database: Database) -> None:
    database.write("V1__people.sql", "CREATE TABLE person (id int);")
    database.migrate()
    database.write("V2__name.sql", "ALTER TABLE person ADD COLUMN name text;")
    asked_again = threading.Event()
    database.on_progress = lambda text: asked_again.set() if "trying again" in text else None

    def hold() -> None:
        with database.server.session(database.name) as holder, holder.transaction():
            holder.execute("SELECT * FROM person")
            assert asked_again.wait(60), "Flyway waited in the queue and kept everybody behind it waiting"

    holding = threading.Thread(target=hold)
    holding.start()
    database.wait_for("SELECT 1 FROM pg_locks WHERE relation = 'person'::regclass")
    database.migrate()
    holding.join(60)
    assert database.history() == [("1", True), ("2", True)]


def test_two_at_once_apply_each_version_once(database: Database) -> None:
    slow_second_version(database)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(database.migrate) for _ in range(2)]
        results = [run.result() for run in runs]
    assert {result.final for result in results} == {Version.parse("3")}
    assert_all_three_once(database)


def test_a_deadline_stops_flyway_and_frees_the_server(database: Database) -> None:
    database.write("V1__endless.sql", "CREATE TABLE half (id int);\nSELECT pg_sleep(600);")
    with pytest.raises(NotReady):
        database.migrate(seconds=4)
    database.wait_for(f"SELECT 1 WHERE NOT EXISTS ({SLEEPING})")
    assert database.rows("SELECT 1 FROM pg_class WHERE relname = 'half'") == []
    database.write("V1__endless.sql", "CREATE TABLE half (id int);")
    database.migrate()
    assert database.history() == [("1", True)]


def test_the_password_is_in_no_process_listing(database: Database) -> None:
    slow_second_version(database)

    def look() -> None:
        database.wait_for(SLEEPING)
        seen = [
            path.parent.name
            for name in ("cmdline", "environ")
            for path in Path("/proc").glob(f"[0-9]*/{name}")
            if path.parent.name != str(os.getpid()) and PASSWORD.encode() in _read(path)
        ]
        listings = [_read(path) for path in Path("/proc").glob("[0-9]*/cmdline")]
        assert any(b"database.flyway.jvm" in listing for listing in listings), "looked at the wrong moment"
        assert seen == []

    while_migrating(database, look)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def concurrent_index(database: Database) -> None:
    database.write("V1__people.sql", "CREATE TABLE person (id int);\nINSERT INTO person VALUES (1), (2);")
    database.migrate()
    database.write("V2__index.sql", CONCURRENTLY)


def test_an_index_that_was_cut_off_is_healed(database: Database) -> None:
    concurrent_index(database)

    def cut_off() -> None:
        # An old transaction keeps CREATE INDEX CONCURRENTLY waiting for as long as we need.
        with database.server.session(database.name) as old, old.transaction():
            old.execute("INSERT INTO person VALUES (3)")
            database.wait_for(BUILDING)
            database.rows(f"SELECT pg_terminate_backend(pid) FROM ({BUILDING}) AS building")
            database.wait_for(INVALID)

    while_migrating(database, cut_off)
    assert database.history() == [("1", True), ("2", True)]
    assert database.rows(INVALID) == []
    assert database.rows("SELECT 1 FROM pg_indexes WHERE indexname = 'person_id_key'") == [(1,)]


def test_a_failed_record_outside_a_transaction_is_removed_and_said(database: Database) -> None:
    concurrent_index(database)
    database.rows("INSERT INTO person VALUES (1) RETURNING id")
    with pytest.raises(CommandFailed, match="person_id_key"):
        database.migrate()
    assert database.history() == [("1", True), ("2", False)]
    database.rows("DELETE FROM person WHERE ctid = (SELECT max(ctid) FROM person WHERE id = 1) RETURNING id")
    database.migrate()
    assert database.history() == [("1", True), ("2", True)]
    assert database.rows(INVALID) == []
    assert any("failed record" in text for text in database.said)


@pytest.mark.parametrize("damage", ["edited", "missing"])
def test_a_history_that_needs_a_person_is_not_repaired(database: Database, damage: str) -> None:
    concurrent_index(database)
    database.rows("INSERT INTO person VALUES (1) RETURNING id")
    with pytest.raises(CommandFailed):
        database.migrate()
    first = database.schema / "V1__people.sql"
    if damage == "edited":
        first.write_text("CREATE TABLE person (id bigint);", encoding="utf-8")
    else:
        first.unlink()
    before = database.rows("SELECT * FROM flyway_schema_history ORDER BY installed_rank")
    with pytest.raises(CommandFailed, match="can't be repaired without a person"):
        database.migrate()
    assert database.rows("SELECT * FROM flyway_schema_history ORDER BY installed_rank") == before
