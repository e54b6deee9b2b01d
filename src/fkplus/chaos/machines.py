"""A cluster whose nodes are machines of their own: each with its network, its disk and its supervisord.

All of them are on this machine, but a node's cable can be pulled and its disk can be full without the others.
"""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fkplus.chaos import commands
from fkplus.chaos.network import Network, network
from fkplus.components import METRICS, PORTS, etcd, haproxy, patroni
from fkplus.model.cluster import Cluster
from fkplus.model.settings import Settings
from fkplus.model.topology import Node, Topology
from fkplus.operations.site import Site
from fkplus.runtimes.daemon_user import DaemonUser, daemon_user
from fkplus.runtimes.local import LocalRuntime
from fkplus.runtimes.local_layout import local_layout
from fkplus.runtimes.nodes import NodesRuntime

_NODES = ("node1", "node2", "node3")
# Where HAProxy and the clients are: on no node, and never cut off.
_ENTRY = "entry"
_DISK_MEBIBYTES = 640
_SECONDS = 10.0


@dataclass(frozen=True)
class Inhabitant(DaemonUser):
    """The daemons' user on one machine: what it runs is in that machine's network."""

    network: Network
    node: str

    def run(
        self, argv: Sequence[str | Path], *, seconds: float, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """See DaemonUser.run."""
        root = DaemonUser("root", 0, 0, switch=False)
        entered = [*self.network.entered(self.node, self.uid, self.gid), *argv]
        return root.run(entered, seconds=seconds, environment=environment)


@contextmanager
def machine_site(settings: Settings, schema: Path) -> Iterator[tuple[Site, Network]]:
    """Make network and disks, and yield a site with nothing running in it; needs root.

    Raises BadInput or CommandFailed where they can't be made (network.obstacle tells beforehand).
    """
    user = daemon_user()
    user.own(settings.home)  # it makes the directory of the backups there
    layout = replace(local_layout(settings.home, user), apart=True)
    user.own(settings.home)  # the repository of backups lies there
    with ExitStack() as stack:
        made = stack.enter_context(network(settings.port_offset // 100 % 256, _NODES))
        topology = Topology(
            "machines",
            "local",
            (
                *(Node(name, made.address(name), (etcd.NAME, patroni.NAME)) for name in _NODES),
                Node(_ENTRY, made.gateway, (haproxy.NAME,)),
            ),
        )
        # Whatever our umask is: the daemons' user has to come through.
        user.make_directory(settings.home / "nodes")
        for name in _NODES:
            user.make_directory(layout.of(name).home)
            stack.enter_context(_disk(layout.of(name).home / "data"))
        users = {name: Inhabitant(user.name, user.uid, user.gid, user.switch, made, name) for name in _NODES}
        runtime = NodesRuntime(
            {name: LocalRuntime(layout.of(name), users.get(name, user)) for name in (*_NODES, _ENTRY)},
            _ENTRY,
        )
        yield Site(Cluster(topology, settings, layout, PORTS, METRICS), runtime, schema), made


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    """Mount a small disk (in memory) at `place` until the end of the block."""
    place.mkdir(mode=0o755, parents=True)
    commands.run(
        "mount", "-t", "tmpfs", "-o", f"size={_DISK_MEBIBYTES}m,mode=0700", "fkplus-chaos", str(place)
    )
    try:
        yield
    finally:
        commands.run("umount", str(place))
