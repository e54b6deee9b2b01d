"""How metrics are gathered and alert rules judged: Prometheus reads every unit that shows metrics."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from fkplus.components import alertmanager
from fkplus.dashboards import rules
from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Http, Probe
from fkplus.model.topology import Unit

NAME = "prometheus"
AFTER: tuple[str, ...] = ()
PORTS: Mapping[str, int] = {"http": 9090}
METRICS: Metrics | None = Metrics("http")
RELOAD_SIGNAL: str | None = "HUP"
START_SECONDS = 30.0
STOP_SECONDS = 15

# Grafana's data source must name the same interval, or $__rate_interval is too short.
SCRAPE_SECONDS = 10
# What no rule and no panel reads: most of all series. The Go runtime's, each gRPC method of etcd, Grafana's.
_UNREAD = "(go|grpc|promhttp|etcd_debugging|grafana)_.*"
_RETENTION_TIME = "15d"
_RETENTION_SIZE = "1GB"


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return prometheus.yml and the alert rules, one file per subject."""
    configuration = yaml.safe_dump(_configuration(cluster), sort_keys=False, width=110)
    return {"prometheus.yml": configuration, **rules.files()}


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv (flags as of Prometheus 2.42)."""
    here = cluster.endpoint(unit, "http")
    return [
        "prometheus",
        f"--config.file={cluster.layout.files(unit) / 'prometheus.yml'}",
        f"--web.listen-address={here}",
        # By default a page from anywhere may read everything through the browser of whoever has it open.
        f"--web.cors.origin=http://{here}",
        f"--storage.tsdb.path={cluster.layout.data(unit)}",
        f"--storage.tsdb.retention.time={_RETENTION_TIME}",
        f"--storage.tsdb.retention.size={_RETENTION_SIZE}",
        "--log.level=warn",
    ]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return Prometheus' own readiness: its storage is open and queries are answered."""
    return Http(f"http://{cluster.endpoint(unit, 'http')}/-/ready")


def _configuration(cluster: Cluster) -> Mapping[str, Any]:
    return {
        "global": {
            "scrape_interval": f"{SCRAPE_SECONDS}s",
            "scrape_timeout": f"{SCRAPE_SECONDS // 2}s",
            "evaluation_interval": f"{SCRAPE_SECONDS}s",
            "external_labels": {"cluster": cluster.topology.name},
        },
        "rule_files": sorted(rules.files()),
        **_alerting(cluster),
        "scrape_configs": _scrape_configs(cluster),
    }


def _alerting(cluster: Cluster) -> Mapping[str, Any]:
    targets = list(cluster.endpoints(alertmanager.NAME, "http"))
    return {"alerting": {"alertmanagers": [{"static_configs": [{"targets": targets}]}]}} if targets else {}


def _scrape_configs(cluster: Cluster) -> Sequence[Mapping[str, Any]]:
    """Return one job for each component that has units with metrics; a target bears its node and unit."""
    return [
        {
            "job_name": component,
            "metrics_path": metrics.path,
            "metric_relabel_configs": [{"source_labels": ["__name__"], "regex": _UNREAD, "action": "drop"}],
            "static_configs": [
                {
                    "targets": [cluster.endpoint(unit, metrics.port)],
                    "labels": {"node": unit.node, "unit": unit.name},
                }
                for unit in cluster.topology.units(component)
            ],
        }
        for component, metrics in cluster.metrics.items()
        if cluster.topology.units(component)
    ]
