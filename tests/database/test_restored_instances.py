"""What pgBackRest has kept comes back as an instance that stands where it is told to, and is read whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from fkplus.backups import archive, drill, postmaster, recover, repository, runs
from fkplus.backups.lone import Lone
from fkplus.components import pgbackrest
from fkplus.components.lone_instance import Listening, Recovery
from fkplus.database.connection import Connection
from fkplus.model import recovery
from fkplus.model.backup import BackupPlace, Instance
from fkplus.model.backup_runs import Drill
from fkplus.model.errors import BadInput, CommandFailed
from fkplus.model.recovery import AtName, AtTime, Latest, Plan
from fkplus.runtimes.base import Result
from fkplus.runtimes.daemon_user import DaemonUser, daemon_user
from fkplus.runtimes.local_program import run as run_program
from fkplus.runtimes.wait import until

SECONDS = 60
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
PORT = 5999
KEPT = 2


def silent(_: str) -> None:
    return


@dataclass(frozen=True)
class Kept:
    """A PostgreSQL with one backup and an archive in an encrypted repository, all in `place`."""

    base: Path
    user: DaemonUser
    place: BackupPlace

    def run(
        self, argv: Sequence[str | Path], *, seconds: float, on_line: Callable[[str], None] | None = None
    ) -> Result:
        return run_program(self.user, argv, seconds=seconds, on_line=on_line)

    def connect(self) -> Connection:
        return psycopg.connect(
            host=str(self.base), port=PORT, user="postgres", dbname="postgres", autocommit=True
        )

    def execute(self, *statements: str) -> tuple[object, ...] | None:
        """Run statements one by one; returns the first row of the last one."""
        with self.connect() as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchone() if cursor.description else None

    def archived(self) -> None:
        """Have everything archived that was written until now."""
        row = self.execute("select pg_walfile_name(pg_switch_wal())")
        assert row is not None
        done = f"select last_archived_wal >= '{row[0]}' from pg_stat_archiver"
        until(lambda: None if self.execute(done) == (True,) else "not archived", SECONDS, "archiving")

    def lone(self, name: str) -> Lone:
        return Lone(self.base / name, PROGRAMS, Listening(self.base, PORT + 1), self.run)

    def back_up(self) -> None:
        repository.back_up(self.place, self.run, self.place.instances[0], silent, seconds=SECONDS)

    def drill(self, label: str | None = None) -> Drill:
        return drill.drill(
            self.place, self.lone("drill"), self.connect, silent, database="postgres", label=label
        )

    def plan(self, target: recovery.Target) -> Plan:
        kept = archive.read(self.place, self.run)
        backups = repository.read(self.place, self.run).backups
        return Plan(target, backups[0], kept.newest_timeline)


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    base = Path(tempfile.mkdtemp(prefix="fkrestore-", dir="/tmp"))
    user = daemon_user()
    user.own(base)
    base.chmod(0o755)
    settings = base / "pgbackrest.conf"
    settings.write_text(
        f"[global]\nrepo1-path={base}/repository\nlock-path={base}/locks\nspool-path={base}/spool\n"
        "log-level-file=off\n"
        # A file that is damaged stays so: to read it again after a while helps nobody here.
        f"compress-type=zst\nstart-fast=y\nrepo1-bundle=y\nrepo1-retention-full={KEPT}\njob-retry=0\n"
        f"archive-push-queue-max=1GiB\n"
        f"repo1-cipher-type=aes-256-cbc\nrepo1-cipher-pass=a key of this test\n"
        f"[local]\npg1-path={base}/data\npg1-port={PORT}\npg1-socket-path={base}\npg1-user=postgres\n"
    )
    settings.chmod(0o644)
    place = BackupPlace("local", base / "backup", (Instance("node1", "http://127.0.0.1:1", settings),), KEPT)
    made = Kept(base, user, place)
    push = f"pgbackrest --config={settings} --stanza=local archive-push %p"
    try:

        def run(*argv: str | Path) -> None:
            repository.require_success(made.run(argv, seconds=SECONDS), str(argv[0]))

        run(PROGRAMS / "initdb", "-D", base / "data", "-U", "postgres", "-A", "trust", "-k", "--no-sync")
        options = f"-k {base} -p {PORT} -c listen_addresses= -c archive_mode=on -c archive_command='{push}'"
        run(PROGRAMS / "pg_ctl", "start", "-w", "-D", base / "data", "-l", base / "log", "-o", options)
        run("pgbackrest", f"--config={settings}", "--stanza=local", "stanza-create")
        made.back_up()
        yield made
    finally:
        postmaster.stop(base / "data", PROGRAMS, made.run)
        shutil.rmtree(base)


def test_an_instance_waits_at_its_target_and_then_begins_a_timeline_that_nobody_has(kept: Kept) -> None:
    kept.execute("create table mark (n int)", "insert into mark values (1)")
    row = kept.execute("select clock_timestamp()")
    assert row is not None
    assert isinstance(row[0], datetime)
    kept.execute("insert into mark values (2)", "select pg_create_restore_point('after')")
    kept.archived()
    here = kept.lone("restoring")
    plan = kept.plan(AtTime(row[0].astimezone(UTC)))
    try:
        recover.restore_files(here, kept.place, plan.backup, silent)
        recover.replay(here, kept.place, Recovery(plan.target, 1, pauses=True), silent, archives_later=True)
        with here.connect() as connection:
            assert connection.execute("select array_agg(n) from mark").fetchone() == ([1],)
            connection.execute("select pg_promote()")
            assert connection.execute("select pg_walfile_name(pg_current_wal_lsn())").fetchone()
        here.wait_until("recovery_has_ended", "promotion")
        assert (here.data / "pg_wal" / "archive_status" / "00000002.history.ready").exists()
    finally:
        here.remove()
    assert not here.root.exists()


def test_a_target_that_the_log_does_not_hold_is_refused(kept: Kept) -> None:
    here = kept.lone("restoring")
    plan = kept.plan(AtName("never"))
    try:
        recover.restore_files(here, kept.place, plan.backup, silent)
        with pytest.raises(BadInput, match="not in the log of timeline 1"):
            recover.replay(
                here, kept.place, Recovery(plan.target, 1, pauses=True), silent, archives_later=True
            )
    finally:
        here.remove()


class EndingLone(Lone):
    """A server that ends after it was reached and before it is asked."""

    def connect(self, database: str = "postgres") -> Connection:
        connection = super().connect(database)
        self.stop()
        return connection


def test_a_server_that_ends_while_it_is_asked_is_told_by_its_last_words(kept: Kept) -> None:
    plain = kept.lone("restoring")
    here = EndingLone(plain.root, plain.programs, plain.listening, plain.run)
    plan = kept.plan(Latest())
    try:
        recover.restore_files(here, kept.place, plan.backup, silent)
        with pytest.raises(CommandFailed, match="the server ended") as failed:
            recover.replay(
                here, kept.place, Recovery(plan.target, 1, pauses=False), silent, archives_later=False
            )
    finally:
        here.remove()
    assert "database system is shut down" in failed.value.log_lines[-1]


def test_data_that_were_stopped_come_back_on_a_new_timeline(kept: Kept) -> None:
    here = kept.lone("restoring")
    plan = kept.plan(AtName("after"))
    try:
        recover.restore_files(here, kept.place, plan.backup, silent)
        recover.replay(here, kept.place, Recovery(plan.target, 1, pauses=False), silent, archives_later=True)
        here.stop()
        recover.begin_recovery(here.data)
        recover.replay(here, kept.place, Recovery(Latest(), 2, pauses=False), silent, archives_later=True)
        with here.connect() as connection:
            row = connection.execute("select pg_walfile_name(pg_current_wal_lsn())").fetchone()
            assert connection.execute("select count(*) from mark").fetchone() == (2,)
        assert row is not None
        assert row[0].startswith("00000003")
    finally:
        here.remove()


def test_a_copy_answers_on_tcp_and_asks_for_a_password(kept: Kept) -> None:
    here = replace(kept.lone("copy"), listening=Listening(kept.base, PORT + 1, "127.0.0.1"))
    plan = kept.plan(Latest())
    try:
        recover.restore_files(here, kept.place, plan.backup, silent)
        recover.replay(here, kept.place, Recovery(plan.target, 1, pauses=False), silent, archives_later=False)
        with here.connect() as connection:
            assert connection.execute("show archive_mode").fetchone() == ("off",)
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(host="127.0.0.1", port=PORT + 1, user="postgres", dbname="postgres")
    finally:
        here.remove()


def test_a_drill_that_is_due_finds_damage(kept: Kept) -> None:
    file = kept.base / "scheduler.json"
    instances = {"node1": {"sockets": str(kept.base), "port": PORT}}
    listening = {"sockets": str(kept.base), "port": PORT + 1, "instances": instances}
    database = {"database": "postgres", "owner": "postgres"}
    task = {"root": str(kept.base / "drill"), "programs": str(PROGRAMS), **database, **listening}
    file.write_text(json.dumps({"place": pgbackrest.document(kept.place), "drill": task}))
    [bundle] = (kept.base / "repository").glob("backup/local/*F/bundle/1")
    whole = bundle.read_bytes()
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 0xFF
    bundle.write_bytes(damaged)
    try:
        subprocess.run(
            [sys.executable, "-P", "-m", "fkplus.backups.drilling", file], timeout=SECONDS, check=True
        )
    finally:
        bundle.write_bytes(whole)
    last = runs.last_drill(kept.place)
    assert last is not None
    assert "can't be restored" in str(last.problem)
    assert not (kept.base / "drill").exists()


def test_a_segment_that_lies_beside_no_data_can_be_archived(kept: Kept) -> None:
    kept.archived()
    row = kept.execute("select last_archived_wal from pg_stat_archiver")
    assert row is not None
    elsewhere = kept.base / str(row[0])
    shutil.copy(kept.base / "data" / "pg_wal" / elsewhere.name, elsewhere)
    kept.user.own(elsewhere)
    settings = kept.place.instances[0].configuration
    pushed = kept.run([*pgbackrest.push_command(settings, kept.place.stanza), elsewhere], seconds=SECONDS)
    assert pushed.returncode == 0, pushed.output


def test_of_twice_as_many_backups_the_newest_remain_and_each_restores_with_all_rows(kept: Kept) -> None:
    known = [backup.label for backup in repository.read(kept.place, kept.run).backups]
    for number in range(3, 2 * KEPT + 2):
        kept.execute(f"insert into mark values ({number})")
        kept.back_up()
        known.append(repository.read(kept.place, kept.run).backups[-1].label)
    remaining = [backup.label for backup in repository.read(kept.place, kept.run).backups]
    assert remaining == known[KEPT:]
    for label in remaining:
        restored = kept.drill(label)
        assert (restored.problem, restored.backup, restored.tables) == (None, label, 1)
        assert restored.rows == 2 * KEPT + 1
        # What was committed as the drill began is in no archive, and nobody receives WAL here.
        assert restored.lost_seconds
    assert not (kept.base / "drill").exists()


def test_what_only_the_receiver_has_is_replayed_when_everything_else_is_gone(kept: Kept) -> None:
    kept.execute("insert into mark values (100)")
    row = kept.execute("select pg_walfile_name(pg_current_wal_lsn())")
    assert row is not None
    pid = int((kept.base / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    kept.place.received.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept.base / "data" / "pg_wal" / str(row[0]), kept.place.received / f"{row[0]}.partial")
    for path in (kept.place.received, *kept.place.received.iterdir()):
        kept.user.own(path)
    shutil.rmtree(kept.base / "data")
    os.kill(pid, signal.SIGKILL)
    here = kept.lone("restoring")
    plan = kept.plan(Latest())
    try:
        recover.restore_files(here, kept.place, plan.backup, silent)
        recover.replay(here, kept.place, Recovery(plan.target, 1, pauses=False), silent, archives_later=True)
        with here.connect() as connection:
            assert connection.execute("select max(n) from mark").fetchone() == (100,)
    finally:
        here.remove()
