"""Seeds load whole or not at all, once only, and give the same rows on every day and machine."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from fkplus.database import migrations
from fkplus.database.migrations import Migration
from fkplus.database.seeding import run as seeding
from fkplus.database.seeding.run import SeedResult
from fkplus.model.errors import BadInput, ConnectionLost, FkplusError

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "schema"
COUNT = 300
DEADLINE_SECONDS = 60

FLYWAY_HISTORY = """
create table flyway_schema_history (
    installed_rank integer primary key, version varchar(50), description varchar(200) not null,
    type varchar(20) not null, script varchar(1000) not null, checksum integer,
    installed_by varchar(100) not null, installed_on timestamp not null default now(),
    execution_time integer not null, success boolean not null)
"""
FLYWAY_ROW = "insert into flyway_schema_history values (%s, %s, 'x', 'SQL', 'x', 0, 'x', now(), 1, %s)"
VOLATILE_TABLES = ("public.seed_history", "public.flyway_schema_history")


class Database:
    """A database that starts empty, is migrated step by step as Flyway does it, and is seeded by us."""

    def __init__(self, server, name: str) -> None:
        self.server = server
        self.dsn = server.dsn(name)
        self.name = name

    def migrate(self, last: str = "") -> None:
        """Apply what is not applied yet, up to version `last`; all without it."""
        with psycopg.connect(self.dsn) as connection:
            done = connection.execute("select to_regclass('flyway_schema_history')").fetchone()
            if done == (None,):
                connection.execute(FLYWAY_HISTORY)
            applied = {row[0] for row in connection.execute("select version from flyway_schema_history")}
        for rank, each in enumerate(known(), start=1):
            if str(each.version) not in applied:
                arguments = ("-Xqv", "ON_ERROR_STOP=1", "--single-transaction", "-f", str(each.path))
                self.server.run("psql", "-d", self.dsn, *arguments)
                with psycopg.connect(self.dsn) as connection:
                    connection.execute(FLYWAY_ROW, [rank, str(each.version), True])
            if str(each.version) == last:
                return

    def seed(
        self, version: str, count: int = COUNT, progress: Callable[[str], None] = lambda _: None
    ) -> SeedResult:
        with psycopg.connect(self.dsn) as connection:
            return seeding.seed_version(connection, migration(version), seed_count=count, progress=progress)

    def seed_all(self, count: int = COUNT) -> "Database":
        self.migrate()
        return self.seed_from("1", count)

    def seed_from(self, first: str, count: int = COUNT) -> "Database":
        for version in seeded_versions()[seeded_versions().index(first) :]:
            self.seed(version, count)
        return self

    def seed_before(self, end: str) -> "Database":
        for version in seeded_versions()[: seeded_versions().index(end)]:
            self.seed(version)
        return self

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(query).fetchall()

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.dsn) as connection:
            connection.execute(statement)

    def checksums(self) -> dict[str, str]:
        with psycopg.connect(self.dsn) as connection:
            return {record.version: record.checksum for record in seeding.history(connection)}

    def dump(self, *tables: str) -> str:
        """All rows and where the sequences stand, but for the histories, which tell the time.

        Sorted: a run that was rolled back leaves holes, and rows get other places in their table.
        """
        chosen = [f"--table={table}" for table in tables] or [f"--exclude-table={t}" for t in VOLATILE_TABLES]
        text = self.server.run("pg_dump", "-d", self.dsn, "--data-only", *chosen)
        # Newer versions of pg_dump guard the script with a random key.
        guards = ("\\restrict", "\\unrestrict")
        return "\n".join(sorted(line for line in text.splitlines() if not line.startswith(guards)))


def known() -> tuple[Migration, ...]:
    return migrations.scan(SCHEMA)


def migration(version: str) -> Migration:
    return next(each for each in known() if str(each.version) == version)


def seeded_versions() -> list[str]:
    return [str(each.version) for each in known() if each.seed is not None]


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


SEED_IN_ANOTHER_PROCESS = """
import os, signal, sys
from pathlib import Path
from fkplus.database import migrations
from fkplus.database.seeding import run as seeding
from fkplus.database.connection import connect
schema, dsn, count, versions, die_at = sys.argv[1:]
def progress(text):
    if die_at and die_at in text:
        os.kill(os.getpid(), signal.SIGKILL)
for migration in migrations.scan(Path(schema)):
    if str(migration.version) in versions.split(","):
        with connect(dsn) as connection:
            seeding.seed_version(connection, migration, seed_count=int(count), progress=progress)
"""


def seed_in_another_process(
    database: Database, versions: str, *, die_at: str = "", **environment: str
) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", SEED_IN_ANOTHER_PROCESS, SCHEMA, database.dsn, str(COUNT), versions, die_at],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False,
    )  # fmt: skip


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
    never = seeded.rows("""
        select relname from pg_stat_user_tables
        where n_tup_ins > 0 and last_analyze is null
          and relname not in (
              'seed_history', 'flyway_schema_history', 'country', 'season', 'performance_to_check')""")
    assert never == []
    assert seeded.rows("select reltuples from pg_class where oid = 'account'::regclass") == [(COUNT,)]
