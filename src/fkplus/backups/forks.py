"""Which timelines restores of the past have left, and when.

It is kept beside the repository, because a later restore goes by it to know which timeline a time means.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from fkplus.model.backup import BackupPlace
from fkplus.model.errors import FkplusError
from fkplus.model.recovery import Fork
from fkplus.runtimes.files import replace_text, to_owner_of_directory


def read(place: BackupPlace) -> Sequence[Fork]:
    """Return all forks; raises FkplusError for a damaged file, without which a time may mean another one."""
    try:
        entries = json.loads(place.forks.read_text(encoding="utf-8"))
        return tuple(Fork(**{**entry, "at": datetime.fromisoformat(entry["at"])}) for entry in entries)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FkplusError(
            f"{place.forks} can't be read: {error}",
            "mend the file, or move it away: a time then means the newest timeline",
        ) from error


def add(place: BackupPlace, fork: Fork) -> None:
    """Add a fork unless it is there."""
    known = read(place)
    if fork not in known:
        entries = [{**asdict(each), "at": each.at.isoformat()} for each in (*known, fork)]
        replace_text(place.forks, json.dumps(entries, indent=2), to_owner_of_directory)
