"""How the launcher reads the cluster's keys in etcd and deletes the leader key in one transaction.

etcd's JSON gateway (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/): keys and values in base64,
numbers as text.
"""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

from fkplus.launcher.http import ask
from fkplus.launcher.release import Keys
from fkplus.launcher.unit import PatroniUnit

# One member may hang; all together must leave time before the lease ends.
_ASK_SECONDS = 0.7
_ALL_SECONDS = 2.0


class NoAnswer(Exception):
    """No etcd member answered in time; a transaction may have been carried out all the same."""


def read(unit: PatroniUnit) -> Keys:
    """Return the keys of the cluster as a majority of etcd has them; raises NoAnswer."""
    end = unit.prefix[:-1] + chr(ord(unit.prefix[-1]) + 1)
    answer = _ask(unit, "range", {"key": _encode(unit.prefix), "range_end": _encode(end)})
    return parse(unit.prefix, answer)


def parse(prefix: str, answer: Mapping[str, Any]) -> Keys:
    """Make Keys of the answer to a range request (patroni/dcs/__init__.py names the keys)."""
    entries = {_decode(entry["key"]).removeprefix(prefix): entry for entry in answer.get("kvs", ())}
    values = {name: _decode(entry.get("value", "")) for name, entry in entries.items()}
    members = {
        name.removeprefix("members/"): str(_document(text).get("api_url") or "")
        for name, text in values.items()
        if name.startswith("members/")
    }
    return Keys(
        leader=values.get("leader", ""),
        config=_document(values.get("config", "")),
        sync=_document(values.get("sync", "")),
        failover=_document(values.get("failover", "")),
        members=members,
        revisions={name: entry["mod_revision"] for name, entry in entries.items()},
    )


def delete_leader(unit: PatroniUnit, keys: Keys) -> bool:
    """Delete the leader key if it still names this node and nothing that the decision rests on has changed.

    The revisions guard against a request that is carried out late: by then Patroni may have started, and
    the same name in the key would mean a living leader. Raises NoAnswer.
    """
    key = _encode(f"{unit.prefix}leader")
    compare = [
        {"key": key, "target": "VALUE", "value": _encode(unit.name)},
        *(
            {
                "key": _encode(f"{unit.prefix}{name}"),
                "target": "MOD",
                "mod_revision": keys.revisions.get(name, "0"),
            }
            for name in ("leader", "config", "sync", "failover")
        ),
    ]
    answer = _ask(unit, "txn", {"compare": compare, "success": [{"request_delete_range": {"key": key}}]})
    return bool(answer.get("succeeded"))


def _ask(unit: PatroniUnit, verb: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    deadline = time.monotonic() + _ALL_SECONDS
    problem = "no member is known"
    for address in unit.etcd:
        if time.monotonic() > deadline:
            break
        try:
            status, answer = ask(address, "POST", f"/v3/kv/{verb}", body, seconds=_ASK_SECONDS)
        except OSError as error:
            problem = f"{address}: {error}"
            continue
        if status == 200 and isinstance(answer, dict):
            return answer
        problem = f"{address} answers {status}"
    raise NoAnswer(problem)


def _document(text: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text) if text else {}
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _decode(text: str) -> str:
    return base64.b64decode(text).decode()
