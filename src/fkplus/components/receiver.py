"""How the WAL receiver runs: what the primary has written goes to the backups' disk within milliseconds.

It acknowledges no commit: Patroni names members alone in synchronous_standby_names.
"""

import json
from collections.abc import Mapping, Sequence

from fkplus.components import pgbackrest
from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.names import REPLICATION
from fkplus.model.probe import Http, Probe
from fkplus.model.secrets import placeholder
from fkplus.model.topology import Unit

NAME = "receiver"
# It waits for a primary itself, and is no part of what others wait for.
AFTER: tuple[str, ...] = ()
PORTS: Mapping[str, int] = {"metrics": 8031}
METRICS: Metrics | None = Metrics("metrics")
RELOAD_SIGNAL: str | None = None
START_SECONDS = 30.0
STOP_SECONDS = 10

# Patroni makes it on the primary and moves its copies on the replicas along, so it outlives a failover.
SLOT = "fkplus_receiver"


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return receiver.json and the password for the replication role in libpq's own format."""
    passfile = cluster.layout.files(unit) / "pgpass"
    entry = cluster.first("haproxy")
    host, port = cluster.host(entry), cluster.port(entry, "write")
    document = {
        "place": pgbackrest.document(pgbackrest.place(cluster)),
        "source": f"host={host} port={port} user={REPLICATION} passfile='{_quoted(str(passfile))}'"
        f" application_name={SLOT}",
        "slot": SLOT,
        "program": str(cluster.layout.postgresql_bin / "pg_receivewal"),
        "host": cluster.host(unit),
        "port": cluster.port(unit, "metrics"),
    }
    return {
        "receiver.json": json.dumps(document, indent=2) + "\n",
        "pgpass": f"*:*:*:{REPLICATION}:{placeholder(REPLICATION)}\n",
    }


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv of the receiver."""
    file = str(cluster.layout.files(unit) / "receiver.json")
    return [str(cluster.layout.python), "-P", "-m", "fkplus.backups.receiving", file]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return its metrics; it connects as soon as there is a primary."""
    return Http(f"http://{cluster.endpoint(unit, 'metrics')}/metrics", body="fkplus_wal_receiver_")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
