"""What components are rendered from: the topology, the settings, and where things lie on a node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fkplus.model.errors import BadInput
from fkplus.model.metrics import Metrics
from fkplus.model.settings import Settings
from fkplus.model.topology import PUBLISHED_AT, Topology, Unit


@dataclass(frozen=True)
class Layout:
    """Where a runtime keeps things on a node, and which programs it found there.

    `run` holds Unix sockets, whose paths may have at most 107 bytes (unix(7)), so it need not be
    under `home`. `python` runs the daemons written in Python. `operators` are the
    system users who may maintain the instances through their Unix sockets. `grafana` None: there is none.
    `collectors` are those that the postgres_exporter there knows.

    `apart`: each node has a home of its own in `nodes/`; `home` and `run` are then the place of what
    belongs to no node, such as a restored copy.
    """

    home: Path
    run: Path
    python: Path
    postgresql_bin: Path
    operators: tuple[str, ...]
    grafana: Path | None = None
    collectors: tuple[str, ...] = ()
    apart: bool = False

    def of(self, node: str) -> "Layout":
        """Return where things lie on one node, as a runtime of that node alone has it."""
        if not self.apart:
            return self
        home = self.home / "nodes" / node
        return replace(self, home=home, run=home / "run", apart=False)

    def files(self, unit: Unit) -> Path:
        """Return the directory of the unit's rendered files."""
        return self.of(unit.node).home / "units" / unit.name

    def data(self, unit: Unit) -> Path:
        """Return the directory that the unit itself fills."""
        return self.of(unit.node).home / "data" / unit.name

    def log(self, unit: Unit) -> Path:
        """Return the file that gets what the unit prints."""
        return self.of(unit.node).home / "log" / f"{unit.name}.log"


@dataclass(frozen=True)
class Cluster:
    """One cluster as it is wanted; components compute their files and commands from it."""

    topology: Topology
    settings: Settings
    layout: Layout
    ports: Mapping[str, Mapping[str, int]]
    metrics: Mapping[str, Metrics]

    def host(self, unit: Unit) -> str:
        """Return the address at which others reach `unit`."""
        return self.topology.node(unit.node).address

    def shown_host(self, unit: Unit) -> str:
        """Return the address at which people on this machine reach `unit`."""
        return PUBLISHED_AT if self.topology.node(unit.node).published else self.host(unit)

    def port(self, unit: Unit, name: str) -> int:
        """Return the TCP port called `name` of `unit`: its base, plus its place among the units of
        the same component at the same address, plus FKPLUS_PORT_OFFSET."""
        return self.ports[unit.component][name] + self.topology.step(unit) + self.settings.port_offset

    def endpoint(self, unit: Unit, name: str) -> str:
        """Return `host:port` of the port called `name`."""
        return f"{self.host(unit)}:{self.port(unit, name)}"

    def shown_endpoint(self, unit: Unit, name: str) -> str:
        """Return `host:port` of the port called `name`, as people on this machine reach it."""
        return f"{self.shown_host(unit)}:{self.port(unit, name)}"

    def endpoints(self, component: str, name: str) -> Sequence[str]:
        """Return `host:port` of the port called `name` for all units of `component`."""
        return [self.endpoint(unit, name) for unit in self.topology.units(component)]

    def first(self, component: str) -> Unit:
        """Return the first unit of `component`; raises BadInput when the topology has none."""
        for unit in self.topology.units(component):
            return unit
        raise BadInput(f"topology {self.topology.name!r} has no {component} unit")
