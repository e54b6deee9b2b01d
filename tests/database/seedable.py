"""A database that is migrated and seeded step by step, and seeds run in a process of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from conftest import apply
from fkplus.database import migrations
from fkplus.database.migrations import Migration
from fkplus.database.seeding import run as seeding
from fkplus.database.seeding.run import SeedResult

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
# The audit trail tells when rows were changed, from its own migration on, and counts its ids.
VOLATILE_TABLES = (
    "public.seed_history", "public.flyway_schema_history", "private.audit_event*", "private.timed_id_counter",
)  # fmt: skip
# Counts are kept in slots, whose numbers go on where an interrupted run left them.
COUNTED_TABLES = ("public.*_slot*", "public.post_counter*")


class Database:
    """A database that starts empty, is migrated step by step as Flyway does it, and is seeded by us."""

    def __init__(self, server, name: str) -> None:
        self.server = server
        self.dsn = server.dsn(name)
        self.name = name

    def migrate(self, last: str = "") -> None:
        """Apply what is not applied yet, up to version `last`; all without it."""
        applied = self._history()
        for rank, each in enumerate(known(), start=1):
            if str(each.version) not in applied:
                apply(self.server, self.name, each.path)
                with psycopg.connect(self.dsn) as connection:
                    connection.execute(FLYWAY_ROW, [rank, str(each.version), True])
            if str(each.version) == last:
                return

    def call_migrated(self) -> "Database":
        """Write the history of a copy of the template, which has all migrations and no Flyway to say so."""
        self._history()
        with psycopg.connect(self.dsn) as connection:
            for rank, each in enumerate(known(), start=1):
                connection.execute(FLYWAY_ROW, [rank, str(each.version), True])
        return self

    def _history(self) -> set[str]:
        with psycopg.connect(self.dsn) as connection:
            done = connection.execute("select to_regclass('flyway_schema_history')").fetchone()
            if done == (None,):
                connection.execute(FLYWAY_HISTORY)
            return {row[0] for row in connection.execute("select version from flyway_schema_history")}

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

    def dump(self, *tables: str, without: Sequence[str] = ()) -> str:
        """All rows and where the sequences stand, but for the histories, which tell the time.

        Sorted: a run that was rolled back leaves holes, and rows get other places in their table.
        """
        left_out = [f"--exclude-table={table}" for table in (*VOLATILE_TABLES, *without)]
        chosen = [f"--table={table}" for table in tables] or left_out
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
