"""Printed deductions are read as they are meant, and what makes no sense is kept in words."""

from decimal import Decimal

import pytest

from fkplus.database.protocols.deductions import parse_deductions


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Falls: -1.00 (1)", ["1.00"]),
        ("Falls: -.50 (1)", [".50"]),
        ("Falls: -2.00 (2), Time violation,1.00", ["2.00", "1.00"]),
        ("Costume failure 1", ["1"]),
    ],
)
def test_points_are_read(text: str, points: list[str]) -> None:
    assert [deduction.points for deduction in parse_deductions(text)] == [Decimal(each) for each in points]


def test_votes_of_nobody_are_no_votes() -> None:
    (read,) = parse_deductions("Costume failure (0 of 0) 0.00")
    assert (read.votes_for, read.votes_of) == (None, None)
    (read,) = parse_deductions("Costume failure (5 of 9) -1.00")
    assert (read.votes_for, read.votes_of) == (5, 9)
