"""What `fkplus status` says: what runs, who is primary, what would not survive, what the database holds."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from fkplus.components import BY_NAME
from fkplus.model.backup_runs import Run
from fkplus.model.members import Member
from fkplus.model.observation import Backups, Observation
from fkplus.operations.drill import last as last_drill
from fkplus.operations.observe import observe
from fkplus.operations.risks import risks
from fkplus.operations.site import ENDPOINTS, NOT_INSTALLED, Site

# Endpoints of the contract whose components are pages: name -> (component, port, path).
_PAGES = {
    "haproxy": ("haproxy", "page", "/"),
    "prometheus": ("prometheus", "http", "/"),
    "grafana": ("grafana", "http", "/"),
    "backend": ("backend", "metrics", "/metrics"),
}

_NO_RUN = tuple(each.name for each in fields(Run))


def status(site: Site) -> Mapping[str, Any]:
    """Return the facts of `fkplus status --json` (DESIGN section 1); never raises for a broken cluster."""
    seen = observe(site)
    units = [{"unit": name, "state": state, "pid": seen.pids.get(name)} for name, state in seen.units.items()]
    primary = seen.members.primary
    return {
        "topology": site.cluster.topology.name,
        "ready": _is_ready(seen),
        "primary": primary.node if primary else None,
        "timeline": primary.timeline if primary else None,
        "paused": seen.members.paused,
        "risks": [asdict(risk) for risk in risks(seen)],
        "members": _members(seen),
        "units": units,
        "absent": [{"unit": unit.name, "why": NOT_INSTALLED} for unit in site.absent],
        "endpoints": endpoints(site),
        "schema_version": seen.database.schema_version,
        "seeded_versions": list(seen.database.seeded_versions),
        "last_backup": _last_backup(seen.backups),
        "last_drill": last_drill(site),
    }


def _is_ready(seen: Observation) -> bool:
    return (
        all(state == "running" for state in seen.units.values())
        and seen.members.healthy
        and len(seen.members.members) == len(seen.nodes)
        and seen.database.accepts_writes
    )


def _last_backup(backups: Backups | None) -> Mapping[str, Any] | None:
    """Return how the last run ended and when the next is due; None: nothing is known yet."""
    if backups is None or (backups.runs.last is None and backups.outlook.next_run is None):
        return None
    good = backups.runs.last_good
    run = asdict(backups.runs.last) if backups.runs.last else dict.fromkeys(_NO_RUN)
    return {
        **run,
        "running": backups.running,
        "last_good": good.label if good else None,
        "kept": backups.outlook.kept,
        "next_run": backups.outlook.next_run,
        "gap": backups.outlook.gap,
    }


def endpoints(site: Site) -> Mapping[str, Any]:
    """Return where each service of the contract answers; None for one that this topology does not run."""
    found: dict[str, Any] = {}
    entries = site.cluster.topology.units("haproxy")
    for name in ENDPOINTS:
        found[name] = (
            {"host": site.cluster.shown_host(entries[0]), "port": site.cluster.port(entries[0], name)}
            if entries
            else None
        )
    for name, (component, port, path) in _PAGES.items():
        units = site.cluster.topology.units(component) if component in BY_NAME else ()
        found[name] = (
            {"url": f"http://{site.cluster.shown_endpoint(units[0], port)}{path}"} if units else None
        )
    return found


def _members(seen: Observation) -> Sequence[Mapping[str, Any]]:
    absent = Member("", "unknown", "unreachable", None, None, is_synchronous=False, pending_restart=False)
    found = {node: seen.members.get(node) or absent for node in seen.nodes}
    return [
        {
            "node": node,
            "role": member.role,
            "state": member.state,
            "timeline": member.timeline,
            "lag_bytes": member.lag_bytes,
            "synchronous": member.is_synchronous,
            "pending_restart": member.pending_restart,
        }
        for node, member in found.items()
    ]
