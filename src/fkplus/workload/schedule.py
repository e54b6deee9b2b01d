"""When does which operation arrive? A day of traffic, computed ahead from a seed: nobody waits for answers.

Arrivals are a Poisson process whose rate follows a daily curve and rises in bursts, as at the sport's events.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKETS = ("cold", "median", "celebrity")
# Most calls are about what is neither forgotten nor famous.
BUCKET_SHARES = (0.2, 0.6, 0.2)

# Traffic of each hour, Moscow time, beside the mean hour: a trough at night, a peak in the evening.
_HOURS = (
    0.6, 0.4, 0.3, 0.2, 0.2, 0.3, 0.5, 0.8, 1.0, 1.1, 1.1, 1.1,
    1.2, 1.2, 1.1, 1.1, 1.1, 1.2, 1.4, 1.6, 1.8, 1.7, 1.3, 0.7,
)  # fmt: skip
BURSTS_A_DAY = 2
BURST_PART = 0.04
BURST_FACTOR = 3.0


@dataclass(frozen=True)
class Traffic:
    """How much arrives: `rate` operations a second on average; `day_seconds` is how long a day lasts here."""

    rate: float
    day_seconds: float
    shares: Sequence[float]
    seed: int


@dataclass(frozen=True)
class Arrival:
    """One operation that is due: seconds from the start, which one, for whom, and 32 bits to choose by."""

    due: float
    operation: int
    bucket: str
    draw: int


def arrivals(traffic: Traffic, duration: float | None) -> Iterator[Arrival]:
    """Yield what is due in `duration` seconds (None: for ever), earliest first; equal for equal `traffic`."""
    number = 0
    while duration is None or number * traffic.day_seconds < duration:
        for arrival in day(traffic, number):
            if duration is not None and arrival.due >= duration:
                return
            yield arrival
        number += 1


def day(traffic: Traffic, number: int) -> Sequence[Arrival]:
    """Return the arrivals of day `number`, counted from 0; a day depends on no other one."""
    random = np.random.default_rng([traffic.seed, number])
    bursts = random.uniform(0, 1, BURSTS_A_DAY)
    highest = max(_HOURS) / _MEAN * BURST_FACTOR
    # Thinning: as many as the highest rate would give, of which the curve keeps its part.
    offered = random.poisson(traffic.rate * highest * traffic.day_seconds)
    moments = np.sort(random.uniform(0, 1, offered))
    kept = moments[random.uniform(0, highest, offered) < curve(moments, bursts)]
    shares = np.asarray(traffic.shares) / sum(traffic.shares)
    operations = random.choice(len(shares), len(kept), p=shares)
    return _drawn(random, number * traffic.day_seconds + kept * traffic.day_seconds, operations)


def steady(operation: int, rate: float, duration: float, seed: int) -> Sequence[Arrival]:
    """Return arrivals of one operation, `rate` a second for `duration` seconds, without curve and bursts."""
    random = np.random.default_rng(seed)
    moments = np.sort(random.uniform(0, duration, random.poisson(rate * duration)))
    return _drawn(random, moments, np.full(len(moments), operation))


def _drawn(
    random: np.random.Generator, due: NDArray[np.float64], operations: NDArray[np.int_]
) -> Sequence[Arrival]:
    """Return the arrivals at `due`, for whom and by which bits being drawn."""
    buckets = random.choice(len(BUCKETS), len(due), p=BUCKET_SHARES)
    draws = random.integers(0, 2**32, len(due))
    return [
        Arrival(moment, int(operation), BUCKETS[bucket], int(draw))
        for moment, operation, bucket, draw in zip(due.tolist(), operations, buckets, draws, strict=True)
    ]


def curve(moments: NDArray[np.float64], bursts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rate at `moments` (0 to 1 of a day) beside its mean; `bursts` are where these begin."""
    hourly = np.asarray(_HOURS)[np.minimum((moments * len(_HOURS)).astype(int), len(_HOURS) - 1)]
    within = ((moments[:, None] - bursts[None, :]) % 1.0 < BURST_PART).any(axis=1)
    return np.asarray(hourly * np.where(within, BURST_FACTOR, 1.0) / _MEAN, dtype=np.float64)


# What the curve comes to over a day with its bursts: the rate that is asked for is then the mean.
_MEAN = float(np.mean(_HOURS)) * (1 + BURSTS_A_DAY * BURST_PART * (BURST_FACTOR - 1))
