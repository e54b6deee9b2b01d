"""How somebody is called: Alertmanager gathers Prometheus' alerts and hands them to a webhook. Optional."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from fkplus.model.cluster import Cluster
from fkplus.model.errors import BadInput
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Http, Probe
from fkplus.model.secrets import placeholder
from fkplus.model.topology import Unit

NAME = "alertmanager"
AFTER: tuple[str, ...] = ()
# Not the tool's own 9093: the machine may have one already.
PORTS: Mapping[str, int] = {"http": 9061}
METRICS: Metrics | None = Metrics("http")
RELOAD_SIGNAL: str | None = "HUP"
START_SECONDS = 30.0
STOP_SECONDS = 10

# The name of the secret in the store; the hyphen keeps it apart from every role name. A webhook's address
# is all that its receiver asks for.
WEBHOOK_SECRET = "alert-webhook"  # noqa: S105

# Told once, these say it all; the others follow from them.
_FOLLOW_FROM_NO_PRIMARY = "WritePortLeadsNowhere|NoSynchronousReplica|ReplicaMissing|BackendFails|BackendSlow"


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return alertmanager.yml; raises BadInput where nobody says whom to call."""
    if cluster.settings.alert_webhook is None:
        raise BadInput(
            f"topology {cluster.topology.name!r} has {unit.name}, and ALERT_WEBHOOK is not set",
            "set it to the address that takes alerts, or take the unit out",
        )
    return {"alertmanager.yml": yaml.safe_dump(_configuration(), sort_keys=False, width=110)}


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv of a lone Alertmanager (flags as of 0.25; Debian's name of the program)."""
    return [
        "prometheus-alertmanager",
        f"--config.file={cluster.layout.files(unit) / 'alertmanager.yml'}",
        f"--storage.path={cluster.layout.data(unit)}",
        f"--web.listen-address={cluster.endpoint(unit, 'http')}",
        # Empty: it has no peers, and opens no second port.
        "--cluster.listen-address=",
        "--log.level=warn",
    ]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return Alertmanager's own readiness."""
    return Http(f"http://{cluster.endpoint(unit, 'http')}/-/ready")


def _configuration() -> Mapping[str, Any]:
    """Return alertmanager.yml (https://prometheus.io/docs/alerting/0.25/configuration/)."""
    return {
        "route": {
            "receiver": "webhook",
            "group_by": ["alertname"],
            "group_wait": "5s",
            "group_interval": "1m",
            "repeat_interval": "4h",
        },
        "receivers": [
            {
                "name": "webhook",
                "webhook_configs": [{"url": placeholder(WEBHOOK_SECRET), "send_resolved": True}],
            }
        ],
        "inhibit_rules": [
            {
                "source_matchers": ['alertname = "NoPrimary"'],
                "target_matchers": [f'alertname =~ "{_FOLLOW_FROM_NO_PRIMARY}"'],
            }
        ],
    }
