"""The command line on the topology of containers, as the tests use it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine import docker
from running import CHECKOUT, Fkplus, temporary_fkplus

from fkplus.runtimes.processes import with_own_pid

# No topology of ours has this one.
_NETWORK = "10.83.18."


@dataclass
class Compose(Fkplus):
    """The command line on containers; processes in them are seen from outside, by their pids here."""

    topology: Path = Path()

    def run(self, *arguments: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        # A database that is named by its address belongs to no topology.
        topology = () if "--dsn" in arguments else ("--topology", str(self.topology))
        return super().run(*topology, *arguments, check=check, **variables)

    def container(self, node: str) -> str:
        return f"fkplus-compose-{self.offset}-{node}"

    def node_home(self, node: str) -> Path:
        return self.home / "nodes" / node

    def pid_here(self, node: str, pid: int) -> int:
        told = docker("top", self.container(node), "-eo", "pid").split()[1:]
        found = with_own_pid(map(int, told), pid)
        assert len(found) == 1, f"{len(found)} processes {pid} on {node}"
        return found[0]


@contextmanager
def temporary_compose(offset: int, directory: Path, **variables: str) -> Iterator[Compose]:
    """Yield an fkplus whose nodes will be containers, its topology in `directory`; destroy it afterwards."""
    shipped = (CHECKOUT / "topologies" / "compose.toml").read_text(encoding="utf-8")
    topology = directory / "compose.toml"
    topology.write_text(shipped.replace("10.83.17.", _NETWORK), encoding="utf-8")
    with temporary_fkplus(offset, **variables) as plain:
        here = Compose(plain.home, plain.offset, plain.variables, topology=topology)
        try:
            yield here
        finally:
            here.run("destroy", "--yes", "--backups", check=False)
