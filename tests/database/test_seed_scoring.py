"""Marks become points exactly, and a seed's names and numbers are what they say."""

from decimal import Decimal

import pytest

from fkplus.database.seeding.context import Ratio
from fkplus.database.seeding.elements import is_jump, rules_of
from fkplus.database.seeding.names import to_cyrillic, to_latin
from fkplus.database.seeding.protocol import Assignment, fall_deduction
from fkplus.database.seeding.scoring import (
    ComponentLine,
    ElementLine,
    Sheet,
    decimal,
    half_up,
    panel_value,
    places,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 10, 1), (15, 10, 2), (25, 10, 3), (-5, 10, -1), (-25, 10, -3), (4, 10, 0), (-4, 10, 0), (7, 7, 1)],
)
def test_halves_are_rounded_away_from_zero(numerator, denominator, expected):
    assert half_up(numerator, denominator) == expected


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([900, 950, 925, 875, 900, 825, 875, 925, 900], 900),
        ([925, 950, 900, 925, 950, 925, 975, 900, 950], 932),
        ([100, None, 300, 200], 200),
        ([None, -300, -300, -300, None], -300),
        ([0, 1, 1, 2, 0, 9], 1),
    ],
)
def test_one_highest_and_one_lowest_mark_are_dropped(marks, expected):
    assert panel_value(marks) == expected


def test_each_component_is_rounded_before_they_are_added():
    lines = tuple(ComponentLine("x", 167, 850, ()) for _ in range(3))
    # 1.67 x 8.50 = 14.195, printed as 14.20.
    assert Sheet((), lines, 0).pcs == 3 * 1420
    assert decimal(1420) == Decimal("14.20")


def test_equal_totals_are_told_apart_by_elements_in_the_short_and_by_components_in_the_free():
    skater = Sheet((ElementLine("2A", None, 300, False, 0, ()),), (ComponentLine("x", 100, 700, ()),), 100)
    assert skater.rank_score("short") == (900, 300)
    assert skater.rank_score("free") == (900, 700)


def test_equal_scores_share_a_place_and_leave_a_gap():
    assert places([(100, 5), (120, 1), (100, 5), (100, 6), (90, 0)]) == [3, 1, 3, 2, 5]


@pytest.mark.parametrize(("falls", "points"), [(0, 0), (1, 1), (2, 2), (3, 4), (4, 6), (5, 9)])
def test_falls_of_senior_singles_cost_more_and_more(falls, points):
    assert fall_deduction(Assignment(rules_of(2025), "men", "senior", "free", 9), falls) == 100 * points
    assert fall_deduction(Assignment(rules_of(2025), "men", "junior", "free", 9), falls) == 100 * falls
    assert fall_deduction(Assignment(rules_of(2025), "pairs", "senior", "free", 9), falls) == 100 * falls


def test_grades_of_a_combination_are_those_of_its_most_valuable_jump():
    base, grades = rules_of(2025).values("3T+3Lz", is_underrotated=False)
    assert base == 420 + 590
    assert grades == tuple(59 * grade for grade in range(-5, 6))
    base, grades = rules_of(2017).values("3Lz+3T", is_underrotated=True)
    assert base == 600 + 301
    assert grades == (-210, -140, -70, 0, 70, 140, 210)


def test_the_rules_change_with_the_season():
    assert len(rules_of(2021).components("men", "free")) == 5
    assert rules_of(2022).components("men", "free") == (
        ("Composition", 333), ("Presentation", 333), ("Skating Skills", 333),
    )  # fmt: skip


@pytest.mark.parametrize("code", ["3Lz+3T", "2A", "4T"])
def test_jumps_are_jumps(code):
    assert is_jump(code)


@pytest.mark.parametrize("code", ["3LoTh", "3Tw4", "3Li4", "FCSp4", "1RH3+kpNYY", "ChSq1"])
def test_throws_twists_lifts_and_steps_are_no_jumps(code):
    assert not is_jump(code)


def test_names_are_written_in_the_other_script():
    assert to_latin("Щёголева") == "Shchegoleva"
    assert to_cyrillic("Shaw") == "Шау"


def test_a_ratio_keeps_its_bounds():
    ratio = Ratio(users_per_row=20, least=24, most=100)
    assert [ratio.of(count) for count in (1, 1000, 100_000)] == [24, 50, 100]
