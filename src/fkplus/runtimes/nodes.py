"""How units run whose nodes are apart: each has a home, an address and a supervisord of its own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from fkplus.model.observation import Space
from fkplus.model.program import Program
from fkplus.model.secrets import Secret
from fkplus.model.topology import Unit
from fkplus.runtimes.base import Applied, Result, UnitState
from fkplus.runtimes.local import LocalRuntime


class NodesRuntime:
    """One local runtime for each node; every method does its part on each of them.

    `entry` is the node that sees the files of all: backups are made there.
    """

    def __init__(self, runtimes: Mapping[str, LocalRuntime], entry: str) -> None:
        self._runtimes = runtimes
        self._entry = entry

    def check(self, programs: Sequence[Program]) -> None:
        """See Runtime.check: nodes that were just made have nothing in the way."""

    def put(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> frozenset[str]:
        """See Runtime.put."""
        return frozenset[str]().union(
            *(runtime.put(_on(node, programs), secrets) for node, runtime in self._runtimes.items())
        )

    def apply(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> Applied:
        """See Runtime.apply; a node may begin with the files that it finds, so all are put first."""
        running = {name for name, state in self.states().items() if state.runs}
        touched = self.put(programs, secrets)
        old_nodes = self._bring_nodes()
        done = [runtime.apply(_on(node, programs), secrets) for node, runtime in self._runtimes.items()]
        outdated = frozenset(program.unit.name for program in programs if program.unit.node in old_nodes)
        return Applied(touched & running, outdated.union(*(one.outdated for one in done)))

    def _bring_nodes(self) -> Collection[str]:
        """Make the nodes that do not run; returns those whose units all keep something older."""
        return ()

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
        self,
        argv: Sequence[str | Path],
        *,
        seconds: float,
        on_line: Callable[[str], None] | None = None,
        node: str | None = None,
    ) -> Result:
        """See Runtime.run."""
        return self._runtimes[node or self._entry].run(argv, seconds=seconds, on_line=on_line)

    def require_processes(self) -> None:
        """See Runtime.require_processes."""
        for runtime in self._runtimes.values():
            runtime.require_processes()

    def settle(self) -> None:
        """See Runtime.settle."""
        for runtime in self._runtimes.values():
            runtime.settle()

    def close(self, programs: Sequence[Program]) -> None:
        """See Runtime.close."""
        for node, runtime in self._runtimes.items():
            runtime.close(_on(node, programs))


def _on(node: str, programs: Sequence[Program]) -> Sequence[Program]:
    return [program for program in programs if program.unit.node == node]
