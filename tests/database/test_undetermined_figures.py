"""What a sheet leaves open is no difference: awkward cases, small panels, gaps in places, seeded sheets."""

from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from import_runs import load
from protocol_files import DataSet, Segment, add_scored, add_unscored
from seedable import Database

from conftest import Server

FREE = Segment(segment="free")
# Official errors are kept with the reason why they stand.
SEEDED_DIFFERENCES = """
    SELECT d.*, e.code, e.info, v.season, s.discipline, s.kind
      FROM sheet_difference AS d
      JOIN performance AS p USING (performance_id)
      JOIN segment AS s USING (segment_id)
      JOIN category AS c ON c.category_id = s.category_id
      JOIN event AS v USING (event_id)
      LEFT JOIN element AS e ON d.part = 'element' AND (e.performance_id, e.no) = (d.performance_id, d.no)
      LEFT JOIN component AS m ON d.part = 'component' AND (m.performance_id, m.no) = (d.performance_id, d.no)
     WHERE coalesce(e.override_reason, m.override_reason, p.override_reason) IS NULL"""


def found(connection: psycopg.Connection, data: DataSet, directory: Path) -> list[tuple[object, ...]]:
    """Import the set and return its differences but for those of the made-up grades and factors."""
    report = load(connection, data, directory)
    assert report.rejected == ()
    return connection.execute(
        "SELECT part, no, rule, published, recomputed FROM sheet_difference"
        " WHERE rule NOT IN ('goe', 'factor') ORDER BY performance_id, rule, no"
    ).fetchall()


def recomputed(
    connection: psycopg.Connection, number: int, rule: str, no: int | None = None
) -> Decimal | None:
    row = connection.execute(
        "SELECT recomputed FROM scored_sheets(ARRAY[%s]::bigint[])"
        " WHERE rule = %s AND no IS NOT DISTINCT FROM %s::smallint",
        (number, rule, no),
    ).fetchone()
    assert row is not None
    return row[0]


def element(data: DataSet, number: str, no: int, **columns: str) -> None:
    usual = {"performance_id": number, "no": str(no), "code": "", "info": "", "base_value": "0",
             "second_half": "0", "goe": "0", "panel_score": "0", "marks": "|".join("-" * 9)}  # fmt: skip
    data.elements.append(usual | columns)
    for row in data.performances:
        if row["performance_id"] == number and row["tes"]:
            for total in ("tes", "tss"):
                row[total] = str(Decimal(row[total]) + Decimal(data.elements[-1]["panel_score"]))


def one(segment: Segment = FREE, **columns: str) -> DataSet:
    data = DataSet()
    add_scored(data, "1", segment, "Ann EXAMPLE", **columns)
    return data


def ranked(*shown: tuple[str, str, str]) -> DataSet:
    """Performances of one free segment by rank, elements and components beyond the usual."""
    data = DataSet()
    for number, (rank, more_elements, pcs) in enumerate(shown, start=1):
        add_scored(data, str(number), FREE, f"Skater N{number}", rank=rank)
        element(data, str(number), 3, code="2A", base_value="3.3", goe=more_elements,
                panel_score=str(Decimal("3.3") + Decimal(more_elements)))  # fmt: skip
        row = data.performances[-1]
        data.components[-1]["panel_mark"] = pcs
        added = (Decimal(pcs) - Decimal("7.25")) * Decimal("0.8")
        row |= {total: str(Decimal(row[total]) + added) for total in ("pcs", "tss")}
    return data


def test_case_4_blank_slots_and_void_elements_have_no_value(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = one()
    element(data, "1", 3)
    element(data, "1", 4, code="3F*", info="*", marks="|".join("0" * 9))
    element(
        data, "1", 5, code="3Lz+2T*", info="*", base_value="6.0", panel_score="6.0", marks="|".join("0" * 9)
    )
    # A value of nothing that no flag explains: not determined.
    element(data, "1", 6, code="FCSSp3", marks="|".join("0" * 9))
    assert found(connection, data, tmp_path / "set") == []
    assert [recomputed(connection, 1, "base_value", no) for no in (3, 4, 5, 6)] == [0, 0, 6, None]


def test_case_5_low_scores(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one(Segment(season="1617"))
    element(data, "1", 3, code="2A<<", info="<<", base_value="1.1", goe="-0.6", panel_score="0.5",
            marks="|".join(["-3"] * 9))  # fmt: skip
    element(data, "1", 4, code="1A<<", info="<<", marks="|".join(["-3"] * 9))
    assert found(connection, data, tmp_path / "set") == []
    assert recomputed(connection, 1, "goe", 3) == Decimal("-0.60")
    assert recomputed(connection, 1, "base_value", 4) == 0


def test_case_6_flags_in_every_spelling(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one(Segment(season="2425", segment="free"))
    for no, (code, info) in enumerate((("3Lz!q", "!|q"), ("3Lz<", "q,<"), ("3Lz!<", "F !|<")), start=3):
        value = "4.72" if "<" in code else "5.9"
        element(data, "1", no, code=code, info=info, base_value=value, panel_score=value)
    assert [row for row in found(connection, data, tmp_path / "set") if row[1] > 2] == []


@pytest.mark.parametrize("judges", [5, 7, 8, 9])
def test_case_7_small_panels(connection: psycopg.Connection, tmp_path: Path, judges: int) -> None:
    data = one(judges=judges)
    for row in data.components:
        marks = ["7.25", "8", "7", "-", "7.25", "7.5", "7.5", "7", "8"][:judges]
        row["marks"] = "|".join(marks)
    found(connection, data, tmp_path / "set")
    expected = {5: "7.25", 7: "7.38", 8: "7.30", 9: "7.42"}
    assert recomputed(connection, 1, "panel_mark", 1) == Decimal(expected[judges])


def test_panels_of_fewer_than_five_judges_are_not_determined(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    found(connection, one(judges=4), tmp_path / "set")
    assert recomputed(connection, 1, "panel_mark", 1) is None
    assert recomputed(connection, 1, "goe", 1) is None


def test_case_13_a_compulsory_dance_needs_the_dance(connection: psycopg.Connection, tmp_path: Path) -> None:
    compulsory = Segment(season="0910", discipline="ice_dance", segment="compulsory")
    data = DataSet()
    add_scored(data, "1", compulsory, "Ann EXAMPLE / Bob SAMPLE")
    element(data, "1", 3, code="1S1", base_value="2.9", panel_score="2.9", marks="|".join("0" * 9))
    found(connection, data, tmp_path / "set")
    assert recomputed(connection, 1, "base_value", 3) is None


def test_case_14_partnered_elements_and_key_points(connection: psycopg.Connection, tmp_path: Path) -> None:
    dance = Segment(season="2425", discipline="ice_dance", segment="free")
    data = DataSet()
    add_scored(data, "1", dance, "Ann EXAMPLE / Bob SAMPLE")
    element(
        data, "1", 3, code="SqTwW4+SqTwM3", base_value="6.97", panel_score="6.97", marks="|".join("0" * 9)
    )
    old = Segment(season="1718", discipline="ice_dance")
    add_scored(data, "2", old, "Ann EXAMPLE / Bob SAMPLE")
    element(data, "2", 3, code="1RH4+kpYYYY", base_value="5.0", panel_score="5.0", marks="|".join("0" * 9))
    found(connection, data, tmp_path / "set")
    assert recomputed(connection, 1, "base_value", 3) == Decimal("6.97")
    assert recomputed(connection, 2, "base_value", 3) == 5


def test_case_17_factors_follow_the_season(connection: psycopg.Connection, tmp_path: Path) -> None:
    names = ("Skating Skills", "Transition / Linking Footwork", "Performance/Execution",
             "Choreography/Composition", "Interpretation")  # fmt: skip
    data = one(Segment(season="1112", segment="free"), component_names=names)
    add_scored(data, "2", Segment(season="2526", segment="free"), "Ann EXAMPLE",
               component_names=("Composition", "Presentation", "Skating Skills"))  # fmt: skip
    add_scored(data, "3", Segment(season="2526", level="novice"), "Ann EXAMPLE")
    found(connection, data, tmp_path / "set")
    assert [recomputed(connection, 1, "factor", no) for no in range(1, 6)] == [2] * 5
    assert [recomputed(connection, 2, "factor", no) for no in range(1, 4)] == [Decimal("3.33")] * 3
    assert recomputed(connection, 3, "factor", 1) is None
    assert recomputed(connection, 3, "base_value", 1) is None


def test_case_19_a_mark_of_nothing_is_no_mark(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one(Segment(season="1112", segment="free"))
    data.components[0]["marks"] = "7.25|0.00|7.25|7.25|7.25|0.00|7.25|7.25|7.25"
    assert [row for row in found(connection, data, tmp_path / "set") if row[2] == "panel_mark"] == []
    assert recomputed(connection, 1, "panel_mark", 1) == Decimal("7.25")


def test_marks_of_drawn_judges_are_not_determined(connection: psycopg.Connection, tmp_path: Path) -> None:
    found(connection, one(Segment(season="0809", segment="free"), judges=12), tmp_path / "set")
    assert recomputed(connection, 1, "panel_mark", 1) is None
    assert recomputed(connection, 1, "goe", 1) is None
    assert recomputed(connection, 1, "tss") is not None


def test_a_season_without_rules_is_counted_as_not_determined(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    assert found(connection, one(Segment(season="2627", segment="free")), tmp_path / "set") == []
    counts = "SELECT rule, not_determined FROM sheet_comparison WHERE not_determined > 0 ORDER BY rule"
    assert connection.execute(counts.encode()).fetchall() == [
        ("base_value", 2), ("factor", 5), ("goe", 2), ("panel_mark", 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("season", "no_bonus", "marked", "expected"),
    [
        # A jump of the second half counts 1.1 (rule 353); a value with the bonus but no x tells nothing.
        ("1617", "3.3", "0", Decimal("3.3")),
        ("1617", "3.63", "1", Decimal("3.63")),
        ("1617", "3.63", "0", None),
    ],
)
def test_bonus_of_the_second_half(
    connection: psycopg.Connection,
    tmp_path: Path,
    season: str,
    no_bonus: str,
    marked: str,
    expected: Decimal | None,
) -> None:
    data = one(Segment(season=season, segment="free"))
    element(data, "1", 3, code="2A", base_value=no_bonus, panel_score=no_bonus, second_half=marked)
    # Spins have no bonus, wherever a source marks the second half.
    element(data, "1", 4, code="FSSp4", base_value="3.0", panel_score="3.0", second_half="1")
    assert found(connection, data, tmp_path / "set") == []
    assert recomputed(connection, 1, "base_value", 3) == expected
    assert recomputed(connection, 1, "base_value", 4) == 3


@pytest.mark.parametrize(
    ("shown", "differences"),
    [
        # Rule 353: equal totals of a free segment go by components; wholly equal ones share the place.
        ([("1", "0.8", "8.25"), ("2", "1.6", "7.25"), ("2", "1.6", "7.25")], []),
        ([("2", "0.8", "8.25"), ("1", "1.6", "7.25")], [(2, 1), (1, 2)]),
        # A sheet is missing, or was disqualified: the order holds.
        ([("1", "2", "7.25"), ("3", "1", "7.25"), ("4", "0", "7.25")], []),
        ([("1", "2", "7.25"), ("4", "1", "7.25"), ("3", "0", "7.25")], [(4, 3), (3, 4)]),
        # Two groups in one list.
        ([("1", "2", "7.25"), ("1", "1", "7.25"), ("2", "0", "7.25")], []),
    ],
)
def test_places_in_a_segment(
    connection: psycopg.Connection,
    tmp_path: Path,
    shown: list[tuple[str, str, str]],
    differences: list[tuple[int, int]],
) -> None:
    rows = found(connection, ranked(*shown), tmp_path / "set")
    assert [(row[3], row[4]) for row in rows if row[2] == "rank"] == differences


def test_final_places(connection: psycopg.Connection, tmp_path: Path) -> None:
    """Equal totals go by the free segment; who skated one segment only comes after."""
    data = DataSet()
    for number, (segment, name, deductions) in enumerate(
        ((Segment(), "First SKATER", "1"), (Segment(), "Second SKATER", "0"),
         (Segment(), "Third SKATER", "0"),
         (FREE, "First SKATER", "0"), (FREE, "Second SKATER", "1")), start=1):  # fmt: skip
        add_scored(data, str(number), segment, name, deductions=f"{deductions}.00")
    add_unscored(data, "6", FREE, "Third SKATER", "WD")
    found(connection, data, tmp_path / "set")
    query = "SELECT published_name, rank FROM category_ranking JOIN entry USING (entry_id) ORDER BY rank"
    assert connection.execute(query.encode()).fetchall() == [
        ("First SKATER", 1), ("Second SKATER", 2), ("Third SKATER", 3),
    ]  # fmt: skip


def test_seeded_sheets_are_what_the_rules_say(server: Server, template: str) -> None:
    name = "seeded_sheets"
    with psycopg.connect(server.dsn("postgres", "tester"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} OWNER fkplus_owner TEMPLATE template0".encode())
        try:
            database = Database(server, name).seed_all()
            compared = dict(database.rows("SELECT rule, sum(compared) FROM sheet_comparison GROUP BY rule"))
            differences = database.rows(SEEDED_DIFFERENCES)
            assert (len(compared), min(compared.values()) > 100) == (10, True), compared
            assert differences == []
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
