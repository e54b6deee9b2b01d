"""What the scheduler does, over and over: look at the repository; make a backup, drill or upkeep when due."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from fkplus.backups import archive, repository, runs
from fkplus.backups.create import BackupRuns, create
from fkplus.backups.due import next_run, wanted_after_last_good
from fkplus.backups.gaps import gaps
from fkplus.backups.repository import RunProgram, Say
from fkplus.backups.scheduling.drills import Drills
from fkplus.backups.scheduling.metrics import Metrics
from fkplus.backups.scheduling.task import Task
from fkplus.backups.scheduling.upkeep import Upkeep
from fkplus.model.backup import Catalogue
from fkplus.model.backup_runs import Outlook, Run, Runs
from fkplus.model.errors import FkplusError, NoPrimary
from fkplus.runtimes.file_lock import is_held

# A look costs two short processes.
LOOK_SECONDS = 60.0
_LONGEST_WAIT_SECONDS = 3600.0


class Scheduler:
    """One scheduler; `step` is called every few seconds and does what is due."""

    def __init__(
        self, task: Task, run: RunProgram, drills: Drills, upkeep: Upkeep, metrics: Metrics, say: Say
    ) -> None:
        self._task = task
        self._run = run
        self._drills = drills
        self._upkeep = upkeep
        self._metrics = metrics
        self._say = say
        self._failures = 0
        self._failed: Run | None = None
        self._looked: datetime | None = None
        self._outlook = Outlook()
        self._has_backup = True
        self._waiting_since: datetime | None = None

    def step(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Look at the repository each minute; make a backup if due, begin a drill and an upkeep likewise."""
        if self._looked is None or (now() - self._looked).total_seconds() >= LOOK_SECONDS:
            self._look()
            self._looked = now()
        needed = self._outlook.gap is not None or not self._has_backup
        due = next_run(self._task.schedule, self._runs(), self._failures, now(), needed=needed)
        if due <= now() and not self._waits(now()) and self._make(now):
            self._look()
            due = next_run(self._task.schedule, self._runs(), self._failures, now(), needed=False)
        self._drills.step(now(), lambda: self._has_backup and self._has_primary() and not self._waits(now()))
        self._upkeep.step(now(), lambda: self._has_primary() and not self._waits(now()))
        self._foresee(due, self._drills.due(now()))

    def _waits(self, now: datetime) -> bool:
        """Tell whether a command is at work on the cluster, which a backup would only slow down.

        After an hour it is made all the same.
        """
        if not is_held(self._task.busy):
            self._waiting_since = None
            return False
        self._waiting_since = self._waiting_since or now
        return (now - self._waiting_since).total_seconds() < _LONGEST_WAIT_SECONDS

    def _runs(self) -> Runs:
        """Return what is recorded, and a failure that could not be, as on a full disk."""
        known = runs.read(self._task.place)
        if self._failed is None or (known.last and known.last.started_at >= self._failed.started_at):
            return known
        return replace(known, last=self._failed)

    def _make(self, now: Callable[[], datetime]) -> bool:
        """Make a backup; tells whether a run was made or tried."""
        if not self._has_primary():
            return False  # a cluster that is just starting, or without a primary, is no failed backup
        began = _shown(now())
        try:
            create(self._task.place, self._run, self._say)
        except BackupRuns:
            return False
        except (FkplusError, OSError) as error:
            problem = error.what if isinstance(error, FkplusError) else str(error)
            self._failed = Run(started_at=began, finished_at=_shown(now()), problem=problem)
            self._failures += 1
            self._metrics.runs.labels("failed").inc()
            self._say(f"backup failed, {self._failures} in a row: {problem}")
            return True
        self._failures, self._failed = 0, None
        self._metrics.runs.labels("good").inc()
        return True

    def _has_primary(self) -> bool:
        try:
            repository.primary(self._task.place)
        except NoPrimary:
            return False
        return True

    def _look(self) -> None:
        """Read what the repository holds, and whether the archive has a gap."""
        try:
            found = repository.read(self._task.place, self._run)
            # One that an earlier cluster has left in the repository is none of this one.
            self._has_backup = bool(found.current)
            self._outlook = Outlook(
                kept=len(found.backups), gap=self._gap(found), problem=found.problem or None
            )
        except (FkplusError, ValueError) as error:
            self._outlook = Outlook(problem=str(error), kept=self._outlook.kept, gap=self._outlook.gap)

    def _gap(self, found: Catalogue) -> str | None:
        if not found.current:
            return None
        kept = archive.segments(self._task.place, self._run, found.archive)
        missing = gaps(kept, found.current[-1].first_segment)
        for before, after in missing:
            self._say(f"archived WAL is missing between {before.name} and {after.name}: a new backup is due")
        return " to ".join(each.name for each in missing[0]) if missing else None

    def _foresee(self, backup: datetime, drill: datetime) -> None:
        outlook = replace(self._outlook, next_run=_shown(backup), next_drill=_shown(drill))
        state = self._runs()
        wanted = wanted_after_last_good(self._task.schedule, state)
        self._metrics.show(state, outlook, wanted, runs.last_drill(self._task.place))
        self._metrics.show_upkeep(self._upkeep.succeeded_at)
        if self._task.place.directory.exists():
            with suppress(FkplusError):  # a full disk; the run that fails on it has said so
                runs.foresee(self._task.place, outlook)


def _shown(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
