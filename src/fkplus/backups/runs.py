"""How the last runs ended, kept in a file beside the repository for `status` and the scheduler."""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from fkplus.model.backup import BackupPlace
from fkplus.model.errors import FkplusError
from fkplus.runtimes.files import replace_text


@dataclass(frozen=True)
class Run:
    """One attempt at a backup; without `finished_at` it still goes on, or was cut off.

    `bytes` is what it added to the repository. A run that failed has a `problem` and no label.
    """

    started_at: str
    finished_at: str | None = None
    ok: bool = False
    label: str | None = None
    type: str | None = None
    seconds: float | None = None
    bytes: int | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Runs:
    """The last run, the last good one, and when the scheduler means to make the next (ISO 8601)."""

    last: Run | None = None
    last_good: Run | None = None
    next_run: str | None = None


def read(place: BackupPlace) -> Runs:
    """Return what is recorded; nothing where there is no readable record, which the next run mends."""
    try:
        document = json.loads(place.record.read_text(encoding="utf-8"))
        return Runs(_run(document["last"]), _run(document["last_good"]), document["next_run"])
    except (OSError, ValueError, KeyError, TypeError):
        return Runs()


def begin(place: BackupPlace, now: datetime) -> Run:
    """Record that a run begins."""
    run = Run(started_at=now.isoformat(timespec="seconds"))
    _write(place, replace(read(place), last=run))
    return run


def end(place: BackupPlace, run: Run) -> None:
    """Record how the run ended."""
    runs = read(place)
    _write(place, replace(runs, last=run, last_good=run if run.ok else runs.last_good))


def plan(place: BackupPlace, next_run: datetime | None) -> None:
    """Record when the next run is due."""
    text = next_run.isoformat(timespec="seconds") if next_run else None
    runs = read(place)
    if runs.next_run != text:
        _write(place, replace(runs, next_run=text))


def _run(entry: dict[str, object] | None) -> Run | None:
    return Run(**entry) if entry else None  # type: ignore[arg-type]


def _write(place: BackupPlace, runs: Runs) -> None:
    try:
        replace_text(place.record, json.dumps(asdict(runs), indent=2), _give_to_the_directorys_owner)
    except OSError as error:
        # A full disk is the most likely reason, and the run itself must tell that, not this.
        raise FkplusError(f"{place.record} can't be written: {error.strerror}") from error


def _give_to_the_directorys_owner(path: Path) -> None:
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
