"""A cluster whose nodes are machines of their own: each with its network, its disk and its supervisord.

All of them are on this machine, but a node's cable can be pulled and its disk can be full without the others.
"""

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fkplus.chaos.network import Network, network
from fkplus.components import BY_NAME, METRICS, PORTS, etcd, haproxy, patroni
from fkplus.model.cluster import Cluster, Layout
from fkplus.model.errors import CommandFailed
from fkplus.model.observation import Space
from fkplus.model.program import Program, render
from fkplus.model.secrets import Secret
from fkplus.model.settings import Settings
from fkplus.model.topology import Node, Topology, Unit
from fkplus.operations.site import Site
from fkplus.runtimes.base import Applied, Result, UnitState
from fkplus.runtimes.daemon_user import DaemonUser, daemon_user
from fkplus.runtimes.local import LocalRuntime
from fkplus.runtimes.local_layout import local_layout

_NODES = ("node1", "node2", "node3")
# Where HAProxy and the clients are: on no node, and never cut off.
_ENTRY = "entry"
_DISK_MEBIBYTES = 640
_SECONDS = 10.0


@dataclass(frozen=True)
class MachineLayout(Layout):
    """Where things lie when each node has a home of its own below `home`."""

    def of(self, node: str) -> Layout:
        """Return the layout of one node, as a runtime of that node alone has it."""
        home = self.home / node
        return Layout(
            home, home / "run", home / "env" / "bin" / "python", self.postgresql_bin, self.operators
        )

    def files(self, unit: Unit) -> Path:
        """See Layout.files."""
        return self.of(unit.node).files(unit)

    def data(self, unit: Unit) -> Path:
        """See Layout.data."""
        return self.of(unit.node).data(unit)

    def log(self, unit: Unit) -> Path:
        """See Layout.log."""
        return self.of(unit.node).log(unit)


@dataclass(frozen=True)
class MachineSite(Site):
    """A site whose programs are rendered as the machine of each sees the world."""

    layout: MachineLayout

    def waves(self) -> Sequence[Sequence[Program]]:
        """See Site.waves."""
        return [[self._own(program.unit) for program in wave] for wave in super().waves()]

    def _own(self, unit: Unit) -> Program:
        here = replace(self.cluster, layout=self.layout.of(unit.node))
        return render(unit, BY_NAME[unit.component], here)


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


class MachineRuntime:
    """One local runtime for each node; every method does its part on each of them."""

    def __init__(self, runtimes: Mapping[str, LocalRuntime]) -> None:
        self._runtimes = runtimes

    def check(self, programs: Sequence[Program]) -> None:
        """See Runtime.check: the machines are new, so nothing stands in the way."""

    def put(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> frozenset[str]:
        """See Runtime.put."""
        return frozenset[str]().union(
            *(runtime.put(_on(node, programs), secrets) for node, runtime in self._runtimes.items())
        )

    def apply(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> Applied:
        """See Runtime.apply."""
        done = [runtime.apply(_on(node, programs), secrets) for node, runtime in self._runtimes.items()]
        return Applied(
            frozenset[str]().union(*(one.touched for one in done)),
            frozenset[str]().union(*(one.outdated for one in done)),
        )

    def start(self, program: Program) -> bool:
        """See Runtime.start."""
        return self._runtimes[program.unit.node].start(program)

    def stop(self, programs: Sequence[Program]) -> None:
        """See Runtime.stop."""
        for node, runtime in self._runtimes.items():
            runtime.stop(_on(node, programs))

    def reload(self, program: Program) -> None:
        """See Runtime.reload."""
        self._runtimes[program.unit.node].reload(program)

    def states(self) -> Mapping[str, UnitState]:
        """See Runtime.states."""
        return {name: state for one in self._runtimes.values() for name, state in one.states().items()}

    def space(self, unit: Unit) -> Space | None:
        """See Runtime.space."""
        return self._runtimes[unit.node].space(unit)

    def tail(self, unit_name: str, lines: int) -> Sequence[str]:
        """See Runtime.tail."""
        return self._runtimes[unit_name.partition("-")[2]].tail(unit_name, lines)

    def run(
        self, argv: Sequence[str | Path], *, seconds: float, on_line: Callable[[str], None] | None = None
    ) -> Result:
        """See Runtime.run; on the entry's machine, which sees the files of all."""
        return self._runtimes[_ENTRY].run(argv, seconds=seconds, on_line=on_line)

    def close(self, programs: Sequence[Program]) -> None:
        """See Runtime.close."""
        for node, runtime in self._runtimes.items():
            runtime.close(_on(node, programs))


@contextmanager
def machine_site(settings: Settings, schema: Path) -> Iterator[tuple[MachineSite, Network]]:
    """Make network and disks, and yield a site with nothing running in it; needs root.

    Raises BadInput or CommandFailed where they can't be made (network.obstacle tells beforehand).
    """
    user = daemon_user()
    user.own(settings.home)  # it makes the directory of the backups there
    plain = local_layout(settings.home, user)
    layout = MachineLayout(plain.home, plain.run, plain.python, plain.postgresql_bin, plain.operators)
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
        for name in _NODES:
            stack.enter_context(_disk(layout.of(name).home / "data"))
        users = {name: Inhabitant(user.name, user.uid, user.gid, user.switch, made, name) for name in _NODES}
        runtime = MachineRuntime(
            {name: LocalRuntime(layout.of(name), users.get(name, user)) for name in (*_NODES, _ENTRY)}
        )
        yield MachineSite(Cluster(topology, settings, layout, PORTS, METRICS), runtime, schema, layout), made


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    """Mount a small disk (in memory) at `place` until the end of the block."""
    place.mkdir(mode=0o755, parents=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={_DISK_MEBIBYTES}m,mode=0700", "fkplus-chaos", str(place))
    try:
        yield
    finally:
        _run("umount", str(place))


def _on(node: str, programs: Sequence[Program]) -> Sequence[Program]:
    return [program for program in programs if program.unit.node == node]


def _run(*argv: str) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=_SECONDS)
    if done.returncode != 0:
        raise CommandFailed(f"{' '.join(argv)}: {done.stderr.strip()}")
