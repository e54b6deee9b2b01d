"""To which moment a restore goes: what a person may write, and what can be reached from what is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from fkplus.model import wal
from fkplus.model.backup import Backup
from fkplus.model.errors import BadInput
from fkplus.model.wal import Segment, Stretch

LATEST = "latest"

# pg_create_restore_point takes up to 63 bytes (MAXFNAMELEN in xlog_internal.h). The first letter keeps a
# name apart from a misspelt time.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,62}")
_ACCEPTED = (
    "it takes `latest`, a time with its zone such as '2026-11-25 15:04:05Z' or '2026-11-25 18:04:05+03:00',"
    " a WAL position such as 0/800B8B0, or the name of a restore point"
)

# pgBackRest gives the end of a backup in whole seconds, rounded down.
_BACKUP_ENDS_WITHIN = timedelta(seconds=1)


@dataclass(frozen=True)
class Latest:
    """The end of everything that was archived or received."""

    def __str__(self) -> str:
        return LATEST


@dataclass(frozen=True)
class AtTime:
    """The last commit before or at `moment`."""

    moment: datetime

    def __str__(self) -> str:
        return f"{self.moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"


@dataclass(frozen=True)
class AtPosition:
    """Everything that was written before a position of the log."""

    position: int

    def __str__(self) -> str:
        return wal.shown(self.position)


@dataclass(frozen=True)
class AtName:
    """The first restore point of that name after the backup's end."""

    name: str

    def __str__(self) -> str:
        return self.name


Target = Latest | AtTime | AtPosition | AtName


def parse(text: str) -> Target:
    """Return the target that a person wrote; raises BadInput for what is none.

    A time without a zone is refused: taken for another zone than the one that was meant it would restore
    another hour, and nobody would notice before the data are missed.
    """
    wanted = text.strip()
    if wanted == LATEST:
        return Latest()
    if wal.is_position(wanted):
        return AtPosition(wal.position(wanted))
    if _NAME.fullmatch(wanted):
        return AtName(wanted)
    moment = _moment(wanted)
    if moment is None:
        raise BadInput(f"--to {text!r} is no point in time", _ACCEPTED)
    if moment.tzinfo is None:
        raise BadInput(
            f"--to {text!r} has no time zone", f"write {wanted}Z for UTC, or {wanted}+03:00 for Moscow"
        )
    return AtTime(moment.astimezone(UTC))


def _moment(text: str) -> datetime | None:
    plain = re.sub(r"\s*UTC$", "Z", text)
    # A day alone is midnight to Python and any hour to people.
    if ":" not in plain and "T" not in plain:
        return None
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        return None


@dataclass(frozen=True)
class Fork:
    """A restore of the past: since `at` the cluster has written a new timeline, and left `timeline`.

    `name` is the restore point that was made just before, at `position`; `archive` as in Backup.
    """

    archive: str
    at: datetime
    timeline: int
    name: str
    position: int


@dataclass(frozen=True)
class Archive:
    """All WAL that is kept of one cluster: segments, the texts of history files, where and when it ends.

    `end` is the position behind the last byte where that is known; the last segment is kept up to there.
    """

    name: str
    segments: frozenset[Segment]
    histories: Mapping[int, str]
    ends: datetime
    end: int | None = None

    @property
    def newest_timeline(self) -> int:
        """Return the highest timeline of which anything is kept; 1 where nothing is."""
        numbers = {each.timeline for each in self.segments} | set(self.histories)
        return max(numbers, default=1)


def with_primary(archive: Archive, timeline: int, end: int, now: datetime) -> Archive:
    """Return the archive with what a running primary will add when asked: its log up to `end`, until now."""
    last = end // wal.SEGMENT_BYTES
    kept = [each.number for each in archive.segments if each.timeline == timeline]
    coming = {Segment(timeline, number) for number in range(max(kept, default=last - 1) + 1, last + 1)}
    return replace(archive, segments=archive.segments | coming, ends=now, end=end)


@dataclass(frozen=True)
class Plan:
    """How a target is reached: from which backup, on which timeline.

    `missing` is the segment whose absence makes "latest" earlier than people think, if one does.
    """

    target: Target
    backup: Backup
    timeline: int
    missing: Segment | None = None


@dataclass(frozen=True)
class Reach:
    """What can be reached on one timeline: from the end of the oldest backup to the end of the log.

    `missing` is the segment whose absence ends it early, if one does.
    """

    timeline: int
    backups: Sequence[Backup]
    ends: datetime
    end: int
    missing: Segment | None

    def __str__(self) -> str:
        if not self.backups:
            return f"nothing on timeline {self.timeline}: no backup leads to it"
        first = self.backups[0]
        gap = f"; {self.missing.name} is missing there" if self.missing else ""
        return (
            f"reachable on timeline {self.timeline}: {_earliest(first):%Y-%m-%d %H:%M:%SZ} ({first.lsn_stop})"
            f" to {self.ends:%Y-%m-%d %H:%M:%SZ} ({wal.shown(self.end)}){gap}"
        )


def timeline_of(target: Target, archive: Archive, forks: Sequence[Fork]) -> int:
    """Return the timeline that people mean by `target`.

    A time is meant as people lived it: before a restore of the past the cluster wrote the timeline that the
    restore left. The name of a restore point that a restore made is on the timeline that it left.
    """
    ordered = sorted(forks, key=lambda fork: fork.at)
    if isinstance(target, AtName):
        named = [fork.timeline for fork in ordered if fork.name == target.name]
        return named[-1] if named else archive.newest_timeline
    if isinstance(target, AtTime):
        left = [fork.timeline for fork in ordered if target.moment < fork.at]
        return left[0] if left else archive.newest_timeline
    return archive.newest_timeline


def reach(archive: Archive, backups: Sequence[Backup], forks: Sequence[Fork], timeline: int) -> Reach:
    """Return what can be reached on `timeline`; `backups` are in order, oldest first.

    Only gaps behind the newest backup count here; `plan` looks for those behind the one that it takes.
    """
    path = wal.history(timeline, archive.histories)
    usable = [each for each in backups if each.archive == archive.name and _leads_to(each, path)]
    end, missing = _end(archive, path, usable[-1]) if usable else (0, None)
    left = [fork.at for fork in forks if fork.timeline == timeline]
    return Reach(timeline, usable, left[-1] if left else archive.ends, end, missing)


def plan(
    target: Target,
    archive: Archive,
    backups: Sequence[Backup],
    forks: Sequence[Fork],
    now: datetime,
    timeline: int | None = None,
) -> Plan:
    """Return how to reach `target`; raises BadInput with the reachable range where nothing leads there.

    `forks` are those of the same archive.
    For a name whose place is not known the oldest backup is taken: it is the one surely before it.
    """
    wanted = timeline_of(target, archive, forks) if timeline is None else timeline
    there = reach(archive, backups, forks, wanted)
    path = wal.history(wanted, archive.histories)
    usable = [backup for backup in there.backups if _is_before(backup, target, forks)]
    problem = _problem(target, there, now, usable)
    if not problem and isinstance(target, AtPosition):
        end, _ = _end(archive, path, usable[-1])
        problem = f"is behind the end of the log, {wal.shown(end)}" if target.position >= end else ""
    if problem:
        shown = {
            wanted: there,
            archive.newest_timeline: reach(archive, backups, forks, archive.newest_timeline),
        }
        raise BadInput(f"--to {target} {problem}", "; ".join(str(each) for each in shown.values()))
    is_unplaced = isinstance(target, AtName) and target.name not in {fork.name for fork in forks}
    missing = there.missing if isinstance(target, Latest) else None
    return Plan(target, usable[0] if is_unplaced else usable[-1], wanted, missing)


def _problem(target: Target, there: Reach, now: datetime, usable: Sequence[Backup]) -> str:
    if not there.backups:
        return "can't be reached: there is no backup to begin with"
    if isinstance(target, AtTime) and target.moment > now:
        return f"is in the future: it is {now:%Y-%m-%d %H:%M:%SZ} now"
    if isinstance(target, AtTime) and target.moment > there.ends:
        return "is behind the end of the log"
    return "" if usable else "is before the end of the oldest backup"


def _earliest(backup: Backup) -> datetime:
    return backup.finished_at + _BACKUP_ENDS_WITHIN


def _is_before(backup: Backup, target: Target, forks: Sequence[Fork]) -> bool:
    """Tell whether `backup` was consistent before `target`."""
    match target:
        case AtTime():
            return _earliest(backup) <= target.moment
        case AtPosition():
            return wal.position(backup.lsn_stop) <= target.position
        case AtName():
            known = [fork.position for fork in forks if fork.name == target.name]
            return not known or wal.position(backup.lsn_stop) <= known[-1]
        case Latest():
            return True


def _leads_to(backup: Backup, path: Sequence[Stretch]) -> bool:
    """Tell whether the history `path` went through the end of `backup`."""
    stop = wal.position(backup.lsn_stop)
    return any(stretch.timeline == backup.timeline and stretch.holds(stop) for stretch in path)


def _end(archive: Archive, path: Sequence[Stretch], backup: Backup) -> tuple[int, Segment | None]:
    """Return where the log that follows `backup` without a gap ends, and the segment that is missing there.

    None is missing at the end of all that is kept.
    """
    timelines = {stretch.timeline for stretch in path}
    last = max((each.number for each in archive.segments if each.timeline in timelines), default=-1)
    number = wal.position(backup.lsn_start) // wal.SEGMENT_BYTES
    while not archive.segments.isdisjoint(_candidates(path, number)):
        number += 1
    if number <= last:
        return number * wal.SEGMENT_BYTES, _candidates(path, number)[0]
    end = number * wal.SEGMENT_BYTES
    is_newest = path[-1].timeline == archive.newest_timeline
    return (min(end, archive.end) if archive.end is not None and is_newest else end), None


def _candidates(path: Sequence[Stretch], number: int) -> Sequence[Segment]:
    """Return the segments of this number that lie on the path, newest timeline first.

    PostgreSQL tries them in that order (XLogFileReadAnyTLI in xlogrecovery.c): a new timeline begins with a
    copy of the segment in which it left the old one.
    """
    begin, end = number * wal.SEGMENT_BYTES, (number + 1) * wal.SEGMENT_BYTES
    return [
        Segment(stretch.timeline, number)
        for stretch in reversed(path)
        if stretch.begin < end and (stretch.end is None or stretch.end > begin)
    ]
