"""How a past state comes to run beside the cluster, for looking at it and fetching single tables back."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fkplus.backups import create, recover
from fkplus.backups.lone import Lone
from fkplus.components import pgbackrest
from fkplus.components.lone_instance import Listening
from fkplus.database.dsn import Dsn
from fkplus.model.errors import BadInput
from fkplus.model.recovery import Plan
from fkplus.operations import restore_stage
from fkplus.operations.lock import exclusive
from fkplus.operations.site import Say, Site

# Beside the instances' own ports (5441 and on), moved by FKPLUS_PORT_OFFSET as they are.
PORT = 5461


@dataclass(frozen=True)
class Copy:
    """A copy that runs: where it answers as the database's owner, and from which backup it came."""

    dsn: Dsn
    target: str
    backup: str
    timeline: int


def make(site: Site, plan: Plan, say: Say) -> Copy:
    """Restore the plan's target into `data/copy` and start it; raises BadInput where there is a copy already.

    It archives nothing, so it can never come between the cluster and its repository. It knows the roles and
    passwords of its moment, ends with `fkplus down`, and is not started again.
    """
    with exclusive(site.settings.home):
        here = _lone(site)
        if here.root.exists():
            raise BadInput(
                f"there is a copy already, in {here.root}", "delete it with `fkplus restore --drop-copy`"
            )
        place = pgbackrest.place(site.cluster)
        with create.exclusive(place):
            if site.api().members().primary is not None:
                restore_stage.mark(site, f"copy_{datetime.now(UTC):%Y%m%dT%H%M%SZ}", say)
            try:
                restore_stage.copy(here, place, plan, say)
                wanted = restore_stage.recovery_of(plan, pauses=False)
                recover.replay(here, place, wanted, say, archives_later=False)
                restore_stage.look(site, here, say)
            except BaseException:
                here.remove()
                raise
    settings = site.settings
    dsn = Dsn(
        here.listening.address,
        here.listening.port,
        settings.database,
        settings.creator_name,
        site.secrets()[settings.creator_name],
    )
    return Copy(dsn, str(plan.target), plan.backup.label, plan.timeline)


def drop(site: Site, say: Say) -> None:
    """Stop the copy and delete it; safe to repeat."""
    with exclusive(site.settings.home):
        here = _lone(site)
        if not here.root.exists():
            say("there is no copy")
            return
        here.remove()
        say(f"deleted the copy in {here.root}")


def _lone(site: Site) -> Lone:
    topology, port = site.cluster.topology, PORT + site.settings.port_offset
    listening = Listening(site.cluster.layout.run, port, topology.entry.address, topology.gateway)
    return restore_stage.lone(site, site.cluster.layout.home / "data" / "copy", listening)
