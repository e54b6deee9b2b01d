"""When the leader key may be deleted in the name of a node whose instance is certainly gone.

It is what the end of the lease does, only sooner, so it is safe for the same reason: Patroni promotes none
but a replica that has every acknowledged row (patroni/ha.py, _is_healthiest_node counts the votes that
/sync asks for). The conditions here are those under which Patroni itself would let the key go
(ha.py, recover and is_failover_possible); where one is missing the key stays, Patroni starts as its owner and
decides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Keys:
    """The cluster's keys in etcd at one moment: parsed values, and the revision of each one's last change."""

    leader: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    sync: Mapping[str, Any] = field(default_factory=dict)
    failover: Mapping[str, Any] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    """Name -> URL of its REST API."""
    revisions: Mapping[str, str] = field(default_factory=dict)

    @property
    def voters(self) -> Sequence[str]:
        """The replicas of which a quorum has each acknowledged row."""
        return [name.strip() for name in (self.sync.get("sync_standby") or "").split(",") if name.strip()]


def obstacle(keys: Keys, name: str, *, asked: bool) -> str:
    """Return why node `name` must keep the leader key, or an empty string.

    `asked`: somebody wants the primary to move and the instance was shut down cleanly; the rules about
    crashes don't apply then. Whether replicas are healthy is `too_few`'s question.
    """
    general = (
        (keys.leader != name, f"the leader is {keys.leader or 'nobody'}"),
        (keys.config.get("pause"), "the cluster is paused"),
        (keys.config.get("standby_cluster"), "the cluster follows another one"),
    )
    after_a_crash = (
        (
            keys.config.get("synchronous_mode") not in (True, "on", "quorum"),
            "commits are not synchronous, a replica may lack some",
        ),
        (keys.sync.get("leader") != name, "the synchronous replicas are not known"),
        (
            keys.config.get("primary_start_timeout") != 0,
            "the configuration wants a crashed primary started again in its place",
        ),
    )
    conditions = general if asked else general + after_a_crash
    return next((reason for holds, reason in conditions if holds), "")


def too_few(keys: Keys, healthy: Collection[str], *, asked: bool) -> str:
    """Return why the `healthy` replicas are not enough to elect a leader, or an empty string.

    A switchover that names its candidate needs that one; its lag has been asked for already.
    """
    candidate = keys.failover.get("member") if asked else None
    if candidate:
        return "" if candidate in healthy else f"{candidate} is not healthy"
    votes = len(set(keys.voters) & set(healthy))
    # A candidate votes for itself; `quorum` more have to (0 where one replica alone is named).
    needed = int(keys.sync.get("quorum") or 0) + 1
    return "" if votes >= needed else f"{votes} of {needed} voting replicas are healthy"


def is_asked(keys: Keys, name: str) -> bool:
    """Tell whether a switchover away from node `name` is due now (the key that Patroni's REST API writes)."""
    return keys.failover.get("leader") == name and not keys.failover.get("scheduled_at")


def is_healthy(status: Mapping[str, Any]) -> bool:
    """Tell whether the answer of GET /patroni is that of a running replica that may be promoted."""
    return (
        status.get("state") == "running"
        and status.get("role") == "replica"
        and not (status.get("tags") or {}).get("nofailover")
    )
