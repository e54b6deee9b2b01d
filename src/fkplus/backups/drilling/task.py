"""What a drill, or an upkeep, is told by its file: where to restore to, where the primary answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

from fkplus.backups import place_file, repository
from fkplus.components.lone_instance import Listening
from fkplus.database.connection import Connection, connect
from fkplus.model.backup import BackupPlace
from fkplus.model.names import SUPERUSER


@dataclass(frozen=True)
class Task:
    """A drill's work; `instances` says where each instance of the cluster answers, by node.

    `owner` is the role that the database and all in it belong to.
    """

    place: BackupPlace
    root: Path
    programs: Path
    listening: Listening
    instances: Mapping[str, Listening]
    database: str
    owner: str


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
        drill["owner"],
    )


def primary(task: Task, database: str = "postgres") -> Connection:
    """Connect to the primary by its socket, where the daemons' user is let in as superuser; in autocommit.

    Raises NoPrimary or ConnectionLost.
    """
    there = task.instances[repository.primary(task.place).node]
    conninfo = make_conninfo(host=str(there.sockets), port=there.port, dbname=database, user=SUPERUSER)
    return connect(conninfo, autocommit=True)


def _listening(entry: Mapping[str, Any]) -> Listening:
    return Listening(Path(entry["sockets"]), int(entry["port"]))
