"""When backups and drills have to begin: computed from the last ones, so that a missed run is made up."""

from datetime import datetime, timedelta

from fkplus.backups.cron import Schedule
from fkplus.model.backup_runs import Drill, Runs

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=30)

# Sunday night, in the machine's local time: a drill reads the whole database several times.
DRILLS = Schedule("0 5 * * 0")


def next_run(schedule: Schedule, runs: Runs, failures: int, now: datetime, *, needed: bool) -> datetime:
    """Return when the next run is due; a moment that has passed means at once.

    Without a good backup that is now, and where one is `needed` too (after a gap in the archived WAL). A
    moment of the schedule since the last run's beginning was missed, and counts still. After `failures` runs
    that failed in a row it is tried again after 1, 2, 4 ... 30 minutes, whatever the schedule says.
    """
    last = runs.last
    if last is not None and failures:
        ended = datetime.fromisoformat(last.finished_at or last.started_at)
        pause: timedelta = min(_FIRST_PAUSE * 2 ** min(failures - 1, 10), _LONGEST_PAUSE)
        return ended + pause
    wanted = wanted_after_last_good(schedule, runs)
    return now if wanted is None or needed else wanted


def wanted_after_last_good(schedule: Schedule, runs: Runs) -> datetime | None:
    """Return the schedule's first moment after the last good backup was begun; None: there is no good one."""
    if runs.last_good is None:
        return None
    return schedule.after(datetime.fromisoformat(runs.last_good.started_at))


def next_drill(schedule: Schedule, last: Drill | None, foreseen: str | None, now: datetime) -> datetime:
    """Return when the next drill is due; a moment that has passed means at once.

    One by hand counts. Before the first it is what was `foreseen` (ISO 8601), so that a machine which is off
    at that moment makes up for it. One that failed is not repeated sooner: the alert stands until somebody
    acts.
    """
    if last is not None:
        return schedule.after(datetime.fromisoformat(last.started_at))
    return datetime.fromisoformat(foreseen) if foreseen else schedule.after(now)
