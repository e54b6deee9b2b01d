"""What to do about a first start that was cut off: half a data directory, and a claim that nobody follows."""

import base64
import shutil

import httpx

from fkplus.components import patroni
from fkplus.model.errors import CommandFailed
from fkplus.operations.site import Say, Site

_SECONDS = 5.0
_WRITTEN_LAST = "global/pg_control"


def clear_abandoned(site: Site, say: Say) -> None:
    """Remove what a bootstrap left that never came to its end; etcd must be ready, Patroni not yet started.

    Patroni's member that bootstraps puts an empty `initialize` key, and the system identifier into it
    when roles and configuration exist (patroni/ha.py, bootstrap and post_bootstrap). While the key is
    empty nothing was ever stored, and every member waits for a bootstrap that no longer runs. A
    directory without pg_control can't be opened by any PostgreSQL (a base backup copies it last); it
    is removed unless the cluster has data and this may be all that is left of them.
    """
    units = site.cluster.topology.units(patroni.NAME)
    states = site.runtime.states()
    if any(states[unit.name].pid for unit in units):
        return
    claim = _read_claim(site)
    whole = {unit.name for unit in units if (site.cluster.layout.data(unit) / _WRITTEN_LAST).exists()}
    for unit in units:
        data = site.cluster.layout.data(unit)
        is_useless = not claim or bool(whole)
        if data.exists() and (claim == "" or (unit.name not in whole and is_useless)):
            shutil.rmtree(data)
            say(f"{unit.name}: removed what an interrupted start had left")
    if claim == "":
        _ask(site, "deleterange")


def _read_claim(site: Site) -> str | None:
    """Return the value of the `initialize` key, or None when there is none."""
    found = _ask(site, "range").get("kvs", [])
    return base64.b64decode(found[0].get("value", "")).decode() if found else None


def _ask(site: Site, verb: str) -> dict[str, list[dict[str, str]]]:
    """Call etcd's JSON gateway (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/) about the key."""
    key = base64.b64encode(f"{patroni.NAMESPACE}{site.cluster.topology.name}/initialize".encode()).decode()
    url = f"http://{site.cluster.endpoints('etcd', 'client')[0]}/v3/kv/{verb}"
    try:
        answer = httpx.post(url, json={"key": key}, timeout=_SECONDS, trust_env=False)
        answer.raise_for_status()
        document: dict[str, list[dict[str, str]]] = answer.json()
        return document
    except (httpx.HTTPError, ValueError) as error:
        raise CommandFailed(
            f"etcd does not answer {url}: {error}", "look at `fkplus logs etcd-node1`"
        ) from error
