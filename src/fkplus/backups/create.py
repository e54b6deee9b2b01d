"""How one backup is made: under the lock, from the primary, its end recorded whatever it is."""

import time
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime

from fkplus.backups import repository, runs
from fkplus.backups.repository import RunProgram, Say
from fkplus.model.backup import Backup, BackupPlace
from fkplus.model.backup_runs import Run
from fkplus.model.errors import CommandFailed, FkplusError
from fkplus.runtimes.file_lock import held

# Longer than any backup takes: it only keeps one that hangs from hanging for ever.
_SECONDS = 24 * 3600.0


class BackupRuns(FkplusError):
    """Another process makes, checks or deletes backups at this moment."""


def exclusive(place: BackupPlace) -> AbstractContextManager[None]:
    """Hold the lock of the backups; raises BackupRuns at once when another process holds it."""
    return held(
        place.lock,
        lambda holder: BackupRuns(
            f"another process (pid {holder}) is at work on the backups in {place.directory}",
            "wait for it to end; `fkplus status` says how it ended",
        ),
    )


def create(place: BackupPlace, run: RunProgram, say: Say) -> Backup:
    """Make a full backup of the primary, delete what exceeds the retention count, and record how it went.

    A failed one deletes nothing, so there are never fewer good ones because of it. Raises BackupRuns,
    NoPrimary or CommandFailed.
    """
    repository.make_directory(place, run)
    with exclusive(place):
        this = runs.begin(place, datetime.now(UTC))
        start = time.monotonic()
        try:
            made = _make(place, run, say)
        except BaseException as error:
            problem = error.what if isinstance(error, FkplusError) else f"interrupted: {error!r}"
            runs.end(place, replace(_finished(this, start), problem=problem))
            raise
        runs.end(
            place,
            replace(
                _finished(this, start),
                ok=True,
                label=made.label,
                type=made.type,
                bytes=made.repository_size,
                problem="pages with wrong checksums were found" if made.has_errors else None,
            ),
        )
        return made


def _make(place: BackupPlace, run: RunProgram, say: Say) -> Backup:
    primary = repository.primary(place)
    repository.ensure_stanza(place, run, primary, say)
    say(f"backing up the primary on {primary.node}")
    repository.back_up(place, run, primary, say, seconds=_SECONDS)
    newest = repository.read(place, run).newest
    if newest is None:
        raise CommandFailed("pgBackRest said nothing, and there is no backup", "run `fkplus backup list`")
    return newest


def _finished(this: Run, start: float) -> Run:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(this, finished_at=now, seconds=round(time.monotonic() - start, 1))
