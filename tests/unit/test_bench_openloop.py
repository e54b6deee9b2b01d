"""Both kinds of clients ask for the same rows in the same proportions, and how far apart they are is said."""

from pathlib import Path

import pytest

from fkplus.bench.openloop import WARM_SECONDS, few, figures, script, warm, write_scripts
from fkplus.bench.pgbench import Load, Script, Transaction, arguments, timed
from fkplus.database.dsn import Dsn
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


def test_numbers_are_parameters_and_texts_are_quoted() -> None:
    assert script(FEED, {"account_id": 12, "weight": 3}).startswith("\\set account_id 12\n/* fkplus:feed */")
    assert "private.feed(:account_id, " in script(FEED, {"account_id": 12})
    assert "like 'an''n%'" in script(BY_NAME["search_en"], {"prefix": "an'n%"})


def test_rows_of_a_bucket_share_its_part(tmp_path: Path) -> None:
    pool = {bucket: [{"account_id": n} for n in range(100 + 7 * n)] for n, bucket in enumerate(BUCKETS)}
    scripts = write_scripts(tmp_path, FEED, few(pool))
    assert len(scripts) <= 128
    total = sum(made.weight for made in scripts)
    for bucket, part in zip(BUCKETS, BUCKET_SHARES, strict=True):
        weight = sum(made.weight for made in scripts if made.path.name.startswith(bucket))
        assert weight / total == pytest.approx(part, rel=0.01)


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


def test_pgbench_is_told_each_file_with_its_weight_and_the_rate() -> None:
    place = Dsn("127.0.0.1", 5001, "bench", "app", Secret("hush"))
    load = Load((Script(Path("a"), 2), Script(Path("b"))), 8, 10, rate=50)
    words = arguments(Path("pgbench"), place, load, Path("log"))
    assert [word for word in words if word.startswith(("--file", "--rate"))] == [
        "--file=a@2",
        "--file=b@1",
        "--rate=50",
    ]
