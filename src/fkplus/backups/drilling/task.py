"""What a drill that is due is told by its file: where to restore to, where the primary answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fkplus.backups import place_file
from fkplus.components.lone_instance import Listening
from fkplus.model.backup import BackupPlace


@dataclass(frozen=True)
class Task:
    """A drill's work; `instances` says where each instance of the cluster answers, by node."""

    place: BackupPlace
    root: Path
    programs: Path
    listening: Listening
    instances: Mapping[str, Listening]
    database: str


def read(path: Path) -> Task:
    """Read scheduler.json; raises OSError, ValueError or KeyError where `up` did not write it."""
    document = json.loads(path.read_text(encoding="utf-8"))
    drill = document["drill"]
    return Task(
        place_file.read(document["place"]),
        Path(drill["root"]),
        Path(drill["programs"]),
        _listening(drill),
        {node: _listening(entry) for node, entry in drill["instances"].items()},
        drill["database"],
    )


def _listening(entry: Mapping[str, Any]) -> Listening:
    return Listening(Path(entry["sockets"]), int(entry["port"]))
