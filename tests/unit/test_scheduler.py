"""A backup whose failure can't even be recorded is tried again later and later, and is seen."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen

import pytest
from prometheus_client import generate_latest

from fkplus.backups import runs
from fkplus.backups.cron import Schedule
from fkplus.backups.scheduling import scheduler
from fkplus.backups.scheduling.drills import Drills
from fkplus.backups.scheduling.metrics import Metrics
from fkplus.backups.scheduling.scheduler import Scheduler
from fkplus.backups.scheduling.task import Task
from fkplus.backups.scheduling.upkeep import Upkeep
from fkplus.model.backup import BackupPlace, Instance
from fkplus.model.backup_runs import Run
from fkplus.runtimes.base import Result

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def nothing(_: Sequence[str | Path], *, seconds: float, on_line: object = None) -> Result:
    return Result(1, ["ERROR: [039]: No space left on device"])


def test_a_full_backup_disk_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = BackupPlace("local", tmp_path, (Instance("node1", "http://127.0.0.1:1", tmp_path / "conf"),), 3)
    yesterday = (NOON - timedelta(days=1)).isoformat()
    runs.end(place, Run(started_at=yesterday, finished_at=yesterday, ok=True, label="20261124-120000F"))
    clock, tried = [NOON], []

    def full(*_: object) -> None:
        tried.append(clock[-1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scheduler, "create", full)
    monkeypatch.setattr(scheduler.repository, "primary", lambda _: None)
    metrics = Metrics()
    task = Task(place, Schedule("0 3 * * *", "UTC"), tmp_path / "busy", "127.0.0.1", 0)
    drills = Drills(place, lambda: pytest.fail("no drill is due"), lambda _: None)
    upkeep = Upkeep(lambda: Popen("true"), lambda _: None)
    one = Scheduler(task, nothing, drills, upkeep, metrics, lambda _: None)
    for second in range(0, 420, 2):
        clock.append(NOON + timedelta(seconds=second))
        one.step(lambda: clock[-1])
    assert [(moment - NOON).total_seconds() for moment in tried] == [0, 60, 180]
    assert b"fkplus_backup_last_run_ok 0.0" in generate_latest(metrics.registry)
