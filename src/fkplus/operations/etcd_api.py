"""How one etcd member is asked about itself (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/)."""

from collections.abc import Mapping
from typing import Any

import httpx

from fkplus.model.cluster import Cluster
from fkplus.model.topology import Unit

_SECONDS = 2.0


def member_status(unit: Unit, cluster: Cluster) -> Mapping[str, Any] | None:
    """Return the answer of maintenance/status, None for silence.

    `leader` is missing or "0" where the member knows of none, that is, where there is no quorum; `errors`
    names alarms (rpc.proto, StatusResponse).
    """
    url = f"http://{cluster.endpoint(unit, 'client')}/v3/maintenance/status"
    try:
        answer = httpx.post(url, json={}, timeout=_SECONDS, trust_env=False)
        document: Mapping[str, Any] | None = answer.json() if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError):
        return None
    return document
