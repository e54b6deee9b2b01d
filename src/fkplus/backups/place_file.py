"""How a unit's file says which cluster's backups it is about; components/pgbackrest.py writes it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fkplus.model.backup import BackupPlace, Instance


def read(document: Mapping[str, Any]) -> BackupPlace:
    """Return the place; raises KeyError or ValueError where it is none."""
    return BackupPlace(
        document["stanza"],
        Path(document["directory"]),
        tuple(
            Instance(entry["node"], entry["rest"], Path(entry["configuration"]))
            for entry in document["instances"]
        ),
        int(document["retention_count"]),
    )
