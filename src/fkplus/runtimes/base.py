"""What every runtime can do with units, whatever stands behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fkplus.model.observation import Space
from fkplus.model.program import Program
from fkplus.model.secrets import Secret
from fkplus.model.topology import Unit


@dataclass(frozen=True)
class UnitState:
    """What a runtime knows of a unit: `running`, `starting`, `stopped`, `failed` ...; pid 0: no process."""

    state: str
    pid: int

    @property
    def runs(self) -> bool:
        """Tell whether the unit has a process that the runtime counts as up."""
        return self.state == "running"


@dataclass(frozen=True)
class Result:
    """How a program ended, and the lines that it printed."""

    returncode: int
    output: Sequence[str]


@dataclass(frozen=True)
class Applied:
    """What `apply` found to do: units to reload, and running ones that keep an older command."""

    touched: frozenset[str]
    outdated: frozenset[str]


class Runtime(Protocol):
    """Puts files, starts and stops units. Every method is safe to repeat."""

    def check(self, programs: Sequence[Program]) -> None:
        """Raise BadInput where these programs could not be started; changes nothing."""

    def put(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> frozenset[str]:
        """Put the files of all programs in place; returns the names of units with a changed file."""

    def apply(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> Applied:
        """Put files and definitions of all programs. A running unit is never stopped for it: a changed
        command counts from its next start."""

    def start(self, program: Program) -> bool:
        """Start the unit unless it runs; tells whether it had to."""

    def stop(self, programs: Sequence[Program]) -> None:
        """Stop the units together, and wait until they are gone."""

    def reload(self, program: Program) -> None:
        """Tell the running unit to read its files again."""

    def states(self) -> Mapping[str, UnitState]:
        """Return the state of every unit that was ever applied; empty when nothing runs at all."""

    def space(self, unit: Unit) -> Space | None:
        """Return the disk under the unit's data directory; None where it has none."""

    def tail(self, unit_name: str, lines: int) -> Sequence[str]:
        """Return the last lines that the unit printed, oldest first."""

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        seconds: float,
        on_line: Callable[[str], None] | None = None,
        node: str | None = None,
    ) -> Result:
        """Run a program to its end as the daemons' user; raises CommandFailed after `seconds`.

        `on_line` gets each line that it prints at once; the result then has the last ones only. `node` says
        where, for what asks after processes of that node; None: where backups are made.
        """

    def require_processes(self) -> None:
        """Raise BadInput where processes of a node can't be seen and ended from here."""

    def settle(self) -> None:
        """Let units start by themselves from now on whenever the place in which they run does."""

    def close(self, programs: Sequence[Program]) -> None:
        """Stop what watches over the units, and any of them that it no longer watches."""
