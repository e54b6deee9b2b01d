"""How an instance's statistics get to Prometheus: postgres_exporter with queries of ours alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from fkplus.model.cluster import Cluster
from fkplus.model.errors import BadInput
from fkplus.model.metrics import Metrics
from fkplus.model.names import MONITOR
from fkplus.model.probe import Http, Probe
from fkplus.model.secrets import placeholder
from fkplus.model.topology import Unit

NAME = "postgres_exporter"
AFTER: tuple[str, ...] = ()
# Not the tool's own 9187: the machine may have one already.
PORTS: Mapping[str, int] = {"http": 9021}
METRICS: Metrics | None = Metrics("http")
RELOAD_SIGNAL: str | None = None
START_SECONDS = 15.0
STOP_SECONDS = 5

_QUERIES = Path(__file__).with_name("postgres_exporter.yml")


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return the queries, and the password in a file of its own (DATA_SOURCE_PASS_FILE)."""
    return {"queries.yml": _QUERIES.read_text(encoding="utf-8"), "password": placeholder(MONITOR)}


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv (flags as of postgres_exporter 0.11 and 0.17; Debian's name of the program).

    The exporter's own metrics change their names between its versions and fail on some of PostgreSQL's:
    all are off, so that every name in a rule or panel is one of our queries.
    """
    return [
        "prometheus-postgres-exporter",
        f"--web.listen-address={cluster.endpoint(unit, 'http')}",
        f"--extend.query-path={cluster.layout.files(unit) / 'queries.yml'}",
        "--disable-default-metrics",
        "--disable-settings-metrics",
        # Each version has others, and ends at a flag that it does not know.
        *(f"--no-collector.{name}" for name in cluster.layout.collectors),
        "--log.level=warn",
    ]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return where the instance of the same node is, and which file has the password: the exporter
    takes both from its environment only."""
    for instance in cluster.topology.units("patroni"):
        if instance.node == unit.node:
            break
    else:
        raise BadInput(
            f"topology {cluster.topology.name!r}: {unit.node} has {NAME} but no patroni to ask",
            "place both on the same node",
        )
    server = cluster.endpoint(instance, "postgresql")
    options = "sslmode=disable&connect_timeout=3&application_name=postgres_exporter"
    variables = {
        "DATA_SOURCE_URI": f"{server}/{cluster.settings.database}?{options}",
        "DATA_SOURCE_USER": MONITOR,
        "DATA_SOURCE_PASS_FILE": str(cluster.layout.files(unit) / "password"),
    }
    return [word for name, value in variables.items() for word in ("--environment", f"{name}={value}")]


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return the page that names where the metrics are: before the first `up` ends nobody can log in yet."""
    return Http(f"http://{cluster.endpoint(unit, 'http')}/", body="/metrics")
