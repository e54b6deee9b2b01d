"""Which processes and places of a cluster a fault can get at."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psutil
from psycopg.conninfo import make_conninfo

from fkplus.chaos.network import Network
from fkplus.components import etcd, haproxy, patroni
from fkplus.model.cluster import Layout
from fkplus.model.errors import BadInput
from fkplus.model.names import SUPERUSER
from fkplus.model.program import Program
from fkplus.model.secrets import Secret
from fkplus.model.topology import Unit
from fkplus.operations.site import Site
from fkplus.runtimes import processes
from fkplus.runtimes.containers.compose import ComposeRuntime
from fkplus.runtimes.launch import launched
from fkplus.runtimes.supervisord import Supervisor


class Part(StrEnum):
    """What of a node a fault can hit."""

    POSTMASTER = "postmaster"
    INSTANCE = "every process of PostgreSQL"
    PATRONI = "Patroni"
    LAUNCHER = "the launcher"
    ETCD = "etcd"
    HAPROXY = "HAProxy"


@dataclass(frozen=True)
class Ground:
    """A running cluster on this machine."""

    site: Site
    network: Network | None = None

    @property
    def nodes(self) -> Sequence[str]:
        """Return the nodes that have an instance."""
        return [unit.node for unit in self.site.cluster.topology.units(patroni.NAME)]

    @property
    def containers(self) -> ComposeRuntime:
        """Return what runs the nodes as containers; raises BadInput where they are none."""
        runtime = self.site.runtime
        if not isinstance(runtime, ComposeRuntime):
            raise BadInput(
                "the nodes of this cluster are no containers", "--topology topologies/compose.toml"
            )
        return runtime

    def programs(self, node: str, *components: str) -> Sequence[Program]:
        """Return the programs on `node` of `components`, of all when none is given, first starts first."""
        return [
            program
            for program in self.site.programs()
            if program.unit.node == node and (not components or program.unit.component in components)
        ]

    def data(self, node: str) -> Path:
        """Return the data directory of the instance on `node`."""
        return self.site.cluster.layout.data(Unit(patroni.NAME, node))

    def layout(self, node: str) -> Layout:
        """Return where things lie on `node`."""
        return self.site.cluster.layout.of(node)

    def supervisor(self, node: str) -> Supervisor:
        """Return what watches over the units of `node`."""
        return Supervisor(self.layout(node))

    def dsn(self, port: str = "write") -> Secret:
        """Return how clients reach the cluster through HAProxy; `port` as in Site.dsn."""
        return Secret(self.site.dsn(SUPERUSER, port=port, database="postgres").uri())

    def own_dsn(self, node: str) -> Secret:
        """Return how the instance on `node` is reached whatever becomes of the network: its Unix socket."""
        port = self.site.cluster.port(Unit(patroni.NAME, node), "postgresql")
        return Secret(
            make_conninfo(host=str(self.layout(node).run), port=port, user=SUPERUSER, dbname="postgres")
        )

    def pids(self, part: Part, node: str) -> Sequence[int]:
        """Return the processes of `part` on `node`, none where it does not run."""
        match part:
            case Part.POSTMASTER:
                return self._postmaster(node)
            case Part.INSTANCE:
                return [process.pid for process in processes.working_in(self.data(node))]
            case Part.PATRONI:
                return self._running(Unit(patroni.NAME, node))
            case Part.LAUNCHER:
                [program] = self.programs(node, patroni.NAME)
                # Not the pid that supervisord says: in a container it is another one than here.
                argv = launched(self.layout(node), program)
                return [process.pid for process in processes.with_command(argv)]
            case Part.ETCD:
                return self._running(Unit(etcd.NAME, node))
            case Part.HAPROXY:
                return self._running(Unit(haproxy.NAME, node))

    def _postmaster(self, node: str) -> Sequence[int]:
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.data(node) / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
            found = [process.pid for process in processes.working_in(self.data(node))]
            return processes.with_own_pid(found, pid)
        return []

    def _running(self, unit: Unit) -> Sequence[int]:
        """Return the processes whose arguments are those of the unit's program, and any child like them."""
        [program] = self.programs(unit.node, unit.component)
        return [process.pid for process in processes.with_command(program.command)]


def alive(pids: Sequence[int]) -> Sequence[int]:
    """Return those of `pids` that have a process which is no zombie."""
    found = []
    for pid in pids:
        with suppress(psutil.Error):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found
