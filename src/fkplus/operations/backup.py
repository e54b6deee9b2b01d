"""What `fkplus backup` does with the cluster of a topology."""

from fkplus.backups import create as backup_create
from fkplus.backups import repository
from fkplus.components import pgbackrest
from fkplus.model.backup import Backup, Catalogue
from fkplus.operations.home import require_claimed
from fkplus.operations.site import Say, Site


def create(site: Site, say: Say) -> Backup:
    """Make a full backup now; see fkplus.backups.create."""
    require_claimed(site)
    return backup_create.create(pgbackrest.place(site.cluster), site.runtime.run, say)


def read(site: Site) -> Catalogue:
    """Return the backups in the repository; the cluster need not run."""
    require_claimed(site)
    return repository.read(pgbackrest.place(site.cluster), site.runtime.run)


def prepare(site: Site, say: Say) -> None:
    """Make the cluster's place in the repository, so that archiving works from the first segment on."""
    place = pgbackrest.place(site.cluster)
    repository.make_directory(place, site.runtime.run)
    repository.ensure_stanza(place, site.runtime.run, repository.primary(place), say)
