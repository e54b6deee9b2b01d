"""How the launcher talks to Patroni's REST API, its own node's and the other members'."""

import base64
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from fkplus.launcher.http import ask
from fkplus.launcher.release import Keys, is_healthy
from fkplus.launcher.unit import PatroniUnit

_ASK_SECONDS = 0.5
_CHANGE_SECONDS = 2.0
_LOOP_STOPPED = 503

# A key that nobody sets: removing it changes nothing, and Patroni's loop runs after every PATCH
# (patroni/api.py, do_PATCH_config). Of the keys in etcd that wake it (dcs/etcd3.py, _process_event: leader,
# config, and status on replicas) none can be written without a change of meaning.
_NO_CHANGE: Mapping[str, Any] = {"fkplus_wake": None}


def answers(unit: PatroniUnit) -> bool:
    """Tell whether this node's Patroni answers, and does not say that its loop has stopped.

    The threads of its REST API live on where the loop hangs: /liveness then says 503 once the loop has not
    run for a ttl (patroni/api.py, do_GET_liveness), but never in a pause.
    """
    try:
        status, _ = ask(unit.rest, "GET", "/liveness", seconds=_ASK_SECONDS)
    except OSError:
        return False
    return status != _LOOP_STOPPED


def wake(unit: PatroniUnit) -> str:
    """Let this node's Patroni look at its instance now, not at its next loop; returns the problem, if any."""
    return _change(unit, "PATCH", "/config", _NO_CHANGE)


def copy_afresh(unit: PatroniUnit) -> str:
    """Let this node's Patroni replace its replica by a copy of the primary; returns the problem, if any.

    Patroni refuses where there is no leader, and where this is the leader (api.py, do_POST_reinitialize).
    """
    return _change(unit, "POST", "/reinitialize", {})


def _change(unit: PatroniUnit, method: str, path: str, body: Mapping[str, Any]) -> str:
    login = base64.b64encode(f"{unit.rest_user}:{unit.rest_password}".encode()).decode()
    headers = {"Authorization": f"Basic {login}"}
    try:
        status, _ = ask(unit.rest, method, path, body, seconds=_CHANGE_SECONDS, headers=headers)
    except OSError as error:
        return str(error)
    return "" if status == 200 else f"it answers {status}"


def healthy_replicas(keys: Keys, name: str) -> Collection[str]:
    """Return the other members that answer as running replicas, all asked at once."""
    others = [member for member, url in keys.members.items() if member != name and url]
    if not others:
        return ()
    with ThreadPoolExecutor(len(others)) as pool:
        statuses = list(pool.map(lambda member: _status(keys.members[member]), others))
    return {member for member, status in zip(others, statuses, strict=True) if is_healthy(status)}


def _status(url: str) -> Mapping[str, Any]:
    place = urlsplit(url)
    try:
        _, document = ask(place.netloc, "GET", place.path or "/patroni", seconds=_ASK_SECONDS)
    except OSError:
        return {}
    return document if isinstance(document, dict) else {}
