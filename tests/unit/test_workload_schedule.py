"""The simulated backend's schedule: equal for equal seeds, in order, at the rate that was asked for."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fkplus.workload.histogram import Histogram
from fkplus.workload.metrics import BUCKETS_SECONDS
from fkplus.workload.schedule import (
    BURST_FACTOR,
    BURST_PART,
    BURSTS_A_DAY,
    Traffic,
    arrivals,
    curve,
    day,
)

TRAFFICS = st.builds(
    Traffic,
    rate=st.floats(0.5, 20),
    day_seconds=st.floats(5, 50),
    shares=st.lists(st.floats(0.1, 10), min_size=1, max_size=5),
    seed=st.integers(0, 2**31),
)


@given(TRAFFICS, st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_a_day_is_in_order_within_its_bounds_and_the_same_each_time(traffic: Traffic, number: int) -> None:
    found = day(traffic, number)
    assert found == day(traffic, number)
    assert all(one.due <= other.due for one, other in pairwise(found))
    start = number * traffic.day_seconds
    assert all(start <= arrival.due <= start + traffic.day_seconds * (1 + 1e-9) for arrival in found)
    assert {arrival.operation for arrival in found} <= set(range(len(traffic.shares)))


@given(TRAFFICS, st.floats(1, 120))
@settings(max_examples=30, deadline=None)
def test_a_run_ends_at_its_duration_and_begins_like_a_longer_one(traffic: Traffic, duration: float) -> None:
    found = list(arrivals(traffic, duration))
    assert all(arrival.due < duration for arrival in found)
    longer = list(arrivals(traffic, duration + traffic.day_seconds))
    assert longer[: len(found)] == found


def test_the_days_together_have_the_rate_that_was_asked_for() -> None:
    traffic = Traffic(rate=200, day_seconds=60, shares=[3, 1], seed=7)
    days = [day(traffic, number) for number in range(20)]
    offered = sum(map(len, days)) / (20 * 60)
    # Bursts may overlap, which loses a little of them.
    assert offered == pytest.approx(200, rel=0.05)
    first = sum(arrival.operation == 0 for found in days for arrival in found)
    assert first / sum(map(len, days)) == pytest.approx(0.75, abs=0.01)


def test_gaps_are_those_of_a_poisson_process() -> None:
    """Where the rate is constant, the gaps have the standard deviation of their mean."""
    traffic = Traffic(rate=2000, day_seconds=240, shares=[1], seed=3)
    hour = [a.due for a in day(traffic, 0) if 90 < a.due < 100]  # hour 9, outside of the bursts of this seed
    gaps = np.diff(hour)
    assert gaps.std() == pytest.approx(gaps.mean(), rel=0.05)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_the_curve_falls_at_night_and_rises_in_bursts(bursts: list[float]) -> None:
    moments = np.linspace(0, 0.999, 2400)
    rates = curve(moments, np.asarray(bursts))
    calm = curve(moments, np.asarray([]))
    assert calm[2400 * 20 // 24] > 5 * calm[2400 * 3 // 24]
    raised = rates / calm
    assert set(np.round(raised, 6)) <= {1.0, BURST_FACTOR}
    assert (raised > 1).mean() <= BURSTS_A_DAY * BURST_PART + 0.01


@given(st.lists(st.floats(1e-5, 100), min_size=1, max_size=300), st.floats(0.01, 1))
def test_a_percentile_is_right_within_two_percent(values: list[float], part: float) -> None:
    histogram = Histogram()
    for value in values:
        histogram.add(value)
    exact = sorted(values)[math.ceil(part * len(values)) - 1]
    assert exact * 0.999 <= histogram.percentile(part) <= exact * 1.0201
    assert histogram.number == len(values)
    assert histogram.highest == max(values)


@given(st.lists(st.floats(1e-5, 10)), st.lists(st.floats(1e-5, 10)))
def test_merged_histograms_are_those_of_all_values(one: list[float], other: list[float]) -> None:
    parts, whole = (Histogram(), Histogram()), Histogram()
    for histogram, values in zip(parts, (one, other), strict=True):
        for value in values:
            histogram.add(value)
            whole.add(value)
    parts[0].merge(parts[1])
    assert parts[0].counts == whole.counts
    assert parts[0].mean == pytest.approx(whole.mean)


def test_the_buckets_for_prometheus_go_from_half_a_millisecond_to_twelve_seconds_by_halves() -> None:
    assert BUCKETS_SECONDS[0] == 0.0005
    assert 12 < BUCKETS_SECONDS[-1] < 13
    assert all(high / low == pytest.approx(1.5) for low, high in pairwise(BUCKETS_SECONDS))
