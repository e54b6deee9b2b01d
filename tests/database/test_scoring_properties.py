"""For any marks the database computes what exact fractions say, rounded half away from zero."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Server

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
component_marks = st.lists(st.one_of(st.none(), st.integers(1, 40)), max_size=15)
grades = st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=15)
base_values = st.integers(10, 1600)


@pytest.fixture(scope="module")
def asked(server: Server, module_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(module_database), autocommit=True) as connection:
        yield connection


def rounded(exact: Fraction) -> Decimal:
    """Two decimals, a half away from zero."""
    hundredths = abs(exact) * 100
    whole = int(hundredths) + (hundredths - int(hundredths) >= Fraction(1, 2))
    return Decimal(whole if exact >= 0 else -whole) / 100


def trimmed(values: Sequence[Fraction | None]) -> Fraction | None:
    present = sorted(value for value in values if value is not None)
    return sum(present[1:-1], Fraction(0)) / (len(present) - 2) if len(present) > 2 else None


@many
@given(quarters=component_marks)
def test_panel_mark(asked: psycopg.Connection, quarters: list[int | None]) -> None:
    mean = trimmed([None if mark is None else Fraction(mark, 4) for mark in quarters])
    marks = [None if mark is None else Decimal(mark) / 4 for mark in quarters]
    row = asked.execute("SELECT panel_mark(%s::numeric[])", (marks,)).fetchone()
    assert row == (None if mean is None else rounded(mean),)


@many
@given(marks=grades, base=base_values)
def test_grade_of_execution(asked: psycopg.Connection, marks: list[int | None], base: int) -> None:
    cells = {grade: Fraction(rounded(Fraction(grade * base, 1000))) for grade in range(-5, 6)}
    mean = trimmed([None if mark is None else cells[mark] for mark in marks])
    row = asked.execute(
        "SELECT goe_of_marks(%s::smallint[], goe_share_points(%s, 0.1))", (marks, Decimal(base) / 100)
    ).fetchone()
    assert row == (None if mean is None else rounded(mean),)


@many
@given(marks=grades)
def test_signs_mirror(asked: psycopg.Connection, marks: list[int | None]) -> None:
    mirrored = [None if mark is None else -mark for mark in marks]
    query = (
        "SELECT goe_of_marks(%s::smallint[], p) + goe_of_marks(%s::smallint[], p)"
        " FROM goe_share_points(5.9, 0.1) AS p"
    )
    row = asked.execute(query.encode(), (marks, mirrored)).fetchone()
    assert row in {(None,), (Decimal(0),)}
