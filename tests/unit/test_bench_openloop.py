"""Both kinds of clients ask for the same rows in the same proportions, and how far apart they are is said."""

import re
from collections import Counter
from pathlib import Path

import pytest

from fkplus.bench.openloop import WARM_SECONDS, few, figures, script, warm
from fkplus.bench.pgbench import Load, Transaction, arguments, timed
from fkplus.database.dsn import Dsn
from fkplus.model.errors import BadInput
from fkplus.model.secrets import Secret
from fkplus.workload.catalogue import BY_NAME
from fkplus.workload.histogram import Histogram
from fkplus.workload.schedule import BUCKET_SHARES, BUCKETS, steady

FEED = BY_NAME["feed"]
RATE, SECONDS = 200.0, 60.0


def counted(milliseconds: float) -> Histogram:
    made = Histogram()
    made.add(milliseconds / 1000)
    return made


def test_rows_are_drawn_as_the_engine_draws_them() -> None:
    pool = {
        bucket: [{"account_id": 100 * n + row} for row in range(60 + n)] for n, bucket in enumerate(BUCKETS)
    }
    made = script(FEED, few(pool))
    assert set(re.findall(r":(\w+)", made)) == {"pick", "account_id"}
    bounds = [(int(bound), int(value)) for bound, value in re.findall(r"<= (\d+) then (\d+)", made)]
    total = bounds[-1][0]
    assert f"\\set pick random(1, {total})" in made
    picks = [next(value for bound, value in bounds if pick <= bound) for pick in range(1, total + 1)]
    for number, part in enumerate(BUCKET_SHARES):
        of_bucket = [value for value in picks if value // 100 == number]
        assert len(of_bucket) / total == pytest.approx(part, rel=0.01)
        counts = Counter(of_bucket).values()
        assert max(counts) == pytest.approx(min(counts), rel=0.05)


def test_what_is_asked_by_text_is_refused() -> None:
    with pytest.raises(BadInput, match="numbers only"):
        script(BY_NAME["search_en"], {bucket: [{"prefix": "an%"}] for bucket in BUCKETS})


def test_a_steady_schedule_keeps_its_rate_and_the_buckets_parts() -> None:
    due = steady(3, RATE, SECONDS, seed=1)
    assert len(due) == pytest.approx(RATE * SECONDS, rel=0.05)
    assert due == sorted(due, key=lambda arrival: arrival.due)
    assert {arrival.operation for arrival in due} == {3}
    median = sum(arrival.bucket == "median" for arrival in due) / len(due)
    assert median == pytest.approx(0.6, rel=0.05)
    # A Poisson process: as many in the first half as in the second, and not evenly spaced.
    assert sum(arrival.due < SECONDS / 2 for arrival in due) == pytest.approx(len(due) / 2, rel=0.05)


def test_what_began_while_all_was_cold_does_not_count() -> None:
    log = ["0 0 1000 0 100 1000", f"1 1 2000 0 {100 + WARM_SECONDS + 1} 500000"]
    assert timed(log)[0] == Transaction(0.001, 100.001)
    kept = warm(timed(log))
    assert (kept.number, kept.highest) == (1, 0.002)


@pytest.mark.parametrize(("ours", "theirs"), [(12.5, 10.0), (10.0, 12.5)])
def test_times_that_are_apart_in_either_direction_miss_the_objective(ours: float, theirs: float) -> None:
    apart, *others = figures([counted(ours)] * 3, [counted(theirs)] * 3)
    assert apart.value == pytest.approx(0.25, abs=0.001)
    assert not apart.holds
    assert all(figure.objective is None for figure in others)


def test_times_that_are_close_meet_it() -> None:
    assert figures([counted(11.0)], [counted(10.0)])[0].holds


def test_pgbench_is_told_the_rate() -> None:
    place = Dsn("127.0.0.1", 5001, "bench", "app", Secret("hush"))
    words = arguments(Path("pgbench"), place, Load(Path("read"), 8, 10, rate=50), Path("log"))
    assert "--rate=50" in words
    assert not [
        word
        for word in arguments(Path("pgbench"), place, Load(Path("read"), 8, 10), Path("log"))
        if "rate" in word
    ]
