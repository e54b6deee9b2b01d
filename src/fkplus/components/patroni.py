"""How a PostgreSQL instance runs under Patroni, which decides who is primary."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from fkplus.components import pgbackrest, receiver
from fkplus.components.dynamic_configuration import dynamic_configuration
from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.names import MONITOR, REPLICATION, REWIND, SUPERUSER
from fkplus.model.probe import Http, Probe
from fkplus.model.secrets import placeholder
from fkplus.model.topology import Unit

NAME = "patroni"
AFTER: tuple[str, ...] = ("etcd",)
PORTS: Mapping[str, int] = {"postgresql": 5441, "rest": 8011}
METRICS: Metrics | None = Metrics("rest")
RELOAD_SIGNAL: str | None = "HUP"
# The slowest healthy start is a replica's first copy of the primary.
START_SECONDS = 120.0
STOP_SECONDS = 60

NAMESPACE = "/fkplus/"
REST_USER = "fkplus"
# The name of the secret in the store; the hyphen keeps it apart from every role name.
REST_SECRET = "patroni-rest"  # noqa: S105
_PEER_MAP = "fkplus"


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return patroni.yml: local facts only; what the members agree on goes to the DCS once.

    Beside it, how the instance archives its WAL.
    """
    own = {"patroni.yml": yaml.safe_dump(_configuration(unit, cluster), sort_keys=False, width=110)}
    if pgbackrest.archives(cluster):
        own[pgbackrest.FILE_NAME] = pgbackrest.configuration(unit, cluster)
    return own


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv of Patroni, which starts and stops PostgreSQL itself."""
    return [str(cluster.layout.python), "-m", "patroni", _file(unit, cluster)]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the option that makes the launcher stay as Patroni's parent and guard the instance."""
    return ["--patroni", _file(unit, cluster)]


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return the readiness check: the primary holds the lock, a replica is streaming."""
    return Http(f"{rest_url(unit, cluster)}/readiness")


def rest_url(unit: Unit, cluster: Cluster) -> str:
    """Return the base URL of the member's REST API."""
    return f"http://{cluster.endpoint(unit, 'rest')}"


def wanted_configuration(cluster: Cluster) -> Mapping[str, Any]:
    """Return what the members of this cluster shall agree on."""
    return dynamic_configuration(
        archives=pgbackrest.archives(cluster),
        receiver_slot=receiver.SLOT if cluster.topology.units(receiver.NAME) else None,
    )


def _file(unit: Unit, cluster: Cluster) -> str:
    return str(cluster.layout.files(unit) / "patroni.yml")


def _configuration(unit: Unit, cluster: Cluster) -> Mapping[str, Any]:
    rest = cluster.endpoint(unit, "rest")
    return {
        "scope": cluster.topology.name,
        "namespace": NAMESPACE,
        "name": unit.node,
        "log": {"level": "INFO"},
        "restapi": {
            "listen": rest,
            "connect_address": rest,
            # Without it anyone on the machine could change the configuration, and with it run
            # commands as the daemon user. Reading (health checks) stays open.
            "authentication": {"username": REST_USER, "password": placeholder(REST_SECRET)},
        },
        "etcd3": {"hosts": list(cluster.endpoints("etcd", "client"))},
        "bootstrap": {
            "dcs": dict(wanted_configuration(cluster)),
            "initdb": ["data-checksums", {"encoding": "UTF8"}, {"locale": "C.UTF-8"}],
        },
        "postgresql": _postgresql(unit, cluster),
    }


def _postgresql(unit: Unit, cluster: Cluster) -> Mapping[str, Any]:
    address = cluster.endpoint(unit, "postgresql")
    parameters = {"unix_socket_directories": str(cluster.layout.of(unit.node).run)}
    if pgbackrest.archives(cluster):
        parameters["archive_command"] = pgbackrest.archive_command(unit, cluster)
    return {
        "listen": address,
        "connect_address": address,
        "data_dir": str(cluster.layout.data(unit)),
        "bin_dir": str(cluster.layout.postgresql_bin),
        "pgpass": str(cluster.layout.data(unit)) + ".pgpass",
        "use_unix_socket": True,
        "authentication": {
            "superuser": {"username": SUPERUSER, "password": placeholder(SUPERUSER)},
            "replication": {"username": REPLICATION, "password": placeholder(REPLICATION)},
            "rewind": {"username": REWIND, "password": placeholder(REWIND)},
        },
        "parameters": parameters,
        "pg_hba": _pg_hba(cluster),
        "pg_ident": [f"{_PEER_MAP} {name} {SUPERUSER}" for name in cluster.layout.operators],
        "basebackup": {"checkpoint": "fast"},
        "remove_data_directory_on_rewind_failure": True,
        "remove_data_directory_on_diverged_timelines": True,
    }


def _pg_hba(cluster: Cluster) -> Sequence[str]:
    """Return who may connect: a peer on the socket is the daemon user, everyone else needs a password."""
    hosts = [f"{address}/32" for address in cluster.topology.addresses]
    rules = [f"local all {SUPERUSER} peer map={_PEER_MAP}"]
    for host in hosts:
        rules += [
            f"host replication {REPLICATION} {host} scram-sha-256",
            f"host postgres {REWIND},{MONITOR} {host} scram-sha-256",
            f"host all {SUPERUSER} {host} scram-sha-256",
            f"host {cluster.settings.database} all {host} scram-sha-256",
        ]
    return rules
