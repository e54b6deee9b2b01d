"""How the simulated backend runs: it does what users do, at a modest rate, where generated rows belong."""

import json
from collections.abc import Mapping, Sequence

from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.names import APP
from fkplus.model.probe import Http, Probe
from fkplus.model.secrets import placeholder
from fkplus.model.topology import Unit

NAME = "backend"
AFTER: tuple[str, ...] = ("patroni", "haproxy")
PORTS: Mapping[str, int] = {"metrics": 8000}
METRICS: Metrics | None = Metrics("metrics")
RELOAD_SIGNAL: str | None = None
START_SECONDS = 30.0
# What is under way is answered first.
STOP_SECONDS = 15

_CONNECTIONS = 4


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return backend.json: where to go, with the password, and how much to do."""
    wanted = {
        "write": _uri(cluster, "write"),
        "read": _uri(cluster, "read"),
        "rate": cluster.settings.backend_rate,
        "connections": _CONNECTIONS,
        "host": cluster.host(unit),
        "port": cluster.port(unit, "metrics"),
    }
    return {"backend.json": json.dumps(wanted, indent=2) + "\n"}


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv of the backend, which goes on until it is stopped."""
    return [
        str(cluster.layout.python),
        "-P",
        "-m",
        "fkplus.workload",
        str(cluster.layout.files(unit) / "backend.json"),
    ]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return the page of metrics, which is there before the database is migrated."""
    return Http(f"http://{cluster.endpoint(unit, 'metrics')}/metrics", body="fkplus_backend_")


def _uri(cluster: Cluster, port: str) -> str:
    entry = cluster.endpoint(cluster.first("haproxy"), port)
    return f"postgresql://{APP}:{placeholder(APP)}@{entry}/{cluster.settings.database}"
