"""How a drill that is due runs beside the scheduler: as a process of its own, whose end is recorded.

It needs much that the scheduler does without, and it takes long: backups and WAL are watched meanwhile.
"""

import os
from collections.abc import Callable
from datetime import datetime
from subprocess import Popen

from fkplus.backups import runs
from fkplus.backups.due import DRILLS, next_drill
from fkplus.backups.process import end_child
from fkplus.backups.repository import Say
from fkplus.model.backup import BackupPlace
from fkplus.model.backup_runs import Drill
from fkplus.runtimes.file_lock import is_held


class Drills:
    """The drills of one scheduler; `start` starts the process of one."""

    def __init__(self, place: BackupPlace, start: Callable[[], Popen[bytes]], say: Say) -> None:
        self._place = place
        self._start = start
        self._say = say
        self._foreseen = runs.read_outlook(place).next_drill
        self._process: Popen[bytes] | None = None
        self._began = ""

    def due(self, now: datetime) -> datetime:
        """Return when the next drill is due."""
        due = next_drill(DRILLS, runs.last_drill(self._place), self._foreseen, now)
        self._foreseen = due.isoformat(timespec="seconds")
        return due

    def step(self, now: datetime, may_begin: Callable[[], bool]) -> None:
        """Look after a drill that runs; begin one that is due, when nothing speaks against it."""
        if self._process is not None:
            self._look(self._process)
        elif self.due(now) <= now and not is_held(self._place.lock) and may_begin():
            self._began = now.isoformat(timespec="seconds")
            self._process = self._start()

    def stop(self) -> None:
        """End a drill that runs; it is made up."""
        if self._process is not None:
            end_child(self._process)
            self._process = None

    def _look(self, process: Popen[bytes]) -> None:
        code = process.poll()
        if code is None:
            return
        self._process = None
        last = runs.last_drill(self._place)
        is_recorded = last is not None and last.started_at >= self._began
        if not is_recorded and code != os.EX_TEMPFAIL:
            # Killed, or broken: without a record it would be begun again and again.
            self._say(f"the drill's process ended with code {code}")
            problem = f"it was cut off: its process ended with code {code}"
            runs.end_drill(self._place, Drill(self._began, problem=problem))
