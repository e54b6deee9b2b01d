"""Which WAL is kept: in the repository's archive, and beside it in what the receiver has written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from fkplus.backups.repository import RunProgram, answer, require_success, without_warnings
from fkplus.components import pgbackrest
from fkplus.model import wal
from fkplus.model.backup import BackupPlace
from fkplus.model.recovery import Archive
from fkplus.model.wal import Segment

_SECONDS = 120.0
_HISTORY = ".history"
# What pgBackRest is writing, or was when its disk was full or it was killed, has this ending (storage.h).
_UNFINISHED = ".pgbackrest.tmp"
_PARTIAL = ".partial"


def names(place: BackupPlace, run: RunProgram) -> Sequence[str]:
    """Return the names of the archives in the repository, oldest first, such as 15-1.

    A new one begins with each cluster that takes the repository over, and with each major version.
    """
    return _names(_listed(place, run))


def read(
    place: BackupPlace, run: RunProgram, timelines: Iterable[int] = (), name: str | None = None
) -> Archive:
    """Return all WAL that is kept in the archive `name`, or in the newest, and by the receiver.

    It comes with the histories of the newest of its timelines and of `timelines`. Raises CommandFailed when
    the repository can't be asked.
    """
    listed = _listed(place, run)
    newest = _names(listed)[-1] if listed else ""
    name = name or newest
    archived = _of(listed, name)
    received = _received(place.received) if name == newest else {}
    files = archived | received
    found = (_kept(each, archived=each in archived) for each in files)
    segments = frozenset(segment for segment in found if segment)
    known = {each.timeline for each in segments} | {number for each in files if (number := _timeline(each))}
    wanted = {max(known, default=1), *(set(timelines) & known)}
    histories = {number: _history(place, run, name, number) for number in sorted(wanted) if number > 1}
    ends = datetime.fromtimestamp(max(files.values(), default=0.0), UTC)
    return Archive(name, segments, histories, ends)


def segments(place: BackupPlace, run: RunProgram, name: str | None = None) -> frozenset[Segment]:
    """Return the whole segments in the archive `name`, or in the newest.

    Raises CommandFailed when the repository can't be asked.
    """
    listed = _listed(place, run)
    archived = _of(listed, name or _names(listed)[-1]) if listed else {}
    return frozenset(segment for name in archived if (segment := _kept(name, archived=True)))


def unarchived(place: BackupPlace, run: RunProgram) -> Sequence[Path]:
    """Return whole segments that only the receiver has, oldest first."""
    there = segments(place, run)
    whole = sorted(name for name in _received(place.received) if _PARTIAL not in name)
    return [place.received / name for name in whole if (one := wal.segment(name)) and one not in there]


def _names(listed: Mapping[Path, float]) -> Sequence[str]:
    return sorted({path.parts[0] for path in listed}, key=lambda name: int(name.split("-")[1]))


def _of(listed: Mapping[Path, float], archive: str) -> dict[str, float]:
    """Return the files of one archive: name -> time of writing (s since 1970)."""
    return {path.name: time for path, time in listed.items() if path.parts[0] == archive}


def _listed(place: BackupPlace, run: RunProgram) -> Mapping[Path, float]:
    """Return the files in all archives: path below the stanza's directory -> time of writing."""
    argv = pgbackrest.command(
        place.instances[0].configuration, place.stanza, "repo-ls", "--recurse", "--output=json"
    )
    result = run([*argv, f"archive/{place.stanza}"], seconds=_SECONDS)
    require_success(result, "the archive can't be read")
    entries: Mapping[str, Mapping[str, float]] = answer(result)
    return {
        Path(name): float(entry["time"])
        for name, entry in entries.items()
        if "/" in name and "time" in entry and not name.endswith(_UNFINISHED)
    }


def _received(directory: Path) -> dict[str, float]:
    try:
        return {path.name: path.stat().st_mtime for path in directory.iterdir() if path.is_file()}
    except OSError:
        return {}


def _kept(name: str, *, archived: bool) -> Segment | None:
    """Return the segment that a file offers to a restore, which asks the archive for no .partial one."""
    if name.endswith(".backup") or (archived and _PARTIAL in name):
        return None
    return wal.segment(name)


def _timeline(name: str) -> int | None:
    """Return the timeline of a history file's name."""
    return int(name.removesuffix(_HISTORY), 16) if name.endswith(_HISTORY) else None


def _history(place: BackupPlace, run: RunProgram, archive: str, timeline: int) -> str:
    """Return the text of a history file; empty where it is kept nowhere."""
    name = f"{timeline:08X}{_HISTORY}"
    argv = pgbackrest.command(place.instances[0].configuration, place.stanza, "repo-get", "--ignore-missing")
    result = run([*argv, f"archive/{place.stanza}/{archive}/{name}"], seconds=_SECONDS)
    require_success(result, f"the history of timeline {timeline} can't be read")
    archived, received = without_warnings(result.output), place.received / name
    if not archived and received.exists():
        return received.read_text(encoding="utf-8")
    return "\n".join(archived)
