"""What `fkplus backup` does with the cluster of a topology."""

from contextlib import suppress

from fkplus.backups import create as backup_create
from fkplus.backups import repository, runs, verification
from fkplus.backups.create import BackupRuns, exclusive
from fkplus.backups.verification import Verification
from fkplus.components import pgbackrest
from fkplus.database.connection import Connection
from fkplus.model.backup import Backup, BackupPlace, Catalogue
from fkplus.model.errors import BadInput
from fkplus.model.observation import Backups
from fkplus.operations import database
from fkplus.operations.home import require_claimed
from fkplus.operations.site import Say, Site
from fkplus.runtimes.file_lock import is_held


def place(site: Site) -> BackupPlace:
    """Return where the backups are; raises FkplusError where there is no cluster or it makes none."""
    require_claimed(site)
    if not pgbackrest.archives(site.cluster):
        raise BadInput(
            f"topology {site.cluster.topology.name!r} has no unit that makes backups",
            f"add {pgbackrest.SCHEDULER!r} to the units of one node",
        )
    return pgbackrest.place(site.cluster)


def create(site: Site, say: Say) -> Backup:
    """Make a full backup now; see fkplus.backups.create."""
    return backup_create.create(place(site), site.runtime.run, say)


def read(site: Site) -> Catalogue:
    """Return the backups in the repository; the cluster need not run."""
    return repository.read(place(site), site.runtime.run)


def verify(site: Site) -> Verification:
    """Check every file in the repository; see fkplus.backups.verification."""
    return verification.verify(place(site), site.runtime.run)


def prepare(site: Site, say: Say) -> None:
    """Make the cluster's place in the repository, so that archiving works from the first segment on."""
    if not pgbackrest.archives(site.cluster):
        return
    there = place(site)
    repository.make_directory(there, site.runtime.run)
    with suppress(BackupRuns), exclusive(there):  # whoever is at work there has prepared it
        repository.ensure_stanza(there, site.runtime.run, repository.primary(there), say)
    if not database.as_superuser(site, "postgres", _archives, say):
        say("nothing is archived until PostgreSQL is started again: `fkplus restart --pending`")


def _archives(connection: Connection) -> bool:
    """Tell whether the primary archives; in a cluster made without, that waits for a restart."""
    return connection.execute("show archive_mode").fetchone() != ("off",)


def recorded(site: Site) -> Backups | None:
    """Return what is recorded of the backups; None where the topology makes none."""
    if not pgbackrest.archives(site.cluster):
        return None
    there = pgbackrest.place(site.cluster)
    found = runs.read(there)
    begun = found.last is not None and found.last.finished_at is None
    return Backups(found, runs.read_outlook(there), running=begun and is_held(there.lock))
