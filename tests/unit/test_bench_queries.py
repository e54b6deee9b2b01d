"""What `bench queries` makes of its measurements: which reads are hot, and the figures over these."""

import pytest

from fkplus.bench.picture import table
from fkplus.bench.queries import Comparison, Price, figures, hot_operations
from fkplus.tuning.indexes import Index
from fkplus.tuning.measure import Cost

PRICE = Price(300.0, 1000.0, 0.5)


def cost(buffers: float, *milliseconds: float) -> Cost:
    return Cost(buffers, milliseconds, "")


def compared() -> Comparison:
    before = {("feed", "cold"): cost(900, 80, 90, 100), ("profile", "cold"): cost(600, 20, 30, 40)}
    before[("chat", "cold")] = cost(10, 0.1)
    after = {**before, ("profile", "cold"): cost(6, 1, 1, 2)}
    return Comparison(before, after, before, PRICE, PRICE, [], 0.05)


def test_hot_reads_make_up_their_part_of_the_time() -> None:
    weights = {"feed": 1.0, "profile": 1.0, "chat": 1.0}
    assert hot_operations(compared(), weights) == {"feed", "profile"}
    assert hot_operations(compared(), {**weights, "chat": 10_000.0}) == {"feed", "profile", "chat"} - {
        "profile"
    }


def test_the_figures_are_over_hot_reads_and_say_what_is_missed() -> None:
    found = {f.figure: f for f in figures(compared(), {"feed": 1.0, "profile": 1.0, "chat": 1.0})}
    assert found["median_speedup"].value == pytest.approx((1 + 30) / 2)
    assert not found["median_speedup"].holds
    assert found["worst_hot_p95_ms"].value == 100
    assert found["regret"].holds


def test_the_table_has_a_line_for_each_read_and_bucket() -> None:
    lines = table(compared()).splitlines()
    assert len(lines) == 2 + 3
    assert "600 → 6" in lines[-1]


def test_an_index_is_read_from_what_the_catalogue_says() -> None:
    definition = "CREATE INDEX x ON public.account USING btree (lower(handle) text_pattern_ops, account_id)"
    assert Index.parse("account", definition) == Index(
        "account", ("lower(handle) text_pattern_ops", "account_id")
    )
