"""Whether a replica that is named by a person may become the primary without losing a row."""

from collections.abc import Mapping, Sequence
from typing import Any


def objection(candidate: str, voters: Sequence[str], statuses: Mapping[str, Mapping[str, Any]]) -> str:
    """Return why promoting `candidate` may lose acknowledged rows; "" where it loses none.

    For a cluster without a primary. `voters` are the synchronous replicas, `statuses` the answers of all
    members to GET /patroni (patroni/api.py, get_postgresql_status). An acknowledged row is on some voter,
    not on each, and Patroni promotes a candidate that is named without asking how far it is
    (patroni/ha.py, manual_failover_process_no_leader): so it has to be as far as every voter.
    """
    if candidate not in voters:
        return f"{candidate} is no synchronous replica (they are: {', '.join(voters) or 'none'})"
    still = [node for node, status in statuses.items() if _is_primary(status)]
    if still:
        return f"{still[0]} still runs as primary, without the lock: two would take writes"
    silent = [node for node in voters if _position(statuses.get(node, {})) is None]
    if silent:
        return f"{', '.join(silent)} may have rows that {candidate} lacks, and can't be asked"
    positions = {node: _position(statuses[node]) or 0 for node in voters}
    furthest = max(voters, key=lambda node: positions[node])
    if positions[candidate] < positions[furthest]:
        behind = positions[furthest] - positions[candidate]
        return f"{candidate} lacks {behind:,} bytes of WAL that {furthest} has"
    return ""


def _is_primary(status: Mapping[str, Any]) -> bool:
    return status.get("role") == "primary" and status.get("state") == "running"


def _position(status: Mapping[str, Any]) -> int | None:
    """Return how far a replica has WAL: what it received, or replayed where nothing came since its start."""
    log = status.get("xlog") or {}
    known = [log[key] for key in ("received_location", "replayed_location") if log.get(key)]
    return max(known) if known and status.get("state") == "running" else None
