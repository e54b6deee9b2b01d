"""How one etcd member is asked about itself (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/)."""

from collections.abc import Mapping
from typing import Any

import httpx

from fkplus.components import etcd
from fkplus.model.cluster import Cluster
from fkplus.model.topology import Unit

_SECONDS = 2.0


def member_status(unit: Unit, cluster: Cluster) -> Mapping[str, Any] | None:
    """Return the answer of maintenance/status, None for silence.

    `leader` is missing or "0" where the member knows of none, that is, where there is no quorum; `errors`
    names alarms (rpc.proto, StatusResponse).
    """
    return _ask(unit, cluster, "maintenance/status")


def leader(cluster: Cluster) -> Unit | None:
    """Return the member that leads as the first one that answers knows it, None where there is no quorum."""
    units = cluster.topology.units(etcd.NAME)
    for status in filter(None, (member_status(unit, cluster) for unit in units)):
        return next((u for u in units if (own := _id(u, cluster)) and own == status.get("leader")), None)
    return None


def is_whole(cluster: Cluster) -> bool:
    """Tell whether all members answer and follow the same leader."""
    statuses = [member_status(unit, cluster) or {} for unit in cluster.topology.units(etcd.NAME)]
    leaders = {str(status.get("leader", "0")) for status in statuses}
    return len(leaders) == 1 and "0" not in leaders


def move_leader(cluster: Cluster, to: Unit) -> bool:
    """Hand etcd's leadership to the member `to`; tells whether it has it then."""
    now = leader(cluster)
    target = _id(to, cluster)
    if now is not None and now != to and target:
        _ask(now, cluster, "maintenance/transfer-leadership", {"targetID": target})
    return leader(cluster) == to


def _id(unit: Unit, cluster: Cluster) -> str:
    """Return a member's own id, empty when it does not answer."""
    header = (member_status(unit, cluster) or {}).get("header", {})
    return str(header.get("member_id", ""))


def _ask(
    unit: Unit, cluster: Cluster, call: str, body: Mapping[str, Any] | None = None
) -> Mapping[str, Any] | None:
    try:
        return post(unit, cluster, call, body or {}, seconds=_SECONDS)
    except (httpx.HTTPError, ValueError):
        return None


def post(
    unit: Unit, cluster: Cluster, call: str, body: Mapping[str, Any], *, seconds: float
) -> Mapping[str, Any]:
    """Return what the member answers; raises httpx.HTTPError, or ValueError where it is not JSON."""
    url = f"http://{cluster.endpoint(unit, 'client')}/v3/{call}"
    answer = httpx.post(url, json=body, timeout=seconds, trust_env=False)
    answer.raise_for_status()
    document: Mapping[str, Any] = answer.json()
    return document
