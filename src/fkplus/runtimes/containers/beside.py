"""How units run in containers that plain `docker compose up` has made, asked from a container beside them."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fkplus.model.cluster import Layout
from fkplus.model.errors import BadInput
from fkplus.model.program import Program
from fkplus.model.secrets import Secret
from fkplus.model.topology import Topology
from fkplus.runtimes.base import Result
from fkplus.runtimes.containers.container import ContainerRuntime
from fkplus.runtimes.daemon_user import DaemonUser
from fkplus.runtimes.local import LocalRuntime
from fkplus.runtimes.nodes import NodesRuntime

# The image of the command line has it in its environment (setup/image/Dockerfile).
_MARK = "FKPLUS_BESIDE_NODES"


def is_beside() -> bool:
    """Tell whether this process runs in the command line's own container."""
    return bool(os.environ.get(_MARK))


class BesideRuntime(NodesRuntime):
    """The runtime of the command line's container: the nodes' volumes are mounted here, the engine is not.

    So units are put, started, stopped and read as ever, through files and supervisord's sockets. What has to
    see the processes of a node is refused: a data directory must not be touched that may be in use.
    """

    def __init__(self, topology: Topology, layout: Layout, user: DaemonUser) -> None:
        super().__init__(
            {node.name: _NodeBeside(layout.of(node.name), user, node.name) for node in topology.nodes},
            topology.entry.name,
        )
        self._layout = layout
        self._user = user

    def put(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> frozenset[str]:
        """See Runtime.put."""
        for place in (self._layout.home / "data", self._layout.run):
            self._user.make_directory(place)
        return super().put(programs, secrets)

    def require_processes(self) -> None:
        """See Runtime.require_processes."""
        raise BadInput(
            "this is the command line's container, which can't see the processes of the nodes",
            "stop, start and delete with `docker compose`; restores and faults need a cluster that `./fkplus`"
            " of the checkout has made (docs/docker.md)",
        )


class _NodeBeside(ContainerRuntime):
    """The runtime of one node, without an engine to ask."""

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        seconds: float,
        on_line: Callable[[str], None] | None = None,
        node: str | None = None,
    ) -> Result:
        """See Runtime.run: here, for the same files lie at the same paths; it sees no process of a node."""
        return LocalRuntime.run(self, argv, seconds=seconds, on_line=on_line, node=node)

    def _printed(self) -> Sequence[str]:
        """Return nothing: `docker compose logs` has it."""
        return ()
