"""Backups are made, kept in number, found when damaged, and go on when the primary changes."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from running import Fkplus

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]

_SECONDS = 120.0


@pytest.fixture(scope="module")
def first(fkplus: Fkplus, running: None) -> dict[str, Any]:
    """Return the backup that the scheduler made by itself after the first `up`."""
    return eventually(fkplus, lambda last: bool(last and last["ok"]))


def eventually(fkplus: Fkplus, holds: Callable[[Any], bool]) -> dict[str, Any]:
    deadline = time.monotonic() + _SECONDS
    while not holds(last := fkplus.status()["last_backup"]):
        assert time.monotonic() < deadline, last
        time.sleep(0.5)
    return last  # type: ignore[no-any-return]


def labels(fkplus: Fkplus) -> list[str]:
    return [backup["label"] for backup in backups(fkplus)]


def backups(fkplus: Fkplus) -> list[dict[str, Any]]:
    document = json.loads(fkplus.run("backup", "list", "--json").stdout)
    assert document["problem"] is None
    return list(document["backups"])


def create(fkplus: Fkplus) -> dict[str, Any]:
    return dict(json.loads(fkplus.run("backup", "create", "--json").stdout))


def repository(fkplus: Fkplus) -> Path:
    return fkplus.home / "backup" / "repository"


@contextmanager
def unwritable(directory: Path) -> Iterator[None]:
    """Let nobody but root write below `directory`; the daemons are not root."""
    places = [directory, *(path for path in directory.rglob("*") if path.is_dir())]
    modes = [path.stat().st_mode & 0o777 for path in places]
    for path in places:
        path.chmod(0o500)
    try:
        yield
    finally:
        for path, mode in zip(places, modes, strict=True):
            path.chmod(mode)


def test_the_scheduler_makes_the_first_backup_by_itself(fkplus: Fkplus, first: dict[str, Any]) -> None:
    assert first["label"] in labels(fkplus)
    assert first["type"] == "full"
    assert first["bytes"] > 0
    assert datetime.fromisoformat(first["next_run"]) > datetime.now(UTC)


def test_a_second_run_at_the_same_time_is_refused(fkplus: Fkplus, first: dict[str, Any]) -> None:
    with (fkplus.home / "backup" / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = fkplus.run("backup", "create", check=False)
    assert result.returncode == 1
    assert "at work on the backups" in result.stderr


def test_the_receiver_acknowledges_no_commit(fkplus: Fkplus, first: dict[str, Any]) -> None:
    with fkplus.connect("fkplus_monitor") as connection:
        row = connection.execute(
            "select state, sync_state from pg_stat_replication where application_name = 'fkplus_receiver'"
        ).fetchone()
    assert row == ("streaming", "async")


def test_a_failover_between_backups_is_nothing_to_them(fkplus: Fkplus, first: dict[str, Any]) -> None:
    before = fkplus.status()
    os.kill(fkplus.postmaster(before["primary"]), signal.SIGKILL)
    deadline = time.monotonic() + _SECONDS
    while fkplus.status()["timeline"] in (None, before["timeline"]):
        assert time.monotonic() < deadline
        time.sleep(0.3)
    made = create(fkplus)
    assert made["timeline"] == before["timeline"] + 1
    fkplus.wait_until_ready()
    received = fkplus.home / "backup" / "received"
    deadline = time.monotonic() + _SECONDS
    while not list(received.glob(f"{made['timeline']:08X}*.partial")):
        assert time.monotonic() < deadline, sorted(path.name for path in received.iterdir())
        time.sleep(0.3)


def test_a_missed_run_is_made_up(fkplus: Fkplus, first: dict[str, Any]) -> None:
    record = fkplus.home / "backup" / "runs.json"
    document = json.loads(record.read_text())
    last_night = datetime.fromisoformat(document["last_good"]["started_at"]) - timedelta(days=2)
    document["last_good"]["started_at"] = last_night.isoformat()
    document["last"] = document["last_good"]
    before = labels(fkplus)[-1]
    record.write_text(json.dumps(document))
    made = eventually(fkplus, lambda last: bool(last["ok"]) and last["label"] != before)
    assert made["label"] == labels(fkplus)[-1]


def test_the_newest_remain_and_each_of_them_is_whole(fkplus: Fkplus, first: dict[str, Any]) -> None:
    for _ in range(3 - len(labels(fkplus))):
        create(fkplus)
    newest = create(fkplus)["label"]
    kept = labels(fkplus)
    assert len(kept) == 3
    assert kept[-1] == newest
    assert first["label"] not in kept
    verified = json.loads(fkplus.run("backup", "verify", "--json").stdout)
    assert verified["problems"] == []
    assert sorted(verified["backups"]) == kept


def test_a_failed_run_is_told_and_costs_no_backup(fkplus: Fkplus, first: dict[str, Any]) -> None:
    before = labels(fkplus)
    with unwritable(repository(fkplus) / "backup"):
        result = fkplus.run("backup", "create", check=False)
        failed = fkplus.status()
    assert result.returncode == 1
    assert "the backup failed" in result.stderr
    assert not failed["last_backup"]["ok"]
    assert failed["last_backup"]["last_good"] == before[-1]
    assert any("last run failed" in risk["what"] for risk in failed["risks"])
    assert labels(fkplus) == before


def test_a_damaged_file_is_found_and_named(fkplus: Fkplus, first: dict[str, Any]) -> None:
    newest = labels(fkplus)[-1]
    files = (repository(fkplus) / "backup").glob(f"*/{newest}/pg_data/**/*.zst")
    victim = max(files, key=lambda path: path.stat().st_size)
    whole = victim.read_bytes()
    middle = len(whole) // 2
    victim.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    result = fkplus.run("backup", "verify", check=False)
    victim.write_bytes(whole)
    assert result.returncode == 1
    assert victim.name in result.stdout
    assert newest in result.stdout


def test_an_archive_that_takes_no_wal_is_told_and_stops_no_write(
    fkplus: Fkplus, first: dict[str, Any]
) -> None:
    with fkplus.connect("postgres") as connection:
        with unwritable(repository(fkplus) / "archive"):
            connection.execute("create table unarchived (id int)")
            connection.execute("select pg_switch_wal()")
            connection.execute("insert into unarchived values (1)")
            deadline = time.monotonic() + _SECONDS
            while not any("archive does not take WAL" in risk["what"] for risk in fkplus.status()["risks"]):
                assert time.monotonic() < deadline
                time.sleep(0.5)
        connection.execute("drop table unarchived")
        connection.execute("select pg_switch_wal()")
    deadline = time.monotonic() + _SECONDS
    while any(risk["where"] == "backups" and "WAL" in risk["what"] for risk in fkplus.status()["risks"]):
        assert time.monotonic() < deadline
        time.sleep(0.5)
