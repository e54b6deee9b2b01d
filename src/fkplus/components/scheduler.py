"""How backups, drills and the schema's upkeep are made when they are due: our own scheduler."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fkplus.components import pgbackrest
from fkplus.components.lone_instance import DRILL, DRILL_SOCKET
from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Http, Probe
from fkplus.model.topology import Unit

NAME = pgbackrest.SCHEDULER
# It waits for a primary itself, and is no part of what others wait for.
AFTER: tuple[str, ...] = ()
PORTS: Mapping[str, int] = {"metrics": 8021}
METRICS: Metrics | None = Metrics("metrics")
RELOAD_SIGNAL: str | None = "HUP"
START_SECONDS = 30.0
# A backup that is being made is told to end, and records that.
STOP_SECONDS = 20


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return scheduler.json: which cluster, when, how many backups stay, and where a drill restores to."""
    document = {
        "place": pgbackrest.document(pgbackrest.place(cluster)),
        # The lock of commands that change the cluster: operations/lock.py.
        "busy": str(cluster.settings.home / "lock"),
        "cron": cluster.settings.backup_interval_cron,
        "drill": _drill(cluster),
        "host": cluster.host(unit),
        "port": cluster.port(unit, "metrics"),
    }
    return {"scheduler.json": json.dumps(document, indent=2) + "\n"}


def _drill(cluster: Cluster) -> Mapping[str, Any]:
    """Return where a drill restores to, and where it finds the primary: by the same sockets as pgBackRest."""
    instances = {
        unit.node: {
            "sockets": str(cluster.layout.of(unit.node).run),
            "port": cluster.port(unit, "postgresql"),
        }
        for unit in cluster.topology.units("patroni")
    }
    return {
        "root": str(cluster.layout.home / "data" / DRILL),
        "programs": str(cluster.layout.postgresql_bin),
        "sockets": str(cluster.layout.run),
        "port": DRILL_SOCKET,
        "database": cluster.settings.database,
        "owner": cluster.settings.creator_name,
        "instances": instances,
    }


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv of the scheduler."""
    file = str(cluster.layout.files(unit) / "scheduler.json")
    return [str(cluster.layout.python), "-P", "-m", "fkplus.backups.scheduling", file]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return its metrics; whether a backup exists yet is asked separately."""
    return Http(f"http://{cluster.endpoint(unit, 'metrics')}/metrics", body="fkplus_backup_")
