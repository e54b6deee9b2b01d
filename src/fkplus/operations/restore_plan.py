"""Which backup and which timeline a restore takes, found out while nothing has changed yet."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fkplus.backups import archive, forks, repository
from fkplus.components import pgbackrest
from fkplus.database.connection import naming_loss
from fkplus.database.queries import query
from fkplus.model import recovery, wal
from fkplus.model.backup import Backup, BackupPlace
from fkplus.model.errors import BadInput, ConnectionLost
from fkplus.model.recovery import Archive, Plan
from fkplus.operations.database import superuser
from fkplus.operations.home import require_claimed
from fkplus.operations.site import Site


@dataclass(frozen=True)
class Wanted:
    """What a person asked for: a target, and where given the timeline and the backup to take."""

    to: str
    timeline: int | None = None
    backup: str | None = None


def plan(site: Site, wanted: Wanted) -> Plan:
    """Return how to reach what is wanted; raises BadInput with what can be reached otherwise."""
    require_claimed(site)
    place = pgbackrest.place(site.cluster)
    left = forks.read(place)
    backups = _backups(site, place, wanted.backup)
    timelines = {fork.timeline for fork in left} | ({wanted.timeline} if wanted.timeline else set())
    # Without --set it is this cluster's, not that of an earlier one with the same repository.
    name = backups[0].archive if wanted.backup else None
    kept = archive.read(place, site.runtime.run, timelines, name)
    now = datetime.now(UTC)
    kept = kept if name else _with_primary(site, kept, now)
    left = [fork for fork in left if fork.archive == kept.name]
    try:
        target = recovery.parse(wanted.to)
    except BadInput as error:
        there = recovery.reach(kept, backups, left, kept.newest_timeline)
        raise BadInput(error.what, f"{error.hint}; {there}") from error
    return recovery.plan(target, kept, backups, left, now, wanted.timeline)


def _backups(site: Site, place: BackupPlace, label: str | None) -> tuple[Backup, ...]:
    known = tuple(repository.read(place, site.runtime.run).backups)
    chosen = tuple(backup for backup in known if label in (None, backup.label))
    if label is not None and not chosen:
        raise BadInput(
            f"there is no backup {label!r}", f"there are: {', '.join(b.label for b in known) or 'none'}"
        )
    return chosen


def _with_primary(site: Site, kept: Archive, now: datetime) -> Archive:
    """Return what is kept together with what the primary, where one runs, will archive when asked."""
    primary = site.api().members().primary
    if primary is None or primary.timeline is None:
        return kept
    try:
        with naming_loss(), superuser(site, "postgres") as connection:
            row = connection.execute(query("end_of_log")).fetchone()
    except ConnectionLost:
        return kept
    return recovery.with_primary(kept, primary.timeline, wal.position(str(row[0])), now) if row else kept
