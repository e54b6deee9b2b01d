"""Where the leader of etcd should not be: on the node of the primary, whose loss would then cost both.

A new etcd leader extends every lease to its full length (etcd, server/lease/lessor.go, Promote). Where the
lost node had both roles, the primary's lease ends an election and up to a whole ttl later.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from fkplus.launcher.http import ask
from fkplus.launcher.unit import PatroniUnit

_SECONDS = 0.3


def part(unit: PatroniUnit) -> str:
    """Hand etcd's leadership to another node if this one is Patroni's leader too; returns to whom, or ""."""
    try:
        status, _ = ask(unit.rest, "GET", "/primary", seconds=_SECONDS)
        return _move_etcd(unit) if status == 200 else ""
    except OSError:
        return ""


def _move_etcd(unit: PatroniUnit) -> str:
    members = _members(unit)
    here = next((member for member in members if member.get("name") == unit.name), None)
    if here is None or _leader(here) != here["ID"]:
        return ""
    for member in members:
        # One that follows us takes over within milliseconds; one that does not answer would not.
        if member is not here and _leader(member) == here["ID"]:
            _etcd(_address(here), "maintenance/transfer-leadership", {"targetID": member["ID"]})
            return str(member["name"])
    return ""


def _members(unit: PatroniUnit) -> Sequence[Mapping[str, Any]]:
    for address in unit.etcd:
        try:
            listed = _etcd(address, "cluster/member/list").get("members", ())
            # One that was added and has not started yet has no address and no name.
            return [member for member in listed if member.get("clientURLs")]
        except OSError:
            continue
    return []


def _leader(member: Mapping[str, Any]) -> str:
    """Return the id of the leader that a member follows, "" when it does not answer."""
    try:
        return str(_etcd(_address(member), "maintenance/status").get("leader", ""))
    except OSError:
        return ""


def _address(member: Mapping[str, Any]) -> str:
    return urlsplit(str(member["clientURLs"][0])).netloc


def _etcd(address: str, call: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    status, answer = ask(address, "POST", f"/v3/{call}", body or {}, seconds=_SECONDS)
    if status != 200 or not isinstance(answer, dict):
        raise OSError(f"{address} answers {status} to {call}")
    return answer
