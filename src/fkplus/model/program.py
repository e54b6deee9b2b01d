"""What a runtime needs in order to run one unit: its files, its argv, its readiness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from fkplus.model.cluster import Cluster
from fkplus.model.component import Component
from fkplus.model.probe import Probe
from fkplus.model.topology import Unit


@dataclass(frozen=True)
class Program:
    """One unit, rendered; secrets in `files` are still placeholders."""

    unit: Unit
    host: str
    files: Mapping[str, str]
    command: Sequence[str]
    launch_options: Sequence[str]
    ready: Probe
    after: tuple[str, ...]
    ports: Mapping[str, int]
    reload_signal: str | None
    start_seconds: float
    stop_seconds: int


def render(unit: Unit, component: Component, cluster: Cluster) -> Program:
    """Compute the program of `unit` from its component."""
    return Program(
        unit=unit,
        host=cluster.host(unit),
        files=component.files(unit, cluster),
        command=component.command(unit, cluster),
        launch_options=component.launch_options(unit, cluster),
        ready=component.ready(unit, cluster),
        after=component.AFTER,
        ports={name: cluster.port(unit, name) for name in component.PORTS},
        reload_signal=component.RELOAD_SIGNAL,
        start_seconds=component.START_SECONDS,
        stop_seconds=component.STOP_SECONDS,
    )


def waves(cluster: Cluster, components: Mapping[str, Component]) -> Sequence[Sequence[Program]]:
    """Return the programs in the order of their starts; those of one wave start together.

    All units of a component share a wave: a lone etcd member is not ready without its quorum.
    """
    placed = {name for name in components if cluster.topology.units(name)}
    sorter = TopologicalSorter({name: set(components[name].AFTER) & placed for name in placed})
    sorter.prepare()
    order = []
    while sorter.is_active():
        names = sorted(sorter.get_ready(), key=list(components).index)
        order.append([render(u, components[n], cluster) for n in names for u in cluster.topology.units(n)])
        sorter.done(*names)
    return order
