"""What Patroni says of the cluster, as one frozen picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Member:
    """One PostgreSQL instance as Patroni sees it; `lag_bytes` None: not known."""

    node: str
    role: str
    state: str
    timeline: int | None
    lag_bytes: int | None
    is_synchronous: bool
    pending_restart: bool

    @property
    def is_primary(self) -> bool:
        """Tell whether the member holds the leader lock and its PostgreSQL runs."""
        return self.role == "primary" and self.state == "running"

    @property
    def is_streaming(self) -> bool:
        """Tell whether the member is a replica that receives WAL as it is written."""
        return self.role == "replica" and self.state == "streaming"


@dataclass(frozen=True)
class Members:
    """All members at one moment, and whether an operator has paused automatic failover."""

    members: tuple[Member, ...]
    paused: bool

    @property
    def primary(self) -> Member | None:
        """Return the running primary, if there is one."""
        return next((member for member in self.members if member.is_primary), None)

    @property
    def primary_node(self) -> str:
        """Return the node of the primary, "" when there is none."""
        return self.primary.node if self.primary else ""

    @property
    def healthy(self) -> bool:
        """Tell whether there is one primary, and every other member streams from it on its timeline."""
        primary = self.primary
        return primary is not None and all(
            member is primary or (member.is_streaming and member.timeline == primary.timeline)
            for member in self.members
        )

    @property
    def not_yet_synchronous(self) -> tuple[str, ...]:
        """Return the replicas that stream but don't count for commits."""
        return tuple(m.node for m in self.members if m.is_streaming and not m.is_synchronous)

    def get(self, node: str) -> Member | None:
        """Return the member on `node`, if Patroni knows it."""
        return next((member for member in self.members if member.node == node), None)


NOBODY = Members((), paused=False)


def parse(answer: Mapping[str, Any]) -> Members:
    """Make a picture of the answer to GET /cluster (patroni/utils.py, cluster_as_json)."""
    members = tuple(_member(entry) for entry in answer.get("members", ()))
    return Members(members, paused=bool(answer.get("pause", False)))


def _member(entry: Mapping[str, Any]) -> Member:
    is_leader = entry["role"] in ("leader", "standby_leader")
    lag = 0 if is_leader else entry.get("replay_lag", entry.get("lag"))
    return Member(
        node=entry["name"],
        role="primary" if is_leader else "replica",
        state=entry.get("state", "unknown"),
        timeline=entry.get("timeline"),
        lag_bytes=lag if isinstance(lag, int) else None,
        is_synchronous=entry["role"] in ("sync_standby", "quorum_standby"),
        pending_restart=bool(entry.get("pending_restart", False)),
    )
