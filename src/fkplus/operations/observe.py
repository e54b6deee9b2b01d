"""How a cluster is looked at as a whole within a few seconds, however broken it is."""

import xmlrpc.client
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import psycopg

from fkplus.components import etcd, patroni
from fkplus.database.connection import connect
from fkplus.database.flyway import history as schema_history
from fkplus.database.queries import query
from fkplus.database.seeding.history import history as seed_history
from fkplus.model.errors import FkplusError
from fkplus.model.members import NOBODY, parse
from fkplus.model.observation import Database, Observation, Slot
from fkplus.operations import backup, etcd_api
from fkplus.operations.at_once import answers
from fkplus.operations.site import Site
from fkplus.runtimes.base import UnitState

# Whoever hangs (a frozen process accepts connections) is left out after this.
_SECONDS = 4.0
_CONNECT_SECONDS = 2


def observe(site: Site) -> Observation:
    """Ask everybody at once; never raises for a broken cluster, and ends after `_SECONDS` and a bit."""
    cluster, api = site.cluster, site.api()
    instances = cluster.topology.units(patroni.NAME)
    stores = cluster.topology.units(etcd.NAME)
    questions: dict[tuple[str, str], Callable[[], Any]] = {
        ("database", ""): partial(_database, site),
        ("units", ""): partial(_states, site),
    }
    for path in ("/cluster", "/config", "/patroni"):
        for unit in instances:
            questions[path, unit.node] = partial(api.ask, unit, path)
    for unit in stores:
        questions["etcd", unit.node] = partial(etcd_api.member_status, unit, cluster)
    found = answers(questions, _SECONDS)

    def first(path: str) -> Mapping[str, Any] | None:
        """Return the answer of somebody who is in touch with etcd, the nodes in their order."""
        return next((a for unit in instances if (a := found.get((path, unit.node)))), None)

    states = found.get(("units", ""), {})
    picture = first("/cluster")
    return Observation(
        nodes={unit.node: cluster.port(unit, "postgresql") for unit in instances},
        members=parse(picture) if picture else NOBODY,
        configuration=first("/config") or {},
        statuses={unit.node: a for unit in instances if (a := found.get(("/patroni", unit.node)))},
        etcd={unit.node: found.get(("etcd", unit.node)) for unit in stores},
        spaces={unit.name: space for unit in (*instances, *stores) if (space := site.runtime.space(unit))},
        units={
            unit.name: states[unit.name].state if unit.name in states else "stopped"
            for unit in cluster.topology.units()
        },
        pids={name: state.pid for name, state in states.items() if state.pid},
        database=found.get(("database", ""), Database()),
        backups=backup.recorded(site),
    )


def _states(site: Site) -> Mapping[str, UnitState]:
    try:
        return site.runtime.states()
    except (FkplusError, OSError, xmlrpc.client.Error):  # its supervisord ended in the middle
        return {}


def _first(row: tuple[Any, ...] | None) -> Any:
    return row[0] if row else None


def _database(site: Site) -> Database:
    try:
        uri = site.dsn(site.settings.creator_name).uri()
        with connect(uri, timeout_seconds=_CONNECT_SECONDS) as connection:
            connection.execute("set statement_timeout = '2s'")
            row = connection.execute("select not pg_is_in_recovery(), inet_server_port()").fetchone()
            version = schema_history.current_version(connection)
            return Database(
                accepts_writes=bool(row and row[0]),
                port=row[1] if row else None,
                schema_version=str(version) if version else None,
                seeded_versions=tuple(record.version for record in seed_history(connection)),
                slots=tuple(Slot(*found) for found in connection.execute(query("replication_slots"))),
                unarchived=_first(connection.execute(query("unarchived_segment")).fetchone()),
            )
    except (FkplusError, psycopg.Error):
        return Database()
