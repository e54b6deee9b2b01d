"""What can be done to a node that is a container, and how each of it is undone; see faults for the rules."""

from collections.abc import Sequence

from fkplus.chaos.faults import Undo
from fkplus.chaos.ground import Ground
from fkplus.runtimes.containers import engine


def kill(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Kill the container of each node: the whole machine is gone, and its engine does not bring it back."""
    names = [ground.containers.container(node) for node in nodes]
    engine.control("kill", *names)

    def undo() -> None:
        engine.control("start", *names)

    return undo


def disconnect(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Take each node out of the network, with its address; undone, it is back at the same one."""
    runtime = ground.containers
    for node in nodes:
        engine.control("network", "disconnect", runtime.network, runtime.container(node))

    def undo() -> None:
        for node in nodes:
            address = ground.site.cluster.topology.node(node).address
            if not engine.is_connected(runtime.network, runtime.container(node)):
                engine.control(
                    "network", "connect", "--ip", address, runtime.network, runtime.container(node)
                )

    return undo


def pause(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Freeze every process of each node, the launcher too; undone, they go on where they were."""
    names = [ground.containers.container(node) for node in nodes]
    engine.control("pause", *names)

    def undo() -> None:
        for name in names:
            if engine.is_paused(name):
                engine.control("unpause", name)

    return undo
