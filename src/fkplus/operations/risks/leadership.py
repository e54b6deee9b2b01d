"""Whether there is a primary that takes writes, and somebody who sees it fail."""

from collections.abc import Iterator

from fkplus.model.observation import Observation
from fkplus.operations.risks.risk import Risk, read_the_log


def risks(seen: Observation) -> Iterator[Risk]:
    """Return what stands between a client and a guarded primary."""
    yield from _leader(seen)
    yield from _write_endpoint(seen)
    yield from _guards(seen)


def _leader(seen: Observation) -> Iterator[Risk]:
    leaders = [member for member in seen.members.members if member.role == "primary"]
    if not leaders:
        yield Risk(
            "no member holds the leader lock: nothing can be written",
            "cluster",
            "see the other risks, or `fkplus logs patroni-NODE` of each",
        )
    for leader in leaders:
        if not leader.is_primary:
            yield Risk(
                f"it holds the leader lock and its instance is {leader.state}",
                leader.node,
                read_the_log(leader.node),
            )
        elif seen.statuses.get(leader.node, {}).get("role") == "replica":
            yield Risk(
                "it holds the leader lock and its instance is in recovery: nothing can be written",
                leader.node,
                f"normal for a moment after a failover; if it stays, {read_the_log(leader.node)}",
            )


def _write_endpoint(seen: Observation) -> Iterator[Risk]:
    primary, port = seen.members.primary, seen.database.port
    if port is None:
        yield Risk(
            "it leads nowhere, or no answer came in time",
            "write endpoint",
            "see the other risks, or `fkplus logs haproxy-NODE`",
        )
    elif not seen.database.accepts_writes or (primary and seen.nodes.get(primary.node) != port):
        there = next((node for node, its in seen.nodes.items() if its == port), f"port {port}")
        yield Risk(
            f"it leads to {there}, which is not the primary",
            "write endpoint",
            "normal for a second after a switchover; if it stays, `fkplus logs haproxy-NODE`",
        )


def _guards(seen: Observation) -> Iterator[Risk]:
    for node in seen.nodes:
        if node not in seen.statuses:
            yield Risk("its Patroni does not answer: nobody sees its instance fail", node, read_the_log(node))
    if alone := [node for node, status in seen.statuses.items() if status.get("failsafe_mode_is_active")]:
        yield Risk(
            "failsafe mode: the primary goes on without etcd, and steps down when one member is silent",
            ", ".join(alone),
            "bring etcd back: `fkplus up`",
        )
