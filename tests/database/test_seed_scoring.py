"""Marks become points exactly, and a seed's names, values and numbers are what they say."""

import numpy as np
import pytest

from fkplus.database.seeding import protocol, sheets
from fkplus.database.seeding.elements import is_jump, rules_of
from fkplus.database.seeding.names import to_cyrillic, to_latin
from fkplus.database.seeding.protocol import Assignment
from fkplus.database.seeding.ratios import Ratio
from fkplus.database.seeding.scoring import fall_deductions, half_up, panel_value, places
from fkplus.database.seeding.streams import Stream


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 10, 1), (15, 10, 2), (25, 10, 3), (-5, 10, -1), (-25, 10, -3), (4, 10, 0), (-4, 10, 0), (7, 7, 1)],
)
def test_halves_are_rounded_away_from_zero(numerator, denominator, expected):
    assert half_up(numerator, denominator) == expected
    assert half_up(np.array([numerator] * 3), denominator).tolist() == [expected] * 3


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
    given = np.array([mark is not None for mark in marks])
    values = np.array([7777 if mark is None else mark for mark in marks])
    assert panel_value(np.stack([values, values]), np.stack([given, given])).tolist() == [expected] * 2


def sheet_of(bases, marks, factor, deductions):
    sheet = sheets.empty(1)
    sheet.base[0, : len(bases)], sheet.elements[:] = bases, len(bases)
    sheet.mark[0, : len(marks)], sheet.components[:] = marks, len(marks)
    sheet.factor[:], sheet.deductions[:] = factor, deductions
    return sheet


def test_each_component_is_rounded_before_they_are_added():
    # 1.67 x 8.50 = 14.195, printed as 14.20.
    assert sheet_of([], [850] * 3, 167, 0).pcs == 3 * 1420


def test_a_total_is_elements_and_components_without_deductions():
    sheet = sheet_of([300], [700], 100, 100)
    assert (sheet.tes, sheet.pcs, sheet.tss) == (300, 700, 900)


def test_equal_scores_share_a_place_and_leave_a_gap():
    scores = [(100, 5), (120, 1), (100, 5), (100, 6), (90, 0)]
    contest = np.array([0] * 5 + [1] * 5)
    score, tie_break = np.array(scores * 2).T
    assert places(contest, score, tie_break).tolist() == [3, 1, 3, 2, 5] * 2


@pytest.mark.parametrize(("falls", "points"), [(0, 0), (1, 1), (2, 2), (3, 4), (4, 6), (5, 9), (6, 12)])
def test_falls_of_senior_singles_cost_more_and_more(falls, points):
    taken = fall_deductions(np.array([falls, falls]), np.array([True, False]))
    assert taken.tolist() == [100 * points, 100 * falls]


def test_grades_of_a_combination_are_those_of_its_most_valuable_jump():
    base, grades = rules_of(2025).values("3T+3Lz", is_underrotated=False)
    assert base == 420 + 590
    assert grades == tuple(59 * grade for grade in range(-5, 6))
    base, grades = rules_of(2017).values("3Lz+3T", is_underrotated=True)
    assert base == 600 + 300
    assert grades == (-210, -140, -70, 0, 70, 140, 210)


def test_too_few_turns_leave_four_fifths_and_grades_of_what_is_left():
    base, grades = rules_of(2025).values("3Lz", is_underrotated=True)
    assert (base, grades[-1], grades[0]) == (472, 236, -236)


def test_what_two_partners_show_has_the_value_and_the_grades_of_both():
    base, grades = rules_of(2025).values("SqTwW4+SqTwM3", is_underrotated=False)
    assert base == 367 + 330
    assert grades == tuple(80 * grade for grade in range(-5, 6))


def test_the_rules_change_with_the_season():
    assert len(rules_of(2021).components("men", "free")) == 5
    assert rules_of(2022).components("men", "free") == (
        ("Composition", 333), ("Presentation", 333), ("Skating Skills", 333),
    )  # fmt: skip


def judged(skill, falls=0, panel=9, absent=0):
    count = 200
    rows = (np.full(count, value) for value in (panel, absent, falls))
    assignment = Assignment(
        rules_of(2025), "women", "free", np.full(count, skill), np.ones(count, np.bool_), *rows
    )
    return protocol.judge(Stream("test"), assignment)


def test_the_skilled_get_more_points():
    means = [judged(skill).tss.mean() for skill in (20, 50, 80, 100)]
    assert means == sorted(means)
    assert means[-1] > 2 * means[0]


def test_falls_get_the_lowest_grade_and_their_deduction():
    sheet = judged(80, falls=5)
    assert (sheet.grades[:, :5] == -5).all()
    assert (sheet.deductions >= 900).all()


def test_only_those_who_sit_there_give_marks():
    sheet = judged(50, panel=8, absent=6)
    assert sheet.grade_given[0, 0].tolist() == [True] * 5 + [False] + [True] * 2 + [False]
    assert (sheet.mark_given[:, 0].sum(axis=1) == 7).all()


@pytest.mark.parametrize("code", ["3Lz+3T", "2A", "4T"])
def test_jumps_are_jumps(code):
    assert is_jump(code)


@pytest.mark.parametrize("code", ["3LoTh", "3Tw4", "3Li4", "FCSp4", "1RH3+kpNYY", "ChSq1", "SqTwW4+SqTwM4"])
def test_throws_twists_lifts_and_steps_are_no_jumps(code):
    assert not is_jump(code)


def test_names_are_written_in_the_other_script():
    assert to_latin("Щёголева") == "Shchegoleva"
    assert to_cyrillic("Shaw") == "Шау"


def test_a_ratio_keeps_its_bounds():
    ratio = Ratio(users=20, least=24, most=100)
    assert [ratio.of(count) for count in (1, 1000, 100_000)] == [24, 50, 100]
    assert Ratio(rows=8).of(100) == 800
