"""What real sheets hold beside the usual: other panels, seasons, names, statuses and blanks."""

from pathlib import Path

import psycopg
import pytest
from import_runs import assert_loads_once, load, value
from protocol_files import FIVE, THREE, DataSet, Segment, add_panel, add_scored, add_unscored

from fkplus.database.protocols import import_protocols
from fkplus.model.errors import BadInput

MEN = Segment()
FREE = Segment(segment="free")
DANCE = Segment(discipline="ice_dance")
NAMESAKE = (
    "WITH made AS (INSERT INTO person DEFAULT VALUES RETURNING person_id)"
    " INSERT INTO person_name (person_id, script, full_name) SELECT person_id, 'latin', 'Kim LEE' FROM made"
)


@pytest.mark.parametrize(
    ("segment", "judges", "names", "grade"),
    [
        (MEN, 7, FIVE, 3),
        (Segment(season="0506", event="Old Trophy", level="junior"), 12, FIVE, -3),
        (Segment(season="1819", event="New Trophy"), 9, FIVE, 5),
        (Segment(season="2526", event="Latest Trophy", discipline="women"), 9, THREE, -5),
        (Segment(season="2223", event="Small Trophy", level="novice"), 5, THREE, 0),
        (Segment(season="1112", event="Cup", level="Advanced Novice"), 8, FIVE, 1),
        (Segment(event="Team", team_event="1"), 9, FIVE, 1),
    ],
)
def test_cases_7_16_17_other_panels_seasons_and_levels(
    connection: psycopg.Connection,
    tmp_path: Path,
    segment: Segment,
    judges: int,
    names: tuple[str, ...],
    grade: int,
) -> None:
    data = DataSet()
    add_scored(data, "1", segment, "Ann EXAMPLE", judges=judges, component_names=names, grade=grade)
    assert_loads_once(connection, data, tmp_path / "set")


def test_case_17_compulsory_dance_has_four_components(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    names = ("Skating Skills", "Performance", "Interpretation", "Timing")
    segment = Segment(season="0809", discipline="ice_dance", segment="compulsory")
    add_scored(data, "1", segment, "Ann EXAMPLE / Bob SAMPLE", component_names=names)
    add_scored(
        data,
        "2",
        Segment(season="0809", discipline="ice_dance", segment="original"),
        "Ann EXAMPLE / Bob SAMPLE",
    )
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT count(*) FROM team") == 1


def test_case_17_historic_component_names(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    names = ("Skating Skills", "Transition / Linking Footwork", "Performance/Execution",
             "Choreography/Composition", "Interpretation of the Music / Timing")  # fmt: skip
    add_scored(data, "1", DANCE, "Ann EXAMPLE / Bob SAMPLE", component_names=names)
    assert_loads_once(connection, data, tmp_path / "set")
    kinds = "SELECT string_agg(kind, ' ' ORDER BY no) FROM component"
    assert value(connection, kinds) == "skating_skills transitions performance composition interpretation"


def test_cases_1_and_2_performances_without_scores(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    for number, status in enumerate(("WD", "DNQ", "DSQ"), start=1):
        add_scored(data, f"s{number}", MEN, f"Skater {status}", status="")
        add_unscored(data, f"f{number}", FREE, f"Skater {status}", status)
    # A disqualification years later leaves the base values and takes the marks.
    data.elements.append(
        {"performance_id": "f3", "no": "1", "code": "4T", "info": "", "base_value": "9.5", "second_half": "0",
         "goe": "", "panel_score": "", "marks": "-|-|-|-|-|-|-|-|-"}
    )  # fmt: skip
    assert_loads_once(connection, data, tmp_path / "set")
    statuses = "SELECT string_agg(published_name || '=' || status, ', ' ORDER BY status) FROM entry"
    assert value(connection, statuses) == "Skater DNQ=dnq, Skater DSQ=dsq, Skater WD=wd"


def test_cases_4_6_7_blank_slot_absent_marks_and_several_flags(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    data.elements[0] |= {"info": "!|q", "marks": "1|1|-|1|1|1|1|1|1"}
    blank = {
        "no": "3",
        "code": "",
        "base_value": "0.0",
        "goe": "0.00",
        "panel_score": "0",
        "marks": "|".join("-" * 9),
    }
    data.elements.append(data.elements[0] | blank)
    data.components[0]["marks"] = "7.25|-|7.25|7.25|7.25|7.25|7.25|7.25|7.25"
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT code IS NULL FROM element WHERE no = 3") is True
    assert value(connection, "SELECT count(*) FROM element_mark WHERE grade IS NULL") == 10


def test_extra_columns_byte_order_mark_and_no_officials(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE", surplus="?")
    directory = data.write(tmp_path / "set")
    path = directory / "performances.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    report = assert_loads_once(connection, data, directory)
    assert "performances.csv: columns not used: surplus" in report.notices
    assert any("officials.csv is missing" in notice for notice in report.notices)


def test_case_10_unknown_nation_becomes_a_country(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE", "XYZ")
    add_scored(data, "2", MEN, "Bea EXAMPLE", "")
    report = assert_loads_once(connection, data, tmp_path / "set")
    assert any("XYZ" in notice for notice in report.notices)
    assert value(connection, "SELECT standing FROM country WHERE country_code = 'XYZ'") == "unverified"


def test_cases_3_and_11_ties_share_a_rank_and_new_partners_make_a_new_team(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", DANCE, "Ann EXAMPLE / Bob SAMPLE")
    add_scored(data, "2", DANCE, "Ann EXAMPLE / Cid OTHER", "GER")
    later = Segment(discipline="ice_dance", event="Later Trophy")
    add_scored(data, "3", later, "Bob SAMPLE / Ann EXAMPLE")
    add_scored(data, "4", Segment(discipline="pairs"), "Ann EXAMPLE / Bob SAMPLE")
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT count(*) FROM person") == 3
    assert value(connection, "SELECT count(*) FROM team") == 3


def test_case_8_panels(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    add_panel(data, MEN, [
        ("Judge No.1", "Ida JUDGE", "ISU"), ("Judge No.2", "", "-"), ("Referee", "Ida JUDGE", "SUI"),
        ("Technical Specialist", "Tom FIRST", "USA"), ("Technical Specialist", "Tim SECOND", "CAN"),
        ("Assistant Technical Specialist", "Tam THIRD", "JPN"), ("Music", "Max PLAYER", "FRA"),
    ])  # fmt: skip
    assert_loads_once(connection, data, tmp_path / "set")
    seats = "SELECT string_agg(role || ' ' || seat_no, ', ' ORDER BY panel_seat_id) FROM panel_seat"
    assert value(connection, seats) == (
        "judge 1, judge 2, referee 1, technical_specialist 1, technical_specialist 2,"
        " assistant_technical_specialist 1, other 1"
    )
    # Seats alone may follow later, for a stored segment.
    more = DataSet(performances=data.performances, elements=data.elements, components=data.components)
    add_panel(more, MEN, [("Judge No.3", "Ann EXAMPLE", "FRA")])
    report = load(connection, more, tmp_path / "more")
    assert (report.counts[3].new, report.counts[0].new) == (1, 0)
    assert value(connection, "SELECT count(*) FROM import_run") == 2


def test_case_12_namesakes_are_told_apart_by_nation(connection: psycopg.Connection, tmp_path: Path) -> None:
    first = DataSet()
    add_scored(first, "1", MEN, "Kim LEE", "KOR")
    load(connection, first, tmp_path / "first")
    connection.execute(NAMESAKE)
    connection.commit()
    second = DataSet()
    add_scored(second, "1", Segment(event="Other Trophy"), "Kim LEE", "KOR")
    assert load(connection, second, tmp_path / "second").committed
    assert value(connection, "SELECT count(*) FROM team") == 1


def test_case_12_namesakes_with_results_are_told_apart_by_nation(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    first = DataSet()
    add_scored(first, "1", MEN, "Kim LEE", "KOR")
    add_scored(first, "2", MEN, "Kim LEI", "CHN")
    load(connection, first, tmp_path / "first")
    connection.execute(
        "INSERT INTO person_name (person_id, script, full_name)"
        " SELECT person_id, 'latin', 'Kim LEE' FROM person_name WHERE full_name = 'Kim LEI'"
    )
    connection.commit()
    second = DataSet()
    other = Segment(event="Other Trophy")
    add_scored(second, "1", other, "Kim LEE", "CHN")
    assert_loads_once(connection, second, tmp_path / "second")
    assert value(connection, "SELECT count(*) FROM team") == 2
    by_nation = "SELECT count(DISTINCT team_id) FROM entry WHERE country_code = 'CHN'"
    assert value(connection, by_nation) == 1
    third = DataSet()
    add_scored(third, "1", other, "Kim LEE", "USA")
    report = load(connection, third, tmp_path / "third")
    assert not report.committed
    assert [reject.line for reject in report.rejected] == [2]


def test_values_compare_as_values(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    load(connection, data, tmp_path / "set")
    data.performances[0]["tes"] += "0"
    data.components[0] |= {"factor": "0.80", "marks": "|".join(["7.250"] * 9)}
    data.performances[0]["performance_id"] = "another number"
    for row in data.elements + data.components:
        row["performance_id"] = "another number"
    report = load(connection, data, tmp_path / "again")
    assert report.rejected == ()
    assert not report.changed


def test_an_empty_data_set_and_no_directory(connection: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        import_protocols(connection, tmp_path / "nowhere", progress=lambda _: None)
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    directory = data.write(tmp_path / "set")
    for path in directory.iterdir():
        path.write_text(path.read_text().splitlines()[0] + "\n")
    report = import_protocols(connection, directory, progress=lambda _: None)
    assert (report.committed, report.changed) == (True, False)


def test_a_skate_under_another_spelling_is_said_and_can_be_mended(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    first, again = DataSet(), DataSet()
    add_scored(first, "1", MEN, "Yuzuru EXAMPLE", "JPN")
    add_scored(first, "2", MEN, "Shoma SAMPLE", "JPN", start_no="2")
    add_scored(again, "1", MEN, "EXAMPLE Yuzuru", "JPN")
    assert not [notice for notice in load(connection, first, tmp_path / "first").notices if "two" in notice]
    report = load(connection, again, tmp_path / "again")
    said = [notice for notice in report.notices if "two spellings" in notice]
    assert len(said) == 1
    assert 'performances.csv:2: "EXAMPLE Yuzuru" has' in said[0]
    assert 'scores of "Yuzuru EXAMPLE"' in said[0]
    connection.execute("DELETE FROM performance WHERE performance_id = 3")
    connection.execute(
        "SELECT merge_people(k.person_id, m.person_id) FROM person_name AS k, person_name AS m"
        " WHERE (k.full_name, m.full_name) = ('Yuzuru EXAMPLE', 'EXAMPLE Yuzuru')"
    )
    connection.commit()
    for data in (first, again):
        assert not load(connection, data, tmp_path / "later").changed
