"""What a ledger says of an outage: rows lost, rows that nobody wrote, the longest time without an answer."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fkplus.chaos.ledger import Entry, Event, numbers


@dataclass(frozen=True)
class Gap:
    """A time without an acknowledged statement, in seconds of CLOCK_MONOTONIC."""

    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """Return how long it was."""
        return self.ended - self.began


def downtime(entries: Sequence[Entry], *, after: float = 0.0) -> Gap:
    """Return the longest time between two statements acknowledged one after the other, of whatever client.

    Only gaps that ended after the moment `after` count. The ledger's first and last entries bound an outage
    that was there from the start, or lasts to the end.
    """
    if not entries:
        return Gap(after, after)
    acknowledged = [entry.at for entry in entries if entry.event is Event.ACKNOWLEDGED]
    times = [entry.at for entry in entries]
    moments = sorted([min(times), *acknowledged, max(times)])
    gaps = [Gap(began, ended) for began, ended in itertools.pairwise(moments) if ended > after]
    return max(gaps, key=lambda gap: gap.seconds, default=Gap(moments[-1], moments[-1]))


def lost(entries: Sequence[Entry], rows: Collection[int]) -> frozenset[int]:
    """Return the acknowledged numbers that are not among the `rows` that the database has."""
    return numbers(entries, Event.ACKNOWLEDGED) - frozenset(rows)


def never_attempted(entries: Sequence[Entry], rows: Collection[int]) -> frozenset[int]:
    """Return the rows that no client ever tried to write."""
    return frozenset(rows) - numbers(entries, Event.ATTEMPT)


def refused_but_stored(entries: Sequence[Entry], rows: Collection[int]) -> frozenset[int]:
    """Return the rows that are there although their client was told that they were not written."""
    return frozenset(rows) & numbers(entries, Event.REFUSED)
