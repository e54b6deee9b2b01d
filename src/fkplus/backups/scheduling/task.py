"""What the scheduler is told by its file: which cluster, when, and where to show its metrics."""

import json
from dataclasses import dataclass
from pathlib import Path

from fkplus.backups import place_file
from fkplus.backups.cron import Schedule
from fkplus.model.backup import BackupPlace


@dataclass(frozen=True)
class Task:
    """A scheduler's work; `host` and `port` are where its metrics are read.

    `busy` is the lock of commands that change the cluster.
    """

    place: BackupPlace
    schedule: Schedule
    busy: Path
    host: str
    port: int


def read(path: Path) -> Task:
    """Read scheduler.json; raises OSError, ValueError or KeyError where `up` did not write it."""
    document = json.loads(path.read_text(encoding="utf-8"))
    place = place_file.read(document["place"])
    busy = Path(document["busy"])
    return Task(place, Schedule(document["cron"]), busy, document["host"], int(document["port"]))
