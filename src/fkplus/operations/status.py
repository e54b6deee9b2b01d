"""What runs, who is primary, how far the replicas are, and what the database holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from fkplus.components import BY_NAME
from fkplus.database.connection import connect
from fkplus.database.flyway import history as schema_history
from fkplus.database.seeding.history import history as seed_history
from fkplus.model.errors import FkplusError
from fkplus.model.members import Member, Members
from fkplus.operations.site import ENDPOINTS, Site

_CONNECT_SECONDS = 2

# Endpoints of the contract whose components are pages: name -> (component, port, path).
_PAGES = {
    "haproxy": ("haproxy", "page", "/"),
    "prometheus": ("prometheus", "http", "/"),
    "grafana": ("grafana", "http", "/"),
    "backend": ("backend", "metrics", "/metrics"),
}


@dataclass(frozen=True)
class DatabaseState:
    """What the database itself says, asked on the write endpoint."""

    accepts_writes: bool
    schema_version: str | None
    seeded_versions: tuple[str, ...]


def status(site: Site) -> Mapping[str, Any]:
    """Return the facts of `fkplus status --json` (DESIGN section 1); never raises for a broken cluster."""
    states = site.runtime.states()
    picture = site.api().members()
    database = _database_state(site)
    units = [
        {
            "unit": unit.name,
            "state": states[unit.name].state if unit.name in states else "stopped",
            "pid": (states[unit.name].pid or None) if unit.name in states else None,
        }
        for unit in site.cluster.topology.units()
    ]
    members_expected = len(site.cluster.topology.units("patroni"))
    primary = picture.primary
    return {
        "topology": site.cluster.topology.name,
        "ready": (
            all(unit["state"] == "running" for unit in units)
            and picture.healthy
            and len(picture.members) == members_expected
            and database.accepts_writes
        ),
        "primary": primary.node if primary else None,
        "timeline": primary.timeline if primary else None,
        "paused": picture.paused,
        "members": _members(site, picture),
        "units": units,
        "endpoints": endpoints(site),
        "schema_version": database.schema_version,
        "seeded_versions": list(database.seeded_versions),
        "last_backup": None,
    }


def endpoints(site: Site) -> Mapping[str, Any]:
    """Return where each service of the contract answers; None for one that this topology does not run."""
    found: dict[str, Any] = {}
    entries = site.cluster.topology.units("haproxy")
    for name in ENDPOINTS:
        found[name] = (
            {"host": site.cluster.host(entries[0]), "port": site.cluster.port(entries[0], name)}
            if entries
            else None
        )
    for name, (component, port, path) in _PAGES.items():
        units = site.cluster.topology.units(component) if component in BY_NAME else ()
        found[name] = {"url": f"http://{site.cluster.endpoint(units[0], port)}{path}"} if units else None
    return found


def _members(site: Site, picture: Members) -> Sequence[Mapping[str, Any]]:
    absent = Member("", "unknown", "unreachable", None, None, is_synchronous=False, pending_restart=False)
    entries = []
    for unit in site.cluster.topology.units("patroni"):
        member = picture.get(unit.node) or absent
        entries.append(
            {
                "node": unit.node,
                "role": member.role,
                "state": member.state,
                "timeline": member.timeline,
                "lag_bytes": member.lag_bytes,
                "synchronous": member.is_synchronous,
                "pending_restart": member.pending_restart,
            }
        )
    return entries


def _database_state(site: Site) -> DatabaseState:
    try:
        uri = site.dsn(site.settings.creator_name).uri()
        with connect(uri, timeout_seconds=_CONNECT_SECONDS) as connection:
            connection.execute("set statement_timeout = '2s'")
            row = connection.execute("select pg_is_in_recovery()").fetchone()
            version = schema_history.current_version(connection)
            return DatabaseState(
                accepts_writes=row == (False,),
                schema_version=str(version) if version else None,
                seeded_versions=tuple(record.version for record in seed_history(connection)),
            )
    except (FkplusError, psycopg.Error):
        return DatabaseState(accepts_writes=False, schema_version=None, seeded_versions=())
