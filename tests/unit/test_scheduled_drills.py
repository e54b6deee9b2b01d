"""A drill that is due runs once, in a process of its own, and its end is recorded whatever it is."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen

import pytest

from fkplus.backups import runs
from fkplus.backups.create import exclusive
from fkplus.backups.scheduling.drills import Drills
from fkplus.model.backup import BackupPlace
from fkplus.model.backup_runs import Drill, Outlook

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LONG_AGO = (NOW - timedelta(days=30)).isoformat()


@pytest.fixture
def place(tmp_path: Path) -> BackupPlace:
    made = BackupPlace("local", tmp_path, (), 3)
    runs.end_drill(made, Drill(LONG_AGO))
    return made


class Begun:
    """Drills whose processes run a shell command in place of a drill."""

    def __init__(self, place: BackupPlace, command: str) -> None:
        self.processes: list[Popen[bytes]] = []
        self._command = command
        self.drills = Drills(place, self._start, lambda _: None)

    def _start(self) -> Popen[bytes]:
        self.processes.append(Popen(["sh", "-c", self._command]))
        return self.processes[-1]

    def step(self, *, may_begin: bool = True) -> None:
        self.drills.step(NOW, lambda: may_begin)

    def ended(self) -> None:
        self.processes[-1].wait(timeout=30)
        self.step()


def test_a_drill_that_was_killed_counts_as_failed_and_is_not_begun_again(place: BackupPlace) -> None:
    begun = Begun(place, "exec sleep 60")
    begun.step()
    begun.step()
    [process] = begun.processes
    process.kill()
    begun.ended()
    begun.step()
    last = runs.last_drill(place)
    assert last is not None
    assert "ended with code -9" in str(last.problem)
    assert begun.processes == [process]
    assert begun.drills.due(NOW) > NOW


def test_a_drill_that_found_others_at_work_is_begun_again(place: BackupPlace) -> None:
    begun = Begun(place, f"exit {os.EX_TEMPFAIL}")
    begun.step()
    begun.ended()
    begun.step()
    assert len(begun.processes) == 2
    begun.ended()
    last = runs.last_drill(place)
    assert last is not None
    assert last.started_at == LONG_AGO


def test_a_drill_waits_for_backups_and_for_a_primary(place: BackupPlace) -> None:
    begun = Begun(place, "true")
    with exclusive(place):
        begun.step()
    begun.step(may_begin=False)
    assert not begun.processes


def test_a_drill_ends_with_its_scheduler_and_is_made_up(place: BackupPlace) -> None:
    begun = Begun(place, "exec sleep 60")
    begun.step()
    begun.drills.stop()
    assert begun.processes[0].poll() is not None
    assert begun.drills.due(NOW) < NOW


def test_the_first_drill_stays_due_when_it_was_foreseen(tmp_path: Path) -> None:
    place = BackupPlace("local", tmp_path, (), 3)
    due = Drills(place, lambda: Popen(["true"]), lambda _: None).due(NOW)
    assert due > NOW
    runs.foresee(place, Outlook(next_drill=due.isoformat()))
    assert Drills(place, lambda: Popen(["true"]), lambda _: None).due(due + timedelta(days=9)) == due


@pytest.mark.parametrize("unit", ["scheduling", "receiving"])
def test_what_mostly_waits_starts_without_what_only_drills_need(unit: str) -> None:
    found = "{'psycopg', 'httpx'} & set(sys.modules)"
    code = f"import sys, fkplus.backups.{unit}.__main__; sys.exit(str({found}))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.stderr.strip() == "set()"
