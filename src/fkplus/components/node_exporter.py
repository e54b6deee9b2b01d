"""How the figures of a machine get to Prometheus: processor, memory, disks, network."""

from collections.abc import Mapping, Sequence

from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Http, Probe
from fkplus.model.topology import Unit

NAME = "node_exporter"
AFTER: tuple[str, ...] = ()
# Not the tool's own 9100: the machine may have one already.
PORTS: Mapping[str, int] = {"http": 9051}
METRICS: Metrics | None = Metrics("http")
RELOAD_SIGNAL: str | None = None
START_SECONDS = 15.0
STOP_SECONDS = 5

# What rules and panels read; the rest would be half of all series.
_COLLECTORS = (
    "cpu",
    "diskstats",
    "filesystem",
    "loadavg",
    "meminfo",
    "netdev",
    "pressure",
    "stat",
    "uname",
    "vmstat",
)


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return no files: everything is on the command line."""
    return {}


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv (flags as of node_exporter 1.5; Debian's name of the program)."""
    return [
        "prometheus-node-exporter",
        f"--web.listen-address={cluster.endpoint(unit, 'http')}",
        "--web.disable-exporter-metrics",
        "--collector.disable-defaults",
        *(f"--collector.{name}" for name in _COLLECTORS),
        "--log.level=warn",
    ]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return the page that names where the metrics are, which costs no collection."""
    return Http(f"http://{cluster.endpoint(unit, 'http')}/", body="/metrics")
