"""How prepared data take the place of a cluster's: stop all, promote alone, exchange directories, start.

Every step looks first whether it is done already, so that all of them can be repeated after a kill.
"""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fkplus.backups import forks, recover
from fkplus.backups.lone import Lone
from fkplus.components import patroni, pgbackrest, receiver, scheduler
from fkplus.components.lone_instance import Recovery
from fkplus.database import roles
from fkplus.database.queries import query
from fkplus.model import recovery, wal
from fkplus.model.backup import BackupPlace
from fkplus.model.errors import NotReady
from fkplus.model.program import Program
from fkplus.model.recovery import Fork, Latest
from fkplus.model.topology import Unit
from fkplus.operations import dcs, restore_journal, up
from fkplus.operations.postmasters import stop_left
from fkplus.operations.restore_journal import Journal
from fkplus.operations.restore_stage import claim, look
from fkplus.operations.site import Say, Site
from fkplus.runtimes.wait import until, until_ready

# What the name of a directory of former data begins with.
KEPT = "kept-"

_STOPPED = (scheduler.NAME, patroni.NAME, receiver.NAME)

_PRIMARY_SECONDS = 120.0


def kept_directory(site: Site, name: str, node: str) -> Path:
    """Return where the former data of a node lie since the restore called `name`: on the node's own disk."""
    return site.cluster.layout.of(node).home / "data" / f"{KEPT}{name}"


def swap(site: Site, journal: Journal, here: Lone, say: Say) -> None:
    """Replace the cluster's data by those of `here`, whose instance gets a timeline of its own first.

    Etcd must answer. The former data of the primary are kept, and everyone's where there was no primary.
    Not to be repeated once the new primary has led: what it wrote since is nowhere else.
    """
    _start_store(site)
    stop(site, say)
    place = pgbackrest.place(site.cluster)
    if journal.undoes is not None:
        former = kept_directory(site, journal.undoes, journal.node) / _unit(journal)
        if former.exists():
            claim(here, former)
    if here.data.exists():
        _promote(site, journal, here, place, say)
        _exchange(site, journal, here, place, say)
    left = Fork(
        journal.archive,
        datetime.now(UTC),
        journal.timeline,
        journal.restore_point,
        wal.position(journal.position),
    )
    if left.name not in {fork.name for fork in forks.read(place)}:
        forks.add(place, left)
    dcs.forget_instances(site)


def _start_store(site: Site) -> None:
    """Start etcd where it does not run, as after `fkplus down` or a restart of the machine."""
    members = [program for program in site.programs() if program.unit.component == "etcd"]
    for program in members:
        site.runtime.start(program)
    for program in members:
        until_ready(program)


def stop(site: Site, say: Say) -> None:
    """Stop whatever writes data or backups; the entry and what watches stay."""
    for group in _stop_order(site):
        site.runtime.stop(group)
        say(f"stopped {', '.join(program.unit.name for program in group)}")
    stop_left(site)


def _stop_order(site: Site) -> Sequence[Sequence[Program]]:
    """Return the groups to stop one after the other.

    The receiver ends after the primary, which waits in its shutdown until all its log was sent.
    """
    primary = site.api().members().primary
    node = primary.node if primary else None
    of = {name: [p for p in site.programs() if p.unit.component == name] for name in _STOPPED}
    replicas = [p for p in of[patroni.NAME] if p.unit.node != node]
    primaries = [p for p in of[patroni.NAME] if p.unit.node == node]
    return [group for group in (of[scheduler.NAME], replicas, primaries, of[receiver.NAME]) if group]


def _promote(site: Site, journal: Journal, here: Lone, place: BackupPlace, say: Say) -> None:
    """Let the instance of `here` end its recovery on a new timeline, look at it, and stop it cleanly.

    The number of the timeline is the first that no history in the archive has, which is why the old primary
    must be stopped by now: it could take the same one in a failover.
    """
    if (here.data / recover.RECOVERY_SIGNAL).exists():
        if not here.is_running():
            target = Latest() if journal.undoes else recovery.parse(journal.target)
            wanted = Recovery(target, journal.target_timeline, pauses=False)
            recover.replay(here, place, wanted, say, archives_later=True)
        with here.connect() as connection:
            row = connection.execute(query("recovery_has_ended")).fetchone()
            if row != (True,):
                connection.execute(query("promote"))
        here.wait_until("recovery_has_ended", "waiting for the promotion")
    if here.is_running():
        # A backup of an earlier cluster has other passwords, and with them no replica would get in.
        with here.connect() as connection:
            roles.apply(connection, roles.patroni_roles(site.secrets()), say)
        look(site, here, say)
        here.stop()


def _exchange(site: Site, journal: Journal, here: Lone, place: BackupPlace, say: Say) -> None:
    kept = kept_directory(site, journal.name, journal.node)
    kept.mkdir(mode=0o700, exist_ok=True)
    restore_journal.write(kept, journal)
    for unit in site.cluster.topology.units(patroni.NAME):
        data = site.cluster.layout.data(unit)
        if data.exists():
            former = kept_directory(site, journal.name, unit.node)
            former.mkdir(mode=0o700, exist_ok=True)
            data.rename(former / unit.name)
    if place.received.exists():
        # It belongs to the old timeline; the receiver begins anew from the new primary.
        place.left_received.mkdir(mode=0o700, exist_ok=True)
        place.received.rename(place.left_received / journal.name)
    here.data.rename(site.cluster.layout.data(site.cluster.topology.unit(_unit(journal))))
    shutil.rmtree(here.root)
    say(f"former data kept in {kept}")


def last_checkpoint(site: Site, unit: Unit) -> tuple[int, int]:
    """Return timeline and position of an instance's last checkpoint; (0, 0) where it has no data."""
    layout = site.cluster.layout
    lines = site.runtime.run(
        [layout.postgresql_bin / "pg_controldata", "-D", layout.data(unit)], seconds=10
    ).output
    told = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
    timeline, at = (
        told.get("Latest checkpoint's TimeLineID", "0"),
        told.get("Latest checkpoint location", "0/0"),
    )
    return int(timeline), wal.position(at)


def start_primary(site: Site, journal: Journal, say: Say) -> None:
    """Start Patroni on the restored data and wait until it leads; raises NotReady."""
    unit = site.cluster.topology.unit(_unit(journal))
    program = next(p for p in site.programs() if p.unit == unit)
    site.runtime.start(program)
    say(f"starting {unit.name} on the restored data")

    def problem() -> str | None:
        primary = site.api().members().primary
        return None if primary and primary.node == journal.node else "it is not the primary yet"

    until(
        problem,
        _PRIMARY_SECONDS,
        f"waiting for {unit.name}",
        unit=unit.name,
        log_lines=lambda: site.runtime.tail(unit.name, 20),
        hint=f"read more with `fkplus logs {unit.name}`; repeating the restore goes on from here",
    )


def start_others(site: Site, journal: Journal, say: Say) -> None:
    """Start everything else; replicas are copied from the new primary, into the room of their former data."""
    if journal.had_primary:
        _drop_former_replicas(site, journal)
    try:
        up.start(site, say)
    except NotReady as error:
        raise NotReady(
            f"the restored primary serves; {error.what}",
            "replicas of a large database take their time: see `fkplus status`, then repeat the same command",
            unit=error.unit,
            log_lines=error.log_lines,
        ) from error


def _drop_former_replicas(site: Site, journal: Journal) -> None:
    """Delete what only repeats the former primary's data."""
    for unit in site.cluster.topology.units(patroni.NAME):
        kept = kept_directory(site, journal.name, unit.node)
        if unit.name == _unit(journal) or not (kept / unit.name).exists():
            continue
        shutil.rmtree(kept / unit.name)
        if not any(kept.iterdir()):
            kept.rmdir()


def _unit(journal: Journal) -> str:
    return f"{patroni.NAME}-{journal.node}"
