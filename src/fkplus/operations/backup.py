"""What `fkplus backup` does with the cluster of a topology."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from fkplus.backups import create as backup_create
from fkplus.backups import repository, runs, verification
from fkplus.backups.create import BackupRuns, exclusive
from fkplus.backups.verification import Verification
from fkplus.components import pgbackrest
from fkplus.model.backup import Backup, Catalogue
from fkplus.operations.home import require_claimed
from fkplus.operations.site import Say, Site
from fkplus.runtimes.file_lock import is_held


def create(site: Site, say: Say) -> Backup:
    """Make a full backup now; see fkplus.backups.create."""
    require_claimed(site)
    return backup_create.create(pgbackrest.place(site.cluster), site.runtime.run, say)


def read(site: Site) -> Catalogue:
    """Return the backups in the repository; the cluster need not run."""
    require_claimed(site)
    return repository.read(pgbackrest.place(site.cluster), site.runtime.run)


def verify(site: Site) -> Verification:
    """Check every file in the repository; see fkplus.backups.verification."""
    require_claimed(site)
    return verification.verify(pgbackrest.place(site.cluster), site.runtime.run)


def prepare(site: Site, say: Say) -> None:
    """Make the cluster's place in the repository, so that archiving works from the first segment on."""
    place = pgbackrest.place(site.cluster)
    repository.make_directory(place, site.runtime.run)
    with suppress(BackupRuns), exclusive(place):  # whoever is at work there has prepared it
        repository.ensure_stanza(place, site.runtime.run, repository.primary(place), say)


def last(site: Site) -> Mapping[str, Any] | None:
    """Return how the last run ended and when the next is due, for `status`; None: nothing is known yet."""
    place = pgbackrest.place(site.cluster)
    run, good = runs.read(place).last, runs.read(place).last_good
    outlook = runs.read_outlook(place)
    if run is None and outlook.next_run is None:
        return None
    return {
        **asdict(run or runs.Run(started_at="")),
        "started_at": run.started_at if run else None,
        "running": run is not None and run.finished_at is None and is_held(place.lock),
        "last_good": good.label if good else None,
        "kept": outlook.kept,
        "next_run": outlook.next_run,
        "gap": outlook.gap,
    }
