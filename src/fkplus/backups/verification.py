"""Whether everything in the repository is as it was written: read from what `pgbackrest verify` prints.

Its exit code is 0 also where files are damaged, and without `--verbose` it prints nothing where all is well
(src/command/verify/verify.c of 2.45 and 2.59). It does not see that WAL is missing between two segments.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fkplus.backups import archive, repository
from fkplus.backups.create import exclusive
from fkplus.backups.gaps import gaps
from fkplus.backups.repository import RunProgram
from fkplus.components import pgbackrest
from fkplus.model.backup import BackupPlace, Catalogue
from fkplus.model.wal import Segment

# Everything is read again and decompressed.
_SECONDS = 24 * 3600.0

_FILE = re.compile(r"P\d+ +INFO: (invalid checksum|file missing|invalid size|invalid verify) '(.+)'$")
_BACKUP = re.compile(r"^ *backup: (\S+), status: (\S+),")
_STATUS = re.compile(r"^status: (\S+)$")
_FAULT = re.compile(r"^  (No usable .+|.+ not found.*)$")
_WAL = re.compile(r"^ *archiveId: \S+, total WAL checked: (\d+), total valid WAL: (\d+)$")


@dataclass(frozen=True)
class Verification:
    """What was checked, and what is wrong; without `problems` all of it is as it was written."""

    backups: tuple[str, ...]
    segments: int
    problems: tuple[str, ...]


def verify(place: BackupPlace, run: RunProgram) -> Verification:
    """Read every file in the repository and compare it with its checksum, and look for missing WAL.

    Nobody deletes or adds backups meanwhile. Raises BackupRuns or CommandFailed.
    """
    with exclusive(place):
        found = repository.read(place, run)
        argv = pgbackrest.command(
            place.instances[0].configuration,
            place.stanza,
            "verify",
            "--output=text",
            "--verbose",
            "--log-level-console=info",
        )
        lines: list[str] = []
        result = run(argv, seconds=_SECONDS, on_line=lines.append)
        repository.require_success(result, "the repository can't be verified")
        kept = archive.segments(place, run, found.archive) if found.current else ()
    return judge(lines, found, kept)


def judge(lines: Iterable[str], found: Catalogue, kept: Iterable[Segment]) -> Verification:
    """Return what the output, the catalogue and the archived segments tell together."""
    lines = list(lines)
    problems = [f"{match[1]}: {match[2]}" for line in lines if (match := _FILE.search(line))]
    statuses = {match[1]: match[2] for line in lines if (match := _BACKUP.match(line))}
    for label in sorted({*statuses, *(backup.label for backup in found.backups)}):
        if statuses.get(label) != "valid":
            problems.append(f"backup {label} is {statuses.get(label, 'not among those that were checked')}")
    problems += [match[1] for line in lines if (match := _FAULT.match(line))]
    said = [match[1] for line in lines if (match := _STATUS.match(line))]
    if said != ["ok"] and not problems:
        problems.append(f"pgBackRest says: status {said[0] if said else 'unknown'}")
    if found.current:
        problems += [
            f"WAL is missing between {before.name} and {after.name}"
            for before, after in gaps(kept, found.current[0].first_segment)
        ]
    checked = sum(int(match[1]) for line in lines if (match := _WAL.match(line)))
    return Verification(tuple(statuses), checked, tuple(problems))
