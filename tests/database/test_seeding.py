"""Seeds load whole or not at all, once only, and give the same rows on every day and machine."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from seedable import (
    COUNT,
    DEADLINE_SECONDS,
    FLYWAY_ROW,
    Database,
    migration,
    seed_in_another_process,
    seeded_versions,
)

from fkplus.database.seeding import run as seeding
from fkplus.database.seeding.run import SeedResult
from fkplus.model.errors import BadInput, ConnectionLost, FkplusError


@pytest.fixture(scope="module")
def new_database(server, template) -> Iterator[Callable[[], Database]]:
    """Makes empty databases of the owner, dropped when the module's tests are done."""
    names: list[str] = []
    with psycopg.connect(server.dsn("postgres", "tester"), autocommit=True) as admin:

        def make() -> Database:
            name = f"seeding_{len(names)}"
            admin.execute(f"create database {name} owner fkplus_owner template template0")
            names.append(name)
            return Database(server, name)

        yield make
        for name in names:
            admin.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def seeded(new_database) -> Database:
    """All migrations first, then all seeds. Read only."""
    return new_database().seed_all()


def test_the_same_seed_count_gives_the_same_rows_in_another_process_and_time_zone(seeded, new_database):
    other = new_database()
    other.migrate()
    done = seed_in_another_process(
        other,
        ",".join(seeded_versions()),
        PYTHONHASHSEED="7",
        TZ="Asia/Tokyo",
        PGTZ="America/New_York",
        PGDATESTYLE="German",
    )
    assert done.returncode == 0, done.stderr
    assert list(other.checksums()) == seeded_versions()
    assert other.checksums() == seeded.checksums()
    assert other.dump() == seeded.dump()


def test_rows_seeded_between_migrations_are_those_seeded_at_the_end_and_stay_as_they_are(
    seeded, new_database
):
    database = new_database()
    tables = ["country", "person", "person_name", "account", "account_profile", "private.account_credential"]
    tables += ["athlete", "club", "team", "team_member", "membership_period", "team_country", "team_coach"]
    dumps = []
    for version in seeded_versions():
        database.migrate(version)
        database.seed(version)
        if version in {"2", "3", "4"}:
            dumps.append(database.dump(*tables))
    assert len(dumps[0]) > 10_000
    assert dumps == [dumps[0]] * 3
    database.migrate()
    assert database.checksums() == seeded.checksums()
    assert database.dump() == seeded.dump()


def test_another_seed_count_gives_other_rows_and_as_many_accounts(new_database, seeded):
    database = new_database()
    database.migrate("1")
    database.seed("1", 77)
    assert database.rows("select count(*) from account") == [(77,)]
    assert database.checksums()["1"] != seeded.checksums()["1"]


def test_repeating_a_seed_changes_nothing_and_says_so(new_database):
    database = new_database()
    database.migrate("1")
    first = database.seed("1")
    before = database.dump(), database.rows("table seed_history")
    again = database.seed("1", COUNT + 1)
    assert not first.already_so
    assert again.already_so
    assert again.record == first.record
    assert (database.dump(), database.rows("table seed_history")) == before
    assert again.sentence() == (
        f"version 1 is seeded already, with SEED_COUNT={COUNT}; SEED_COUNT={COUNT + 1} changes nothing in it"
    )


def test_the_history_says_what_was_done(seeded):
    with psycopg.connect(seeded.dsn) as connection:
        records = seeding.history(connection)
    assert [record.version for record in records] == seeded_versions()
    people = records[0]
    assert (people.name, people.seed_count, people.seeded_by) == (
        "people and accounts",
        COUNT,
        "fkplus_owner",
    )
    tables = ("account", "account_profile", "private.account_credential", "person", "person_name")
    counted = seeded.rows("select " + " + ".join(f"(select count(*) from {table})" for table in tables))
    assert counted == [(people.row_count,)]


def test_there_is_no_history_before_the_first_seed(new_database):
    with psycopg.connect(new_database().dsn) as connection:
        assert seeding.history(connection) == ()


def _lose_backend(database: Database) -> None:
    def progress(text: str) -> None:
        if "public.element" in text:
            with psycopg.connect(database.server.dsn(database.name, "tester")) as admin:
                mine = "datname = %s and pid <> pg_backend_pid()"
                gone = admin.execute(
                    f"select pg_terminate_backend(pid, 5000) from pg_stat_activity where {mine}",
                    [database.name],
                )
                assert gone.fetchall() == [(True,)]

    with pytest.raises(ConnectionLost, match="seed of version 4"):
        database.seed("4", progress=progress)


def _kill_client(database: Database) -> None:
    done = seed_in_another_process(database, "4", die_at="public.element")
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("interrupt", [_lose_backend, _kill_client])
def test_a_seed_that_breaks_off_leaves_nothing_and_its_repetition_is_whole(seeded, new_database, interrupt):
    database = new_database()
    database.migrate()
    database.seed_before("4")
    before = database.dump()
    interrupt(database)
    assert list(database.checksums()) == ["1", "2", "3"]
    assert database.dump() == before
    database.seed_from("4")
    assert database.checksums() == seeded.checksums()
    assert database.dump() == seeded.dump()


def test_a_seed_refused_at_commit_leaves_nothing_and_its_repetition_gives_the_same_ids(seeded, new_database):
    database = new_database()
    database.migrate()
    database.seed_before("4")
    # Refused by a deferred constraint only, when all rows are written and the sequences have moved.
    database.execute("""
        create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';
        create constraint trigger refused after insert on seed_history deferrable initially deferred
            for each row execute function refuse()""")
    with pytest.raises(FkplusError, match="seed of version 4 failed and left nothing: no"):
        database.seed("4")
    assert database.rows("select count(*) from entry") == [(0,)]
    assert database.rows("select last_value > 1 from entry_entry_id_seq") == [(True,)]
    database.execute("drop trigger refused on seed_history")
    database.seed_from("4")
    assert database.dump() == seeded.dump()


def test_two_runs_at_once_seed_once(new_database):
    database = new_database()
    database.migrate("1")
    first_is_in, may_go_on = threading.Event(), threading.Event()
    results: dict[str, SeedResult] = {}

    def wait_inside(text: str) -> None:
        if "public.account:" in text:
            first_is_in.set()
            assert may_go_on.wait(DEADLINE_SECONDS)

    first = threading.Thread(target=lambda: results.update(first=database.seed("1", progress=wait_inside)))
    second = threading.Thread(target=lambda: results.update(second=database.seed("1")))
    first.start()
    try:
        assert first_is_in.wait(DEADLINE_SECONDS)
        second.start()
        deadline = time.monotonic() + DEADLINE_SECONDS
        while database.rows("select count(*) from pg_locks where locktype = 'advisory' and not granted") != [
            (1,)
        ]:
            assert time.monotonic() < deadline, "the second run does not wait"
            time.sleep(0.02)
    finally:
        may_go_on.set()
        first.join(DEADLINE_SECONDS)
    second.join(DEADLINE_SECONDS)
    assert [results["first"].already_so, results["second"].already_so] == [False, True]
    assert database.rows("select count(*) from account") == [(COUNT,)]


@pytest.mark.parametrize("history", ["missing", "earlier version", "failed"])
def test_a_version_that_the_schema_has_not_reached_is_not_seeded(new_database, history):
    database = new_database()
    if history != "missing":
        database.migrate("1")
    if history == "failed":
        with psycopg.connect(database.dsn) as connection:
            connection.execute(FLYWAY_ROW, [2, "2", False])
    with pytest.raises(FkplusError, match="the schema is not at that version") as caught:
        database.seed("2")
    assert caught.value.hint == "fkplus migrate --target 2"
    assert database.rows("select to_regclass('seed_history')") == [(None,)]


def test_a_seed_that_builds_on_one_that_did_not_run_says_so(new_database):
    database = new_database()
    database.migrate("2")
    with pytest.raises(FkplusError, match="'athletes', which no earlier seed has made"):
        database.seed("2")


def test_bad_input_is_refused_before_anything_happens(new_database):
    database = new_database()
    database.migrate("1")
    with pytest.raises(BadInput, match="SEED_COUNT=0"):
        database.seed("1", 0)
    unseeded = replace(migration("1"), seed=None)
    with psycopg.connect(database.dsn) as connection, pytest.raises(BadInput, match="version 1 has no seed"):
        seeding.seed_version(connection, unseeded, seed_count=1, progress=lambda _: None)
    assert database.rows("select to_regclass('seed_history')") == [(None,)]


def test_a_seed_file_without_a_seed_function_is_named(new_database, tmp_path):
    database = new_database()
    database.migrate("1")
    empty = tmp_path / "seed.py"
    empty.write_text("SEED = 1\n")
    broken = replace(migration("1"), seed=empty)
    with (
        psycopg.connect(database.dsn) as connection,
        pytest.raises(FkplusError, match="no function seed"),
    ):
        seeding.seed_version(connection, broken, seed_count=1, progress=lambda _: None)


def test_rows_that_are_there_already_are_kept_and_not_built_upon(new_database):
    database = new_database()
    database.migrate()
    database.rows("""
        with born as (insert into person (sex, birth_date) values ('female', '2000-01-01')
                      returning person_id),
             named as (insert into person_name (person_id, script, full_name, is_primary)
                       select person_id, 'latin', 'Real SKATER', true from born),
             team as (insert into team (kind, member_ids)
                      select 'single', array[person_id] from born returning team_id)
        insert into team_member (team_id, team_kind, position, person_id)
        select team_id, 'single', 1, person_id from team, born returning 1""")
    database.seed_from("1", 20)
    assert database.rows("select count(*) from entry where published_name = 'Real SKATER'") == [(0,)]
    assert database.rows("select count(*) from athlete where person_id = 1") == [(0,)]
    # The sequences go on after the seeded rows.
    database.rows("insert into person (sex) values ('male') returning person_id")


def test_the_filled_tables_are_analysed(seeded):
    filled = seeded.rows("select distinct jsonb_object_keys(tables) from seed_history")
    analysed = seeded.rows("""
        select schemaname || '.' || relname from pg_stat_user_tables where last_analyze is not null""")
    assert len(filled) > 20
    assert set(filled) <= set(analysed)
    assert seeded.rows("select reltuples from pg_class where oid = 'account'::regclass") == [(COUNT,)]
