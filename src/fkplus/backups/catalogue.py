"""Which backups the repository holds, read from what `pgbackrest info --output=json` prints."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from fkplus.model.backup import Backup, Catalogue

# src/command/info/info.c of pgBackRest: 0 ok, 1 no stanza, 2 a stanza without backups.
_OK, _NO_STANZA, _NO_BACKUP = 0, 1, 2


def parse(stanzas: Sequence[Mapping[str, Any]]) -> Catalogue:
    """Return the catalogue of the one stanza that was asked for."""
    if not stanzas:
        return Catalogue((), has_stanza=False)
    [stanza] = stanzas
    status = stanza["status"]
    archives = {each["id"]: f"{each['version']}-{each['id']}" for each in stanza["db"]}
    backups = sorted(
        (_backup(entry, archives[entry["database"]["id"]]) for entry in stanza["backup"]),
        key=lambda backup: backup.label,
    )
    problem = "" if status["code"] in (_OK, _NO_STANZA, _NO_BACKUP) else str(status["message"])
    return Catalogue(
        tuple(backups),
        problem,
        has_stanza=status["code"] != _NO_STANZA,
        archive=archives[max(archives)] if archives else "",
    )


def _backup(entry: Mapping[str, Any], archive: str) -> Backup:
    size = entry["info"]
    return Backup(
        label=entry["label"],
        type=entry["type"],
        started_at=datetime.fromtimestamp(entry["timestamp"]["start"], UTC),
        finished_at=datetime.fromtimestamp(entry["timestamp"]["stop"], UTC),
        size=size["size"],
        repository_size=size["repository"]["delta"],
        wal_start=entry["archive"]["start"],
        wal_stop=entry["archive"]["stop"],
        lsn_start=entry["lsn"]["start"],
        lsn_stop=entry["lsn"]["stop"],
        archive=archive,
        has_errors=bool(entry["error"]),
    )
