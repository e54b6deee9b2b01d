"""How a backup becomes a running instance that nobody else knows, replayed as far as is asked."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fkplus.backups.lone import Lone
from fkplus.backups.repository import Say, percent, require_success
from fkplus.components import lone_instance, pgbackrest
from fkplus.components.lone_instance import Recovery
from fkplus.model.backup import Backup, BackupPlace
from fkplus.model.errors import BadInput, CommandFailed, FkplusError
from fkplus.runtimes.files import replace_text, to_owner_of_directory
from fkplus.runtimes.rest import get_json

# Longer than any restore takes: it only keeps one that hangs from hanging for ever.
_RESTORE_SECONDS = 24 * 3600.0
_CONTROL_SECONDS = 10.0

# https://www.postgresql.org/docs/current/recovery-target-settings.html: PostgreSQL removes it at the end.
RECOVERY_SIGNAL = "recovery.signal"

# The log that is replayed lies beside the data for a while.
_ROOM = 1.2

_NOT_REACHED = (
    "recovery ended before configured recovery target was reached",
    "requested recovery stop point is before consistent recovery point",
)
_LAST_COMMIT = re.compile(r"last completed transaction was at log time (\S+ \S+)")


def require_room(lone: Lone, backup: Backup) -> None:
    """Raise BadInput where the disk of `lone` is too small for a copy of the backup."""
    place = next(parent for parent in lone.root.parents if parent.exists())
    free, needed = shutil.disk_usage(place).free, int(backup.size * _ROOM)
    if free < needed:
        raise BadInput(
            f"{place} has {free // 2**20} MiB free; the copy of {backup.label} needs {needed // 2**20}",
            "free some space; data that earlier restores kept lie in FKPLUS_HOME/data/kept-*",
        )


def restore_files(lone: Lone, place: BackupPlace, backup: Backup, say: Say) -> None:
    """Copy a backup into `lone`, which is emptied first; its next start is a recovery.

    Raises CommandFailed when pgBackRest does.
    """
    lone.remove()
    made = lone.run(["mkdir", "-p", "-m", "700", lone.root, lone.data], seconds=_CONTROL_SECONDS)
    require_success(made, f"{lone.root} can't be made by the daemons' user")
    argv = pgbackrest.command(
        place.instances[0].configuration,
        place.stanza,
        "restore",
        f"--set={backup.label}",
        f"--pg1-path={lone.data}",
        # Recovery is configured by lone_instance, which keeps it out of the data directory.
        "--type=none",
        # A tablespace of the running cluster must not be written into.
        f"--tablespace-map-all={lone.root / 'tablespaces'}",
        "--log-level-console=detail",
    )
    result = lone.run(argv, seconds=_RESTORE_SECONDS, on_line=percent("copying the backup", say))
    require_success(result, f"backup {backup.label} can't be restored")
    # pgBackRest 2.45 writes the signal whatever the type is, 2.55 does not: without it the server would start
    # on pages of different moments, as what it takes for a replica.
    begin_recovery(lone.data)


def replay(lone: Lone, place: BackupPlace, recovery: Recovery, say: Say, *, archives_later: bool) -> None:
    """Start the server on what lies in `lone` and wait until the target is reached.

    Raises BadInput where the log does not hold the target, CommandFailed for every other reason to end.
    """
    prepare(lone, place, recovery)
    say(f"replaying the log to {recovery.target} on timeline {recovery.timeline}")
    lone.start(archives_later=archives_later, limits=_limits(lone, place))
    waits_for = "recovery_is_paused" if recovery.pauses else "recovery_has_ended"
    try:
        lone.wait_until(waits_for, "replaying the log")
    except CommandFailed as error:
        raise _explained(error, recovery) from error


def prepare(lone: Lone, place: BackupPlace, recovery: Recovery) -> None:
    """Put the files beside the data directory that the recovery goes by."""
    fetch = lone_instance.fetch(place.instances[0].configuration, place.stanza, place.received)
    for name, text in lone_instance.files(lone.root, recovery, lone.listening, fetch).items():
        replace_text(lone.root / name, text, to_owner_of_directory)


def begin_recovery(data: Path) -> None:
    """Make the next start on `data` an archive recovery, at whose end the server takes a new timeline."""
    replace_text(data / RECOVERY_SIGNAL, "", to_owner_of_directory)


def _limits(lone: Lone, place: BackupPlace) -> Mapping[str, int]:
    result = lone.run([lone.programs / "pg_controldata", "-D", lone.data], seconds=_CONTROL_SECONDS)
    require_success(result, f"{lone.data} has no readable control file")
    answers = (get_json(f"{instance.rest}/config") for instance in place.instances)
    configuration: Mapping[str, Any] = next((answer for answer in answers if answer), {})
    return lone_instance.limits(result.output, configuration.get("postgresql", {}).get("parameters", {}))


def _explained(error: CommandFailed, recovery: Recovery) -> FkplusError:
    lines = "\n".join(error.log_lines)
    if not any(words in lines for words in _NOT_REACHED):
        return error
    last = _LAST_COMMIT.search(lines)
    until = f"its last commit was at {last[1]} UTC; " if last else ""
    return BadInput(
        f"--to {recovery.target} is not in the log of timeline {recovery.timeline}",
        f"{until}`--to latest` goes to the end of all log",
    )
