"""Whether what was recorded of a run shows what the cluster promises: pure functions, one promise each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fkplus.chaos import losses
from fkplus.chaos.history import Accepted, Role, Seen, Source, healthy_since
from fkplus.chaos.ledger import Entry


@dataclass(frozen=True)
class Record:
    """Everything that is known of one run when it is over.

    `rows` and `probes`: the numbers of the writers' and the observer's rows that the cluster has in the end;
    `copies`: the writers' rows on each node. `fault_at`: when the first fault began; `healed_at`: when the
    last one was undone. Times are in seconds of CLOCK_MONOTONIC.
    """

    nodes: Sequence[str]
    writes: Sequence[Entry]
    reads: Sequence[Entry]
    seen: Sequence[Seen]
    accepted: Sequence[Accepted]
    rows: Collection[int]
    probes: Collection[int]
    copies: Mapping[str, Collection[int]]
    fault_at: float
    healed_at: float


@dataclass(frozen=True)
class Check:
    """One promise and whether the run kept it; `found` says what was seen."""

    promise: str
    kept: bool
    found: str


def nothing_lost(record: Record) -> Check:
    """No row that a client of the write port was told to be written is missing."""
    gone = losses.lost(record.writes, record.rows)
    return Check(
        "no acknowledged row is lost", not gone, f"{len(gone)} acknowledged rows lost" + _numbers(gone)
    )


def nothing_lost_past_haproxy(record: Record) -> Check:
    """No row that the observer was told to be written, at whichever instance itself, is missing."""
    gone = lost_past_haproxy(record)
    promise = "no row acknowledged past HAProxy is lost"
    return Check(promise, not gone, f"{len(gone)} of {len(record.accepted)} lost" + _numbers(gone))


def lost_past_haproxy(record: Record) -> frozenset[int]:
    """Return the numbers of the observer's acknowledged rows that the cluster does not have."""
    return frozenset(one.number for one in record.accepted) - frozenset(record.probes)


def nothing_invented(record: Record) -> Check:
    """No row is there that nobody tried to write, or that was refused."""
    strange = losses.never_attempted(record.writes, record.rows)
    refused = losses.refused_but_stored(record.writes, record.rows)
    found = f"{len(strange)} rows never attempted, {len(refused)} refused and there all the same"
    return Check("no row is there that nobody wrote", not strange and not refused, found)


def one_primary(record: Record) -> Check:
    """At most one instance accepts writes at any moment.

    Two accepted writes of different nodes are compared where one was acknowledged before the other was sent.
    Each promotion begins a new timeline, so the later one must be on a higher one; otherwise it is of a
    primary that was still accepting after another one had begun to.
    """
    overtaken = _overtaken(record.accepted)
    if overtaken is None:
        turns = _turns(record.accepted)
        return Check("one primary at a time accepts writes", True, " → ".join(turns) or "none accepted any")
    old, new = overtaken
    found = f"{new.node} wrote on timeline {new.timeline}, then {old.node} on timeline {old.timeline}"
    return Check("one primary at a time accepts writes", False, found)


def same_rows(record: Record) -> Check:
    """Every node has the same rows in the end."""
    different = sorted(node for node, there in record.copies.items() if set(there) != set(record.rows))
    missing = sorted(set(record.nodes) - set(record.copies))
    found = f"{len(record.rows)} rows on every node"
    if different or missing:
        found = f"other rows on {', '.join(different) or 'none'}; no answer of {', '.join(missing) or 'none'}"
    return Check("all nodes have the same rows", not different and not missing, found)


def one_timeline(record: Record) -> Check:
    """In the end one instance takes writes and all are on its timeline."""
    last: dict[str, Seen] = {}
    for seen in sorted(record.seen, key=lambda one: one.at):
        if seen.source is Source.POSTGRESQL:
            last[seen.node] = seen
    primaries = [seen.node for seen in last.values() if seen.role is Role.PRIMARY]
    timelines = sorted({seen.timeline for seen in last.values()})
    found = f"primary {', '.join(primaries) or 'none'}, timeline {', '.join(map(str, timelines))}"
    return Check("one timeline in the end", len(primaries) == 1 and len(timelines) == 1, found)


def healthy_again(record: Record, within: float) -> Check:
    """All members are healthy again, at most `within` seconds after the last undoing."""
    seconds = seconds_to_healthy(record)
    promise = f"all members healthy within {within:g} s"
    if seconds is None:
        return Check(promise, False, "not healthy in the end")
    return Check(promise, seconds <= within, f"after {seconds:.1f} s")


def reads_served(record: Record, within: float) -> Check:
    """Reads through port 5001 were answered all the time; no two answers are more than `within` apart."""
    gap = losses.downtime(record.reads, after=record.fault_at)
    promise = f"reads are answered, never {within:g} s apart"
    return Check(promise, gap.seconds <= within, f"longest gap {gap.seconds:.2f} s")


def seconds_to_healthy(record: Record) -> float | None:
    """Return how long after `healed_at` all members were healthy for good; None: they are not."""
    since = healthy_since(record.seen, record.nodes, after=record.healed_at)
    return None if since is None else since - record.healed_at


def _overtaken(accepted: Sequence[Accepted]) -> tuple[Accepted, Accepted] | None:
    """Return an accepted write that comes after one of another node on no lower timeline, with that one."""
    by_end = sorted(accepted, key=lambda one: one.ended)
    newest: dict[str, Accepted] = {}
    waiting = 0
    for write in sorted(accepted, key=lambda one: one.began):
        while waiting < len(by_end) and by_end[waiting].ended <= write.began:
            done = by_end[waiting]
            if done.node not in newest or newest[done.node].timeline <= done.timeline:
                newest[done.node] = done
            waiting += 1
        for other in newest.values():
            if other.node != write.node and other.timeline >= write.timeline:
                return write, other
    return None


def _turns(accepted: Sequence[Accepted]) -> Sequence[str]:
    turns: list[str] = []
    for write in sorted(accepted, key=lambda one: one.began):
        turn = f"{write.node} ({write.timeline})"
        if not turns or turns[-1] != turn:
            turns.append(turn)
    return turns


def _numbers(numbers: Collection[int]) -> str:
    return f": {', '.join(map(str, sorted(numbers)[:10]))}" if numbers else ""
