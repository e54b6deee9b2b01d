"""When generated things happen: bursts around events, and ids that are made of times."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from fkplus.database.seeding.columns import Ints
from fkplus.database.seeding.context import ACTIVE_FROM, ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import BURST, HOURS, MOSCOW_HOURS_AHEAD

HOUR, DAY = 3_600_000_000, 86_400_000_000
_COUNTER_BITS = 20
# 2020-01-01 UTC in milliseconds since 1970: where timed ids begin.
_IDS_BEGIN = 1_577_836_800_000


def micros(moment: datetime) -> int:
    """Return a moment in microseconds since 1970-01-01 UTC, exactly."""
    return round(moment.timestamp()) * 1_000_000 + moment.microsecond


def moment(of: int) -> datetime:
    """Return the moment that is so many microseconds after 1970-01-01 UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=of)


@dataclass(frozen=True)
class Calendar:
    """How busy each hour is from ACTIVE_FROM to the anchor: running sums of whole weights."""

    cumulative: Ints
    days_of_events: Ints
    weights_of_days: Ints

    def spread(self, chunk: Chunk, units: int) -> Ints:
        """Return a time for each unit of `chunk`, of `units` in all: busy hours get more.

        Times rise with the units, within a step of 1 / units of all that happens; microseconds.
        """
        step = (self.cumulative[-1] << 20) // units
        return self._at(chunk.index * step + chunk.random.below(max(1, int(step)), chunk.size), chunk)

    def any(self, chunk: Chunk, count: int) -> Ints:
        """Return `count` times in no order: busy hours get more; microseconds."""
        return self._at(chunk.random.below(int(self.cumulative[-1]) << 20, count), chunk)

    def _at(self, place: Ints, chunk: Chunk) -> Ints:
        whole = place >> 20
        hour = np.searchsorted(self.cumulative, whole, side="right")
        before = np.concatenate([[0], self.cumulative])
        span = (self.cumulative[hour] - before[hour]) << 20
        within = place - (before[hour] << 20)
        # In steps of 1 / 2**20 of an hour, 3.4 ms; the rest is random.
        steps = within * ((1 << 20) // 64) // span * 64 + chunk.random.below(64, len(place))
        times: Ints = micros(ACTIVE_FROM) + hour * HOUR + (steps * HOUR >> 20)
        return times


def calendar(context: SeedContext) -> Calendar:
    """Return how busy the hours are, by the events of version 3; reads the database."""
    kinds = list(BURST)
    found = context.read("seed_event_days", kinds=kinds)
    first_day = micros(ACTIVE_FROM) // DAY
    days = (micros(ANCHOR) - micros(ACTIVE_FROM)) // DAY + 1
    of_day = np.ones(days, np.int64)
    bursts = np.array(list(BURST.values()))
    for day, kind in zip(found["day"] - first_day, found["kind"], strict=True):
        if 0 <= day < days:
            of_day[day] = max(of_day[day], bursts[kind - 1])
    of_hour = np.roll(np.array(HOURS, np.int64), -MOSCOW_HOURS_AHEAD)
    weights = (of_day[:, None] * of_hour[None, :]).ravel()
    weights = weights[: (micros(ANCHOR) - micros(ACTIVE_FROM)) // HOUR]
    return Calendar(np.cumsum(weights), first_day + np.arange(days), of_day)


def timed_ids(times: Ints, index: Ints, units: int) -> Ints:
    """Return time-ordered ids: milliseconds since 2020-01-01 UTC shifted left by 20, and a counter.

    `times` are microseconds, `index` numbers the rows from 0 below `units`, each number once: ids are
    different by construction, for a time is moved by some milliseconds to where all rows with the same
    counter differ.
    """
    milliseconds = times // 1000 - _IDS_BEGIN
    counter = index & ((1 << _COUNTER_BITS) - 1)
    turns = -(-units >> _COUNTER_BITS)
    milliseconds = milliseconds // turns * turns + (index >> _COUNTER_BITS)
    return milliseconds << _COUNTER_BITS | counter


def times_of(ids: Ints) -> Ints:
    """Return the microseconds since 1970 that timed ids say."""
    return ((ids >> _COUNTER_BITS) + _IDS_BEGIN) * 1000
