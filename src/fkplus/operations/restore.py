"""What `fkplus restore` does with the whole cluster, and how it is undone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fkplus.backups import archive, create, recover
from fkplus.components import patroni, pgbackrest
from fkplus.model.errors import BadInput, FkplusError, NotReady
from fkplus.model.recovery import Latest, Plan
from fkplus.operations import backup, database, restore_journal, restore_stage, restore_swap, roles, up
from fkplus.operations.lock import exclusive
from fkplus.operations.restore_journal import Journal
from fkplus.operations.restore_plan import Wanted
from fkplus.operations.site import Say, Site


@dataclass(frozen=True)
class Restored:
    """What a restore came to.

    `seconds` go from the command to the end of the new backup, `stopped_seconds` of them without a primary.
    """

    target: str
    backup: str | None
    primary: str
    timeline: int | None
    seconds: float
    stopped_seconds: float
    kept: Path
    new_backup: str


def restore(site: Site, wanted: Wanted, plan: Plan, say: Say) -> Restored:
    """Bring the whole cluster to the plan's target, replicas included.

    What can't be reached is refused while the cluster still runs as it did. Raises BadInput then.
    """
    asked = f"--to '{wanted.to}'"
    with _alone(site):
        journal = _unfinished(site, asked)
        began = time.monotonic()
        if journal is None:
            journal = _prepare(site, asked, plan, say)
        return _complete(site, journal, say, began)


def undo(site: Site, say: Say) -> Restored | None:
    """Bring back the data that the last restore replaced, as they were; an undo can be undone like any other.

    A restore that was cut off before it replaced anything is given up instead: None.
    """
    with _alone(site):
        began = time.monotonic()
        journal = restore_journal.read(site.settings.home)
        if journal is not None and not _has_replaced(site, journal):
            _give_up(site, journal)
            up.start(site, say)
            say("the restore that was cut off is given up; the data are as they were")
            return None
        journal = _unfinished(site, "--undo") or _prepare_undo(site, say)
        return _complete(site, journal, say, began)


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    """Keep other commands out, and bring the nodes whose programs are needed: they may all be down."""
    with exclusive(site.settings.home):
        site.runtime.require_processes()
        site.runtime.apply(site.programs(), site.new_secrets())
        yield


def last_kept(site: Site) -> Journal | None:
    """Return the journal of the last restore whose former data are kept."""
    homes = {site.cluster.layout.of(node.name).home for node in site.cluster.topology.nodes}
    kept = [directory for home in homes for directory in (home / "data").glob(f"{restore_swap.KEPT}*")]
    ordered = sorted(kept, key=lambda directory: directory.name, reverse=True)
    found = (restore_journal.read(directory) for directory in ordered)
    return next((j for j in found if j and _former(site, j).exists()), None)


def _former(site: Site, journal: Journal) -> Path:
    kept = restore_swap.kept_directory(site, journal.name, journal.node)
    return kept / f"{patroni.NAME}-{journal.node}"


def _has_replaced(site: Site, journal: Journal) -> bool:
    kept = restore_swap.kept_directory(site, journal.name, journal.node)
    return kept.exists() or journal.undoes is not None


def _give_up(site: Site, journal: Journal) -> None:
    restore_stage.stage(site, journal.node).remove()
    restore_journal.remove(site.settings.home)


def _unfinished(site: Site, asked: str) -> Journal | None:
    """Return the journal of a restore that was cut off; raises BadInput when another one is asked for."""
    journal = restore_journal.read(site.settings.home)
    if journal is not None and journal.asked != asked:
        restore_journal.require_none(site.settings.home)
    return journal


def _prepare(site: Site, asked: str, plan: Plan, say: Say) -> Journal:
    place = pgbackrest.place(site.cluster)
    with create.exclusive(place):
        primary = site.api().members().primary
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        journal = Journal(
            name=name,
            node=primary.node if primary else _best_node(site),
            asked=asked,
            target=str(plan.target),
            target_timeline=plan.timeline,
            backup=plan.backup.label,
            archive=archive.names(place, site.runtime.run)[-1],
            undoes=None,
            timeline=(primary.timeline if primary else None) or plan.timeline,
            position="0/0",
            began=datetime.now(UTC).isoformat(timespec="seconds"),
            had_primary=primary is not None,
        )
        position = restore_stage.mark(site, journal.restore_point, say) if primary else "0/0"
        here = restore_stage.stage(site, journal.node)
        try:
            restore_stage.copy(here, place, plan, say)
            if not isinstance(plan.target, Latest):
                wanted = restore_stage.recovery_of(plan, pauses=True)
                recover.replay(here, place, wanted, say, archives_later=True)
                restore_stage.look(site, here, say)
        except BaseException:
            here.remove()
            raise
    journal = replace(journal, position=position)
    restore_journal.write(site.settings.home, journal)
    return journal


def _best_node(site: Site) -> str:
    """Return the node of the instance that was furthest, of the first where there is none any more."""
    units = site.cluster.topology.units(patroni.NAME)
    return max(units, key=lambda unit: restore_swap.last_checkpoint(site, unit)).node


def _prepare_undo(site: Site, say: Say) -> Journal:
    former = last_kept(site)
    if former is None:
        raise BadInput("there is no restore to undo", "no former data are kept in FKPLUS_HOME/data/kept-*")
    primary = site.api().members().primary
    journal = Journal(
        name=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        node=former.node,
        asked="--undo",
        target="latest",
        target_timeline=former.timeline,
        backup=None,
        archive=former.archive,
        undoes=former.name,
        timeline=(primary.timeline if primary else None) or former.timeline,
        position="0/0",
        began=datetime.now(UTC).isoformat(timespec="seconds"),
        had_primary=primary is not None,
    )
    if primary:
        position = restore_stage.mark(site, journal.restore_point, say)
        journal = replace(journal, position=position)
    restore_journal.write(site.settings.home, journal)
    return journal


def _require_same_primary(site: Site, journal: Journal) -> None:
    """Give up, with nothing changed yet, where another primary than the journal's writes by now.

    Its data would be deleted as a replica's, and the undo go back to a state before them.
    """
    primary = site.api().members().primary
    if primary is None or (primary.node, primary.timeline) == (journal.node, journal.timeline):
        return
    _give_up(site, journal)
    raise NotReady(
        f"the primary changed while the data were prepared: it is {primary.node} now; nothing was replaced",
        "repeat the same command",
    )


def _complete(site: Site, journal: Journal, say: Say, began: float) -> Restored:
    stopped = time.monotonic()
    if not journal.leads:
        if not _has_replaced(site, journal):
            _require_same_primary(site, journal)
        restore_swap.swap(site, journal, restore_stage.stage(site, journal.node), say)
        restore_swap.start_primary(site, journal, say)
        restore_journal.write(site.settings.home, replace(journal, leads=True))
    back = time.monotonic()
    restore_swap.start_others(site, journal, say)
    database.ensure(site, say)
    roles.apply(site, say)
    restore_journal.remove(site.settings.home)
    try:
        new = backup.create(site, say)
    except FkplusError as error:
        raise FkplusError(
            f"the cluster is restored, but there is no new backup yet: {error.what}",
            "run `fkplus backup create`",
        ) from error
    primary = site.api().members().primary
    return Restored(
        target=journal.target if journal.undoes is None else f"before restore {journal.undoes}",
        backup=journal.backup,
        primary=journal.node,
        timeline=primary.timeline if primary else None,
        seconds=time.monotonic() - began,
        stopped_seconds=back - stopped,
        kept=restore_swap.kept_directory(site, journal.name, journal.node),
        new_backup=new.label,
    )
