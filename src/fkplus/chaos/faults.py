"""What can be done to the processes of a node, and how each of it is undone.

A fault takes the ground and the nodes that it hits, does its harm at once, and returns what undoes it.
Undoing is safe at any time and twice: it only brings back what is not as it was.
"""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import psutil

from fkplus.chaos.ground import Ground, Part, alive
from fkplus.components import etcd, patroni
from fkplus.model.errors import NotReady
from fkplus.model.topology import Unit
from fkplus.operations import etcd_api
from fkplus.runtimes.wait import until

Undo = Callable[[], None]
Fault = Callable[[Ground, Sequence[str]], Undo]

_GONE_SECONDS = 10.0


def nothing() -> None:
    """Undo what has undone itself: a killed process that its supervisor starts again."""


def kill(*parts: Part) -> Fault:
    """Kill (SIGKILL) these parts of each node at one moment; who watches over them may start them again."""

    def fault(ground: Ground, nodes: Sequence[str]) -> Undo:
        send([pid for node in nodes for part in parts for pid in ground.pids(part, node)], signal.SIGKILL)
        return nothing

    return fault


def freeze(*parts: Part) -> Fault:
    """Stop (SIGSTOP) these parts of each node; undone, they go on where they were."""

    def fault(ground: Ground, nodes: Sequence[str]) -> Undo:
        pids = [pid for node in nodes for part in parts for pid in ground.pids(part, node)]
        # Remembered with the time of its start: another process may have the pid by then.
        frozen = [psutil.Process(pid) for pid in alive(pids)]
        send(pids, signal.SIGSTOP)

        def undo() -> None:
            for process in frozen:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

        return undo

    return fault


def lose_node(*, etcd_leader: bool = False) -> Fault:
    """Let everything of each node vanish at one moment, and nothing start again until that is undone.

    HAProxy is left: it stands for an entry that is not on the lost machine. With `etcd_leader` the node is
    made etcd's leader just before.
    """

    def fault(ground: Ground, nodes: Sequence[str]) -> Undo:
        if etcd_leader:
            lead_etcd(ground, nodes)
        return _stop_for_good(ground, nodes, (etcd.NAME, patroni.NAME))

    return fault


def stop_for_good(*components: str) -> Fault:
    """Kill the units of these components on each node; nothing starts them again until that is undone."""
    return lambda ground, nodes: _stop_for_good(ground, nodes, components)


def kill_etcd_leader(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Make the node etcd's leader, then kill its etcd."""
    lead_etcd(ground, nodes)
    return kill(Part.ETCD)(ground, nodes)


def lead_etcd(ground: Ground, nodes: Sequence[str]) -> None:
    """Make the first of `nodes` etcd's leader; raises NotReady when it does not become it."""
    unit = Unit(etcd.NAME, nodes[0])
    until(
        lambda: None if etcd_api.move_leader(ground.site.cluster, unit) else "another member leads",
        _GONE_SECONDS,
        f"making {unit.name} etcd's leader",
    )


def send(pids: Sequence[int], number: signal.Signals) -> None:
    """Send a signal to each process that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _stop_for_good(ground: Ground, nodes: Sequence[str], components: Sequence[str]) -> Undo:
    """Freeze all, tell supervisord that they are to end, and kill them before they hear of it.

    A unit that supervisord itself is stopping is not started again, and a frozen process never gets the
    SIGTERM that would let it take its leave: as when the power goes.
    """
    programs = [program for node in nodes for program in ground.programs(node, *components)]
    pids = [pid for node in nodes for component in components for pid in _everything(ground, component, node)]
    send(pids, signal.SIGSTOP)
    running = {name for name, state in ground.site.runtime.states().items() if state.runs}
    for program in programs:
        if program.unit.name in running:
            ground.supervisor(program.unit.node).stop(program.unit.name)
    send(pids, signal.SIGKILL)
    wait_until_gone(pids)
    return partial(_start, ground, [program.unit for program in programs])


def _everything(ground: Ground, component: str, node: str) -> Sequence[int]:
    parts = {
        patroni.NAME: (Part.LAUNCHER, Part.PATRONI, Part.POSTMASTER, Part.INSTANCE),
        etcd.NAME: (Part.ETCD,),
    }
    found = [pid for part in parts.get(component, (Part.HAPROXY,)) for pid in ground.pids(part, node)]
    return list(dict.fromkeys(found))


def _start(ground: Ground, units: Sequence[Unit]) -> None:
    """Start the units together: an etcd member of two that are away waits for the other."""
    programs = [program for program in ground.site.programs() if program.unit in units]
    if programs:
        with ThreadPoolExecutor(len(programs)) as pool:
            list(pool.map(ground.site.runtime.start, programs))


def wait_until_gone(pids: Sequence[int]) -> None:
    """Wait until none of these processes is left; raises NotReady."""
    try:
        until(lambda: str(found) if (found := alive(pids)) else None, _GONE_SECONDS, "waiting for their end")
    except NotReady as error:
        raise NotReady("a killed process does not end", error.what) from error
