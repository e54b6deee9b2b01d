"""What the receiver is told by its file: where WAL comes from, where it goes, where to show its metrics."""

import json
from dataclasses import dataclass
from pathlib import Path

from fkplus.backups import place_file
from fkplus.model.backup import BackupPlace


@dataclass(frozen=True)
class Task:
    """A receiver's work; `source` is a libpq keyword string whose password is in a passfile."""

    place: BackupPlace
    source: str
    slot: str
    program: Path
    host: str
    port: int


def read(path: Path) -> Task:
    """Read receiver.json; raises OSError, ValueError or KeyError where `up` did not write it."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return Task(
        place_file.read(document["place"]),
        document["source"],
        document["slot"],
        Path(document["program"]),
        document["host"],
        int(document["port"]),
    )
