"""Which nodes a fault hits: words that mean something at the moment it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """Who is meant."""

    PRIMARY = "the primary"
    SYNC_REPLICA = "a synchronous replica"
    REPLICAS = "both replicas"
    ALL = "all nodes"
    ENTRY = "the entry"
    ETCD_LEADER = "etcd's leader"
    ETCD_FOLLOWER = "one of etcd's followers"
    ETCD_MAJORITY = "two of three etcd members"
    CLUSTER = "the cluster"


@dataclass(frozen=True)
class Roles:
    """Who was what at one moment; empty: nobody."""

    nodes: Sequence[str]
    primary: str
    synchronous: Sequence[str]
    etcd_leader: str
    etcd_nodes: Sequence[str]
    entry: str


def resolve(target: Target, roles: Roles) -> Sequence[str]:
    """Return the names of the nodes that `target` means; empty where there is no such node now."""
    replicas = [node for node in roles.nodes if node != roles.primary]
    followers = [node for node in roles.etcd_nodes if node != roles.etcd_leader]
    found = {
        Target.PRIMARY: [roles.primary],
        Target.SYNC_REPLICA: [node for node in replicas if node in roles.synchronous][:1],
        Target.REPLICAS: replicas,
        Target.ALL: list(roles.nodes),
        Target.ENTRY: [roles.entry],
        Target.ETCD_LEADER: [roles.etcd_leader],
        # Not on the primary's node where there is a choice: what falls on it is another scenario.
        Target.ETCD_FOLLOWER: sorted(followers, key=lambda node: node == roles.primary)[:1],
        Target.ETCD_MAJORITY: [roles.etcd_leader, *followers[:1]],
        Target.CLUSTER: list(roles.nodes),
    }[target]
    return [node for node in found if node]
