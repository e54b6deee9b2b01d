"""Each rule of each era, on elements whose points were computed by hand from the rules cited."""

from collections.abc import Iterator
from decimal import Decimal

import psycopg
import pytest

from conftest import Server

SCORED = "SELECT value, goe_points FROM scored_code(%s, %s, %s, %s, %s)"
PAIRS = "singles_and_pairs"


@pytest.fixture(scope="module")
def connection(server: Server, module_database: str) -> Iterator[psycopg.Connection]:
    """One database for all of them: nothing is committed."""
    with psycopg.connect(server.dsn(module_database)) as connection:
        yield connection
        connection.rollback()


def scored(
    connection: psycopg.Connection, season: int, code: str, info: str, branch: str = PAIRS, dance: str = ""
) -> tuple[Decimal | None, list[Decimal | None] | None]:
    row = connection.execute(SCORED, (branch, season, code, info, dance)).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("season", "code", "info", "value"),
    [
        # 2005/06 to 2009/10: < is a downgrade, e has no effect.
        (2007, "3Lz", "", "6.0"),
        (2007, "3Lz<", "<", "1.9"),
        (2007, "1A<", "<", "0"),
        (2008, "3F", "e", "5.5"),
        (2009, "3A+2T", "", "9.5"),
        # A sequence counts its two most valuable jumps (rule 611): (6.0 + 1.3) x 0.8.
        (2011, "3Lz+1Lo+2T+SEQ", "", "5.84"),
        (2005, "2A+3S+SEQ", "", "6.2"),
        # Communications 1611 and 1724: < 70 % as listed, << the value of one turn less.
        (2012, "3T<", "<", "2.9"),
        (2012, "3A<", "<", "6.0"),
        (2012, "4T<<", "<<", "4.1"),
        (2012, "3F+2T<<", "<<", "5.7"),
        (2010, "3F", "e", "5.3"),
        # Communications 1884 to 2089: e 70 %, e with < the second list, +REP 70 %.
        (2016, "3Lz", "e", "4.2"),
        (2016, "3Lze<", "", "3.6"),
        (2016, "3Lz+3T<", "<", "9.0"),
        (2016, "3Lz+REP", "", "4.20"),
        (2017, "4T<", "<", "8.0"),
        (2017, "3F<<", "e,<<", "1.4"),
        (2016, "CCoSp3V", "", "2.5"),
        (2015, "FCSp3V", "", "2.0"),
        (2014, "CCoSp3p4", "", "3.5"),
        # Communication 2168: 75 %, both faults 60 %; 2253: 80 %; V 75 %; halves up: 0.75 x 4.3 = 3.225.
        (2018, "3S<", "<", "3.23"),
        (2018, "3Lze<", "", "3.54"),
        (2018, "CCoSp4V", "", "2.63"),
        (2019, "3Lz<", "<", "4.72"),
        (2019, "3Fe+3T<", "", "7.60"),
        (2021, "3Lz+2A+SEQ", "", "7.36"),
        (2022, "3Lz+2A+SEQ", "", "9.2"),
        (2023, "3Lz+1Eu+3S<", "<", "9.84"),
        (2024, "3F<<+REP", "<<", "1.26"),
        (2024, "4S<<", "<<", "4.3"),
        # No effect: ! and q, in any spelling; F is a fall.
        (2023, "3Lz!q", "!|q", "5.9"),
        (2025, "3Lzq", "q,F", "5.9"),
        (2008, "3F!", "!", "5.5"),
        (2022, "3Lz!+3T<", "F !|<", "9.26"),
        # A void jump of a combination; a void element; an element without turns or level.
        (2023, "3Lz*+1Eu+3S", "*", "4.8"),
        (2023, "CCoSp4*", "*", "0"),
        (2023, "CCoSp4", "*", "0"),
        (2016, "0Lo", "", "0"),
        (2016, "FSSp", "", "0"),
        (2016, "5ALi", "", "0"),
        (2011, "3Li", "", "0"),
        (2022, "StSq4", "", "3.9"),
    ],
)
def test_value_of_an_element(
    connection: psycopg.Connection, season: int, code: str, info: str, value: str
) -> None:
    assert scored(connection, season, code, info)[0] == Decimal(value)


@pytest.mark.parametrize(
    ("season", "code", "value"),
    [
        (2005, "CuLi3+RoLi3", "4.9"),
        (2008, "SlLi4+RoLi4", "6.4"),
        (2012, "SlLi4+RoLi4", "8.0"),
        (2017, "1RH4+kpYTYN", "5.0"),
        (2024, "SqTwW4+SqTwM3", "6.97"),
        (2023, "SlLi3+RoLi4", "10.15"),
        (2025, "PSt3", "8.70"),
        (2025, "ChRS1", "2.00"),
    ],
)
def test_value_in_ice_dance(connection: psycopg.Connection, season: int, code: str, value: str) -> None:
    assert scored(connection, season, code, "", "ice_dance")[0] == Decimal(value)


@pytest.mark.parametrize(
    ("branch", "season", "code", "info"),
    [
        (PAIRS, 2004, "3Lz", ""),
        (PAIRS, 2026, "3Lz", ""),
        (PAIRS, 2023, "6Lz", ""),
        (PAIRS, 2023, "BoDs4", ""),
        (PAIRS, 2019, "3Tw4<", "<"),
        # Which jump has the wrong edge or the missing turn?
        (PAIRS, 2016, "3Lz+3F", "e"),
        (PAIRS, 2016, "3Lz+3T", "<"),
        (PAIRS, 2016, "3Lz+3T", "*"),
        # A federation's own bonus.
        (PAIRS, 2023, "3Lz", "b"),
        (PAIRS, 2023, "2Ab", ""),
        ("ice_dance", 2009, "1S1", ""),
        ("ice_dance", 2019, "RoLi4", ""),
    ],
)
def test_what_is_not_known_is_not_determined(
    connection: psycopg.Connection, branch: str, season: int, code: str, info: str
) -> None:
    assert scored(connection, season, code, info, branch)[0] is None


def test_a_compulsory_dance_has_values_of_its_own(connection: psycopg.Connection) -> None:
    connection.execute(
        "INSERT INTO element_value (branch, code, dance, seasons, base_value, goe_scale) VALUES"
        " ('ice_dance', '1S1', 'Tango Romantica', '[2009,2010)', 2.9, '+0.5 -0.5'),"
        " ('ice_dance', '1S1', 'Golden Waltz', '[2009,2010)', 2.5, '+0.5 -0.5')"
    )
    values = [
        scored(connection, 2009, "1S1", "", "ice_dance", dance)[0]
        for dance in ("Tango Romantica", "Golden Waltz", "")
    ]
    assert values == [Decimal("2.9"), Decimal("2.5"), None]


@pytest.mark.parametrize(
    ("branch", "season", "code", "marks", "goe"),
    [
        # -3..+3: tables per element, not symmetric: 4T +1.0, -1.2 -2.4 -4.0 (Communication 1944).
        (PAIRS, 2016, "4T", "{-3,-3,-3,-2,-3,-3,-3,-3,-3}", "-4.00"),
        (PAIRS, 2012, "4T", "{-3,-3,-3,-2,-3,-3,-3,-3,-3}", "-3.00"),
        (PAIRS, 2016, "3Lz+3T", "{1,1,1,1,1,1,1,1,2}", "0.70"),
        (PAIRS, 2016, "3F<<", "{-3,-3,-3,-3,-3,-3,-3}", "-0.90"),
        # The most valuable jump counts, here the triple: (3 x 1.4 + 4 x 0.7) / 7.
        (PAIRS, 2017, "2A+3T", "{1,1,1,1,1,2,2,2,2}", "1.00"),
        # -5..+5: 10 % of the base value per grade; each cell rounded: 3 x 0.43 = 1.29.
        (PAIRS, 2023, "3S", "{3,3,3,3,3,3,3,3,3}", "1.29"),
        # 11/6 x 0.51 would be 0.935: the sum is divided last. A mark is absent.
        (PAIRS, 2023, "3A+3T", "{3,3,2,2,1,3,3,4,2}", "2.06"),
        (PAIRS, 2023, "3Lo+2A+SEQ", "{1,0,1,1,0,1,2,3,1}", "0.49"),
        (PAIRS, 2023, "3Lz*+1Eu+3S", "{-1,0,1,-1,0,0,2,2,2}", "0.25"),
        (PAIRS, 2023, "2A<<", "{-5,-5,-5,-5,-5,NULL,-5,-5,-5}", "-0.55"),
        (PAIRS, 2023, "3Lo+REP", "{0,0,0,1,0,0,0,1,0}", "0.07"),
        (PAIRS, 2023, "ChSq1", "{5,5,5,4,5,5,5,5,5}", "2.50"),
        # Ice dance: points of both partners are added; choreography gains more than it loses.
        ("ice_dance", 2023, "SqTwW4+SqTwM2", "{0,-1,-1,0,0,-2,-1}", "-0.48"),
        ("ice_dance", 2023, "OFTW4+OFTM3", "{2,2,2,2,2,2,2}", "1.46"),
        ("ice_dance", 2023, "MiStW2+MiStM3", "{-4,-4,-4,0,-3,-2,-2}", "-3.13"),
        ("ice_dance", 2025, "ChTw1", "{5,5,5,5,5}", "4.15"),
        ("ice_dance", 2025, "ChTw1", "{-5,-5,-5,-5,-5}", "-1.10"),
        ("ice_dance", 2010, "SlLi4+RoLi4", "{0,0,0,0,0,0,0,1,1}", "0.11"),
        ("ice_dance", 2012, "SlLi4+RoLi4", "{3,3,3,3,3,3,3,3,3}", "3.00"),
        # The points of -3 of this element are not known.
        ("ice_dance", 2014, "ChSp1", "{-3,-3,-3,-3,-3}", None),
        ("ice_dance", 2011, "SlLi4+RoLi4", "{1,1,1,1,1}", None),
    ],
)
def test_grade_of_execution(
    connection: psycopg.Connection, branch: str, season: int, code: str, marks: str, goe: str | None
) -> None:
    points = scored(connection, season, code, "", branch)[1]
    row = connection.execute("SELECT goe_of_marks(%s::smallint[], %s)", (marks, points)).fetchone()
    assert row == (None if goe is None else Decimal(goe),)


@pytest.mark.parametrize(
    ("marks", "mark"),
    [
        ("{9,9.5,9.25,8.75,9,8.25,8.75,9.25,9}", "9.00"),
        # Means of 8 and 7 marks; 0.00 is an absent judge of an old sheet; a half goes up.
        ("{8,8,8,8,8,8.25,9,7}", "8.04"),
        ("{7,8,8,8,8,8.25,9}", "8.05"),
        ("{8,8,0.00,8,8,0.00,8,8,8}", "8.00"),
        ("{5,5.25,5,5.25,5,5.25,NULL,5,5.25,NULL}", "5.13"),
        ("{8,8}", None),
        ("{NULL,NULL,NULL}", None),
        ("{}", None),
    ],
)
def test_panel_mark(connection: psycopg.Connection, marks: str, mark: str | None) -> None:
    row = connection.execute("SELECT panel_mark(%s::numeric[])", (marks,)).fetchone()
    assert row == (None if mark is None else Decimal(mark),)


@pytest.mark.parametrize(
    ("season", "level", "falls", "points"),
    [(2015, "senior", 5, 5), (2016, "senior", 2, 2), (2016, "senior", 3, 4), (2017, "senior", 4, 6),
     (2023, "senior", 5, 9), (2017, "junior", 5, 5), (2017, "novice", 3, 1.5)],
)  # fmt: skip
def test_falls_cost_more_the_more_there_are(
    connection: psycopg.Connection, season: int, level: str, falls: int, points: float
) -> None:
    query = (
        "SELECT sum(lowest_points) FROM generate_series(1, %s) AS n JOIN deduction_price"
        " ON occurrences @> n::integer AND seasons @> %s::integer AND level_family = %s"
        " AND discipline = 'men' AND deduction_kind = 'fall'"
    )
    row = connection.execute(query.encode(), (falls, season, level)).fetchone()
    assert row == (Decimal(str(points)),)
