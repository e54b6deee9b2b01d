"""What components are rendered from: the topology, the settings, and where things lie on a node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fkplus.model.errors import BadInput
from fkplus.model.metrics import Metrics
from fkplus.model.settings import Settings
from fkplus.model.topology import Topology, Unit


@dataclass(frozen=True)
class Layout:
    """Where a runtime keeps things on a node, and which programs it found there.

    `run` holds Unix sockets, whose paths may have at most 107 bytes (unix(7)), so it need not be
    under `home`. `python` runs the daemons written in Python. `operators` are the
    system users who may maintain the instances through their Unix sockets. `grafana` None: there is none.
    """

    home: Path
    run: Path
    python: Path
    postgresql_bin: Path
    operators: tuple[str, ...]
    grafana: Path | None = None

    def files(self, unit: Unit) -> Path:
        """Return the directory of the unit's rendered files."""
        return self.home / "units" / unit.name

    def data(self, unit: Unit) -> Path:
        """Return the directory that the unit itself fills."""
        return self.home / "data" / unit.name

    def log(self, unit: Unit) -> Path:
        """Return the file that gets what the unit prints."""
        return self.home / "log" / f"{unit.name}.log"


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

    def port(self, unit: Unit, name: str) -> int:
        """Return the TCP port called `name` of `unit`: its base, plus its place among the units of
        the same component at the same address, plus FKPLUS_PORT_OFFSET."""
        return self.ports[unit.component][name] + self.topology.step(unit) + self.settings.port_offset

    def endpoint(self, unit: Unit, name: str) -> str:
        """Return `host:port` of the port called `name`."""
        return f"{self.host(unit)}:{self.port(unit, name)}"

    def endpoints(self, component: str, name: str) -> Sequence[str]:
        """Return `host:port` of the port called `name` for all units of `component`."""
        return [self.endpoint(unit, name) for unit in self.topology.units(component)]

    def first(self, component: str) -> Unit:
        """Return the first unit of `component`; raises BadInput when the topology has none."""
        for unit in self.topology.units(component):
            return unit
        raise BadInput(f"topology {self.topology.name!r} has no {component} unit")
