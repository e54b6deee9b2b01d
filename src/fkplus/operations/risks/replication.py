"""How many replicas could still go, and whether commits wait for one."""

from collections.abc import Iterator

from fkplus.components.haproxy import READ_LAG_MEBIBYTES
from fkplus.model.members import Member
from fkplus.model.observation import Observation
from fkplus.operations.risks.risk import MEBIBYTE, Risk, mebibytes, read_the_log

# Beyond this a replica is left out of the read port.
LAG_LIMIT_BYTES = READ_LAG_MEBIBYTES * MEBIBYTE


def risks(seen: Observation) -> Iterator[Risk]:
    """Return what is wrong with the replicas of a running primary; nothing where there is none."""
    primary = seen.members.primary
    if primary is None or len(seen.nodes) < 2:
        return
    replicas = {node: seen.members.get(node) for node in seen.nodes if node != primary.node}
    followers = [node for node, member in replicas.items() if member and _follows(member, primary)]
    if len(followers) < len(replicas):
        yield _too_few(followers, [node for node in replicas if node not in followers])
    for member in replicas.values():
        if member:
            yield from _one(member, primary)
    yield from _synchronous(seen, primary)


def _follows(member: Member, primary: Member) -> bool:
    return member.is_streaming and member.timeline == primary.timeline


def _too_few(followers: list[str], missing: list[str]) -> Risk:
    end = "commits lie on the primary's disk alone, and nobody can take over from it"
    what = f"no replica follows: {end}"
    if followers:
        total = len(followers) + len(missing)
        last = f"without {followers[0]} too, " if len(followers) == 1 else "without those too, "
        what = f"{len(followers)} of {total} replicas follow: {last}{end}"
    return Risk(what, ", ".join(missing), read_the_log(missing[0]))


def _one(member: Member, primary: Member) -> Iterator[Risk]:
    if member.timeline and primary.timeline and member.timeline != primary.timeline:
        yield Risk(
            f"it is on timeline {member.timeline}, the primary on {primary.timeline}",
            member.node,
            f"it rewinds or is copied by itself; if it stays, {read_the_log(member.node)}",
        )
    if member.lag_bytes is not None and member.lag_bytes > LAG_LIMIT_BYTES:
        yield Risk(
            f"it is {mebibytes(member.lag_bytes)} behind; above {READ_LAG_MEBIBYTES} MiB it serves no reads",
            member.node,
            "end long queries on it (pg_stat_activity), or wait for the load to end",
        )


def _synchronous(seen: Observation, primary: Member) -> Iterator[Risk]:
    if seen.configuration.get("synchronous_mode", "quorum") in (False, "off"):
        yield Risk(
            "commits are not synchronous: those that no replica has yet are lost with the primary",
            "cluster",
            "set synchronous_mode to quorum again (PATCH /config)",
        )
    elif not any(member.is_synchronous for member in seen.members.members):
        yield Risk(
            "no synchronous replica: a commit waits for nobody, and no replica may take over",
            primary.node,
            "one becomes synchronous by itself as soon as it streams",
        )
