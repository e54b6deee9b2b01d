"""What can be hurt and measured: a cluster that starts, takes writes, suffers a fault and heals."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from fkplus.chaos import faults, own
from fkplus.chaos.faults import Fault, Undo
from fkplus.chaos.ground import Ground, Part
from fkplus.components import haproxy
from fkplus.model.errors import NoPrimary
from fkplus.model.secrets import Secret
from fkplus.operations import up
from fkplus.operations.site import Site
from fkplus.runtimes.wait import until_ready

# Long enough for our launcher to have moved etcd's leader away from the primary's node (it looks each 10 s).
_SETTLED_SECONDS = 12.0

NODE_LOSS = "node_loss"


class Contestant(Protocol):
    """A cluster beside others of another make; names of faults are those of the figures."""

    @property
    def prefix(self) -> str:
        """What the names of its figures begin with."""

    def running(self) -> AbstractContextManager[None]:
        """Start everything; destroy it when the block ends."""

    def faults(self) -> Mapping[str, Callable[[], Undo]]:
        """Return what each fault does to the primary; it returns what brings back what was taken away."""

    def dsn(self) -> Secret:
        """Return where clients write."""

    def prepare(self, fault: str) -> None:
        """Bring the cluster to where this fault can be measured; nobody writes yet."""

    def wait_until_whole(self) -> None:
        """Wait until everything runs again; raises NotReady."""


@dataclass(frozen=True)
class PatroniCluster:
    """A cluster that Patroni keeps, ours or with stock settings; `move` is its way to switch over."""

    prefix: str
    site: Site
    move: Callable[[Site], None]

    def running(self) -> AbstractContextManager[None]:
        """See Contestant.running; there is no row in it but those of the measurement."""
        return own.running(self.site, _silent)

    def faults(self) -> Mapping[str, Callable[[], Undo]]:
        """See Contestant.faults."""
        return {
            "postmaster_killed": partial(self._hit, faults.kill(Part.POSTMASTER)),
            "patroni_killed": partial(self._hit, faults.kill(Part.PATRONI)),
            "both_killed": partial(self._hit, faults.kill(Part.PATRONI, Part.POSTMASTER)),
            "switchover": self._switchover,
            NODE_LOSS: partial(self._hit, faults.lose_node()),
        }

    def dsn(self) -> Secret:
        """See Contestant.dsn: the write port."""
        return Ground(self.site).dsn()

    def prepare(self, fault: str) -> None:
        """See Contestant.prepare: the node that is lost must not be the one where clients enter."""
        if fault != NODE_LOSS:
            return
        if self._primary() == self.site.cluster.first(haproxy.NAME).node:
            self.move(self.site)
            self.wait_until_whole()
        time.sleep(_SETTLED_SECONDS)

    def wait_until_whole(self) -> None:
        """See Contestant.wait_until_whole."""
        for program in self.site.programs():
            until_ready(program)
        up.wait_for_members(self.site)

    def _primary(self) -> str:
        primary = self.site.api().members().primary
        if primary is None:
            raise NoPrimary("there is no primary to hurt")
        return primary.node

    def _hit(self, fault: Fault) -> Undo:
        return fault(Ground(self.site), [self._primary()])

    def _switchover(self) -> Undo:
        self.move(self.site)
        return faults.nothing


def _silent(_: str) -> None:
    return
