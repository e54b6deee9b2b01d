"""How we read and delete Patroni's keys in etcd where no Patroni can do it for us."""

import base64
from collections.abc import Mapping
from typing import Any

import httpx

from fkplus.components import etcd, patroni
from fkplus.model.errors import CommandFailed
from fkplus.operations import etcd_api
from fkplus.operations.site import Site

_SECONDS = 5.0

# What the members agreed on about instances that are gone: who leads, how far it was, who had all commits.
# The configuration stays; the system identifier (`initialize`) is the restored data's, which may come from a
# cluster that is lost as a whole.
_OF_INSTANCES = ("initialize", "leader", "status", "sync", "failover", "failsafe", "history", "members/")


def initialize_key(site: Site) -> str | None:
    """Return the system identifier that Patroni keeps; empty while a bootstrap goes on, None before."""
    found = _ask(site, "range", "initialize").get("kvs", [])
    return base64.b64decode(found[0].get("value", "")).decode() if found else None


def forget_initialization(site: Site) -> None:
    """Delete the system identifier."""
    _ask(site, "deleterange", "initialize")


def forget_instances(site: Site) -> None:
    """Delete what Patroni remembers of the instances; no Patroni may run.

    Otherwise a restored instance, which is behind the position in `status`, or not among the synchronous
    members of `sync`, would wait for ever for a better one (patroni/ha.py, is_healthiest_node).
    """
    for key in _OF_INSTANCES:
        _ask(site, "deleterange", key)


def _ask(site: Site, verb: str, key: str) -> Mapping[str, Any]:
    """Ask about a key; one that ends with / means all keys below it. Raises CommandFailed."""
    path = f"{patroni.NAMESPACE}{site.cluster.topology.name}/{key}".encode()
    body = {"key": base64.b64encode(path).decode()}
    if key.endswith("/"):
        body["range_end"] = base64.b64encode(path[:-1] + bytes([path[-1] + 1])).decode()
    silent = []
    # Any member answers for all while they have a quorum, and a deletion may be asked for twice.
    for unit in site.cluster.topology.units(etcd.NAME):
        try:
            return etcd_api.post(unit, site.cluster, f"kv/{verb}", body, seconds=_SECONDS)
        except (httpx.HTTPError, ValueError) as error:
            silent.append(f"{unit.name}: {error}")
    raise CommandFailed(f"no etcd member answers about {key}: {'; '.join(silent)}", "look at `fkplus status`")
