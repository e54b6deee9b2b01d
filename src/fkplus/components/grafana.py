"""How dashboards are shown: Grafana with our data source and dashboards, and a viewer who needs no login."""

import configparser
import io
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from fkplus.components import prometheus
from fkplus.dashboards import catalogue
from fkplus.model.cluster import Cluster
from fkplus.model.errors import BadInput
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Http, Probe
from fkplus.model.secrets import placeholder
from fkplus.model.topology import Unit

NAME = "grafana"
AFTER: tuple[str, ...] = ()
PORTS: Mapping[str, int] = {"http": 3000}
METRICS: Metrics | None = Metrics("http")
RELOAD_SIGNAL: str | None = None
# The first start makes its database.
START_SECONDS = 120.0
STOP_SECONDS = 15

# The name of the secret in the store; the hyphen keeps it apart from every role name.
ADMIN_SECRET = "grafana-admin"  # noqa: S105
_FOLDER = "FK+"
_SOURCE_UID = "prometheus"


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return grafana.ini, what is provisioned, and the dashboards."""
    return {
        "grafana.ini": _ini(_settings(unit, cluster)),
        "provisioning/datasources/prometheus.yml": _yaml(_data_source(cluster)),
        "provisioning/dashboards/fkplus.yml": _yaml(_provider(unit, cluster)),
        **{f"dashboards/{name}": text for name, text in catalogue.files().items()},
    }


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv (`grafana server`, which came with 9.4); raises BadInput where there is no Grafana."""
    home = cluster.layout.grafana
    if home is None:
        raise BadInput("there is no Grafana on this machine", "name its directory in GRAFANA_HOME")
    configuration = cluster.layout.files(unit) / "grafana.ini"
    return [str(home / "bin" / "grafana"), "server", f"--homepath={home}", f"--config={configuration}"]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return its health check, which asks its own database."""
    return Http(f"http://{cluster.endpoint(unit, 'http')}/api/health")


def _settings(unit: Unit, cluster: Cluster) -> Mapping[str, Mapping[str, str]]:
    """Return sections of grafana.ini
    (https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/)."""
    here, data = cluster.layout.files(unit), cluster.layout.data(unit)
    return {
        "server": {"http_addr": cluster.host(unit), "http_port": str(cluster.port(unit, "http"))},
        "paths": {
            "data": str(data),
            "logs": str(data / "log"),
            "plugins": str(data / "plugins"),
            "provisioning": str(here / "provisioning"),
        },
        "log": {"mode": "console", "level": "warn"},
        "security": {
            "admin_user": "admin",
            "admin_password": placeholder(ADMIN_SECRET),
            "disable_gravatar": "true",
        },
        # It listens where only this machine can reach it; what it shows holds no rows of any table.
        "auth.anonymous": {"enabled": "true", "org_role": "Viewer"},
        "users": {"allow_sign_up": "false"},
        "dashboards": {"default_home_dashboard_path": str(here / "dashboards" / "fkplus-cluster.json")},
        # Rules are Prometheus'; nothing is to be fetched from or told to anybody.
        "unified_alerting": {"enabled": "false"},
        "analytics": {
            "reporting_enabled": "false",
            "check_for_updates": "false",
            "check_for_plugin_updates": "false",
        },
        "news": {"news_feed_enabled": "false"},
        "plugins": {"preinstall_disabled": "true", "plugin_admin_enabled": "false"},
    }


def _data_source(cluster: Cluster) -> Mapping[str, Any]:
    source = {
        "name": "Prometheus",
        "uid": _SOURCE_UID,
        "type": "prometheus",
        "access": "proxy",
        "url": f"http://{cluster.endpoint(cluster.first(prometheus.NAME), 'http')}",
        "isDefault": True,
        "editable": False,
        # $__rate_interval is four times this.
        "jsonData": {"timeInterval": f"{prometheus.SCRAPE_SECONDS}s", "httpMethod": "POST"},
    }
    return {"apiVersion": 1, "datasources": [source]}


def _provider(unit: Unit, cluster: Cluster) -> Mapping[str, Any]:
    provider = {
        "name": "fkplus",
        "type": "file",
        "folder": _FOLDER,
        "folderUid": "fkplus",
        "disableDeletion": True,
        "allowUiUpdates": False,
        "options": {"path": str(cluster.layout.files(unit) / "dashboards")},
    }
    return {"apiVersion": 1, "providers": [provider]}


def _ini(sections: Mapping[str, Mapping[str, str]]) -> str:
    parser = configparser.RawConfigParser()
    parser.read_dict(sections)
    text = io.StringIO()
    parser.write(text)
    return text.getvalue().rstrip("\n") + "\n"


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml.safe_dump(document, sort_keys=False, width=110)
