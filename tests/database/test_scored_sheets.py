"""Recomputed sheets: awkward ones as they were published, and every real one."""

from pathlib import Path

import psycopg
import pytest
from import_runs import load
from protocol_files import THREE, DataSet, Segment, add_scored, add_unscored

from conftest import Server
from fkplus.database.protocols import import_protocols

COMPARED = """
    SELECT rule, sum(published)::int, sum(compared)::int, sum(equal)::int
      FROM sheet_comparison GROUP BY rule"""
DIFFERENT = """
    SELECT rule, no::int, published::text, recomputed::text
      FROM sheet_difference ORDER BY rule, no, published"""
Sheets = list[tuple[object, ...]]


def rows(connection: psycopg.Connection, query: str) -> Sheets:
    return connection.execute(query.encode()).fetchall()


def scored(
    data: DataSet, number: str, segment: Segment, name: str = "Ann EXAMPLE", **options: object
) -> None:
    """A sheet that follows the rules of 2016/17: 3Lz+3T and CCoSp4, every grade +1."""
    add_scored(data, number, segment, name, **options)  # type: ignore[arg-type]
    first, second = (row for row in data.elements if row["performance_id"] == number)
    first |= {"goe": "0.70", "panel_score": "11.00"}
    second |= {"goe": "0.50", "panel_score": "4.00"}
    sheet = data.performances[-1]
    sheet |= {"tes": "15.00", "tss": str(15 + float(sheet["pcs"]) - float(sheet["deductions"]))}


def change(data: DataSet, no: int, **columns: str) -> None:
    """Change an element of the first sheet and its totals with it."""
    data.elements[no - 1] |= columns
    tes = sum(round(float(row["panel_score"]) * 100) for row in data.elements) / 100
    data.performances[0] |= {"tes": f"{tes:.2f}", "tss": f"{tes + float(data.performances[0]['pcs']):.2f}"}


@pytest.fixture
def sheet() -> DataSet:
    data = DataSet()
    scored(data, "1", Segment(discipline="women"))
    return data


def test_a_right_sheet_differs_nowhere(
    connection: psycopg.Connection, tmp_path: Path, sheet: DataSet
) -> None:
    assert load(connection, sheet, tmp_path / "set").committed
    assert rows(connection, DIFFERENT) == []
    counts = {
        rule: (published, compared, equal) for rule, published, compared, equal in rows(connection, COMPARED)
    }
    assert counts == {
        **dict.fromkeys(("base_value", "goe", "panel_score"), (2, 2, 2)),
        **dict.fromkeys(("factor", "panel_mark", "points"), (5, 5, 5)),
        **dict.fromkeys(("tes", "pcs", "tss", "rank"), (1, 1, 1)),
    }
    query = (
        "SELECT p.tes = r.tes AND p.pcs = r.pcs AND p.tss = r.tss"
        " FROM performance AS p JOIN recomputed_performance AS r USING (performance_id)"
    )
    assert rows(connection, query) == [(True,)]


@pytest.mark.parametrize(
    ("columns", "difference"),
    [
        # The high mark was not dropped; the base value is that of another season; both.
        ({"goe": "0.71", "panel_score": "11.01"}, [("goe", 1, "0.71", "0.70")]),
        ({"base_value": "10.20", "panel_score": "10.90"}, [("base_value", 1, "10.20", "10.30")]),
        ({"base_value": "11.33", "second_half": "1", "panel_score": "12.03"}, []),
        # Without value: a blank slot, a void element. A grade below zero on a small value.
        ({"code": "", "base_value": "0", "goe": "0", "panel_score": "0", "marks": "|".join("-" * 9)}, []),
        ({"info": "*", "code": "3Lz*+3T*", "base_value": "0", "goe": "0", "panel_score": "0"}, []),
        (
            {
                "code": "1T",
                "base_value": "0.4",
                "marks": "|".join(["-3"] * 9),
                "goe": "-0.3",
                "panel_score": "0.1",
            },
            [],
        ),
        # A void jump in a combination; a seat without a mark.
        ({"code": "3Lz+3T*", "info": "*", "base_value": "6.0", "panel_score": "6.70"}, []),
        ({"marks": "1|1|1|1|1|-|1|1|1"}, []),
    ],
)
def test_differences_stand_where_they_arise(
    connection: psycopg.Connection,
    tmp_path: Path,
    sheet: DataSet,
    columns: dict[str, str],
    difference: Sheets,
) -> None:
    change(sheet, 1, **columns)
    assert load(connection, sheet, tmp_path / "set").rejected == ()
    assert rows(connection, DIFFERENT) == difference


def test_a_mark_of_nought_is_an_absent_judge(
    connection: psycopg.Connection, tmp_path: Path, sheet: DataSet
) -> None:
    sheet.components[0]["marks"] = "7.25|7.25|7.25|0.00|7.25|7.25|0.00|7.25|7.25"
    sheet.components[1] |= {"marks": "8|7|7|7|7|7|7|7|7", "panel_mark": "7.25"}
    assert load(connection, sheet, tmp_path / "set").rejected == ()
    assert rows(connection, DIFFERENT) == [("panel_mark", 2, "7.25", "7.00")]


@pytest.mark.parametrize(
    ("segment", "names", "undetermined"),
    [
        # Judges drawn in secret; a season, a discipline, a level and a scale that are not known.
        (Segment(season="0809", discipline="women"), None, {"goe", "panel_mark"}),
        (Segment(season="2627", discipline="women"), THREE, {"goe", "panel_mark", "base_value", "factor"}),
        (Segment(season="1617", discipline="women", level="novice"), None, {"factor", "base_value", "goe"}),
    ],
)
def test_what_is_not_determined_is_no_difference(
    connection: psycopg.Connection,
    tmp_path: Path,
    segment: Segment,
    names: tuple[str, ...] | None,
    undetermined: set[str],
) -> None:
    data = DataSet()
    scored(data, "1", segment, **({} if names is None else {"component_names": names}))
    assert load(connection, data, tmp_path / "set").rejected == ()
    found = {
        rule for rule, published, compared, _ in rows(connection, COMPARED) if published and not compared
    }
    assert found == undetermined


@pytest.mark.parametrize(
    ("kind", "tes", "pcs", "ranks"),
    [
        # Equal totals: the elements decide in the short programme, the components in the free skating.
        ("short", ("15.00", "15.20", "15.10"), ("29.00", "28.80", "28.90"), [3, 1, 2]),
        ("free", ("15.00", "15.20", "15.10"), ("29.00", "28.80", "28.90"), [1, 3, 2]),
        ("short", ("15.00", "15.00", "14.90"), ("29.00", "29.00", "29.00"), [1, 1, 3]),
    ],
)
def test_ties(
    connection: psycopg.Connection, kind: str, tes: tuple[str, ...], pcs: tuple[str, ...], ranks: list[int]
) -> None:
    _rivals(connection, kind, list(zip(tes, pcs, strict=True)))
    found = rows(connection, "SELECT rank::int FROM segment_ranking ORDER BY performance_id")
    connection.rollback()  # the elements are missing
    assert found == [(rank,) for rank in ranks]


def _rivals(connection: psycopg.Connection, kind: str, scores: list[tuple[str, str]]) -> None:
    connection.execute("INSERT INTO event (season, name) VALUES (2016, 'Cup')")
    connection.execute(
        "INSERT INTO category (event_id, level, discipline) SELECT event_id, 'senior', 'men' FROM event"
    )
    connection.execute(
        "INSERT INTO segment (category_id, discipline, kind) SELECT category_id, 'men', %s FROM category",
        (kind,),
    )
    for number, (tes, pcs) in enumerate(scores):
        connection.execute("INSERT INTO person DEFAULT VALUES")
        connection.execute(
            "INSERT INTO team (kind, member_ids) SELECT 'single', ARRAY[max(person_id)] FROM person"
        )
        connection.execute(
            "INSERT INTO team_member (team_id, team_kind, position, person_id)"
            " SELECT team_id, kind, 1, member_ids[1] FROM team ORDER BY team_id DESC LIMIT 1"
        )
        connection.execute(
            "INSERT INTO entry (category_id, discipline, team_id, team_kind, published_name)"
            " SELECT category_id, 'men', (SELECT max(team_id) FROM team), 'single', %s FROM category",
            (f"Skater {number}",),
        )
        connection.execute(
            "INSERT INTO performance"
            " (segment_id, category_id, entry_id, panel_size, tss, tes, pcs, deductions)"
            " SELECT segment_id, category_id, (SELECT max(entry_id) FROM entry), 9,"
            " %s::numeric + %s::numeric, %s, %s, 0 FROM segment",
            (tes, pcs, tes, pcs),
        )


def test_after_a_disqualification_ranks_are_not_determined(
    connection: psycopg.Connection, tmp_path: Path, sheet: DataSet
) -> None:
    sheet.performances[0]["rank"] = "2"
    add_unscored(sheet, "2", Segment(discipline="women"), "Bea SAMPLE", "DSQ")
    assert load(connection, sheet, tmp_path / "set").rejected == ()
    assert rows(connection, DIFFERENT) == []
    assert ("rank", 1, 0, 0) in rows(connection, COMPARED)


def test_equal_totals_go_by_the_free_skating(connection: psycopg.Connection) -> None:
    _rivals(connection, "short", [("15", "30"), ("16", "30"), ("10", "10")])
    connection.execute(
        "INSERT INTO segment (category_id, discipline, kind) SELECT category_id, 'men', 'free' FROM category"
    )
    connection.execute(
        "INSERT INTO performance (segment_id, category_id, entry_id, panel_size, tss, tes, pcs, deductions)"
        " SELECT f.segment_id, p.category_id, p.entry_id, 9, 95 - p.tss, 95 - p.tss, 0, 0"
        " FROM performance AS p, segment AS f WHERE f.kind = 'free' AND p.tss > 40"
    )
    found = rows(connection, "SELECT segments::int, total, rank::int FROM category_ranking ORDER BY entry_id")
    connection.rollback()  # the elements are missing
    assert found == [(2, 95, 1), (2, 95, 2), (1, 20, 3)]


def test_one_sheet_by_itself_says_the_same(
    connection: psycopg.Connection, tmp_path: Path, sheet: DataSet
) -> None:
    scored(sheet, "2", Segment(discipline="women"), "Bea SAMPLE")
    assert load(connection, sheet, tmp_path / "set").rejected == ()
    ids = [number for (number,) in rows(connection, "SELECT performance_id FROM performance")]
    for number in ids:
        alone = connection.execute("SELECT * FROM scored_sheets(ARRAY[%s::bigint])", (number,)).fetchall()
        among = connection.execute(
            "SELECT * FROM sheet_scoring WHERE performance_id = %s", (number,)
        ).fetchall()
        assert sorted(alone, key=str) == sorted(among, key=str)


@pytest.fixture(scope="module")
def real(server: Server, module_database: str, real_protocols: Path) -> str:
    with psycopg.connect(server.dsn(module_database)) as connection:
        assert import_protocols(connection, real_protocols, skip_bad=False, progress=lambda _: None).committed
    return module_database


def test_the_real_sheets_follow_the_rules(server: Server, real: str) -> None:
    with psycopg.connect(server.dsn(real)) as connection:
        counts = {rule: tuple(rest) for rule, *rest in rows(connection, COMPARED)}
        different = rows(connection, DIFFERENT)
    # A lift of pairs with the bonus of the second half, which had ended.
    assert different == [("base_value", 9, "8.25", "7.50")]
    assert counts.pop("base_value") == (15302, 15302, 15301)
    assert counts == {
        **dict.fromkeys(("goe", "panel_score"), (15302,) * 3),
        **dict.fromkeys(("factor", "panel_mark", "points"), (8630,) * 3),
        **dict.fromkeys(("tes", "pcs", "tss", "rank"), (1726,) * 3),
    }
