"""How the last runs ended, kept in a file beside the repository for `status` and the scheduler."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from fkplus.model.backup import BackupPlace
from fkplus.model.backup_runs import Drill, Outlook, Run, Runs
from fkplus.model.errors import FkplusError
from fkplus.runtimes.files import replace_text, to_owner_of_directory


def read(place: BackupPlace) -> Runs:
    """Return what is recorded; nothing where there is no readable record, which the next run mends."""
    try:
        document = json.loads(place.record.read_text(encoding="utf-8"))
        return Runs(_run(document["last"]), _run(document["last_good"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Runs()


def read_outlook(place: BackupPlace) -> Outlook:
    """Return what the scheduler wrote last; nothing where it has not."""
    try:
        return Outlook(**json.loads(place.outlook.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Outlook()


def last_drill(place: BackupPlace) -> Drill | None:
    """Return how the last drill ended, None where there was none, or no readable record."""
    try:
        return Drill(**json.loads(place.drill.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def end_drill(place: BackupPlace, drill: Drill) -> None:
    """Record how a drill ended."""
    _write(place.drill, asdict(drill))


def begin(place: BackupPlace, now: datetime) -> Run:
    """Record that a run begins."""
    run = Run(started_at=now.isoformat(timespec="seconds"))
    _write(place.record, asdict(replace(read(place), last=run)))
    return run


def end(place: BackupPlace, run: Run) -> None:
    """Record how the run ended."""
    runs = read(place)
    _write(place.record, asdict(Runs(last=run, last_good=run if run.ok else runs.last_good)))


def foresee(place: BackupPlace, outlook: Outlook) -> None:
    """Record what the scheduler found, where that has changed."""
    if read_outlook(place) != outlook:
        _write(place.outlook, asdict(outlook))


def _run(entry: dict[str, object] | None) -> Run | None:
    return Run(**entry) if entry else None  # type: ignore[arg-type]


def _write(path: Path, document: Mapping[str, Any]) -> None:
    try:
        replace_text(path, json.dumps(document, indent=2), to_owner_of_directory)
    except OSError as error:
        raise FkplusError(f"{path} can't be written: {error.strerror}", "is its disk full?") from error
