"""The awkward cases of real judging protocols, by their numbers: each loads and reads back, or is refused."""

from pathlib import Path

import psycopg
import pytest
from import_runs import assert_loads_once, load, value
from protocol_files import FIVE, DataSet, Segment, add_panel, add_scored, add_unscored

MEN = Segment()
FREE = Segment(segment="free")
SENIOR_FINAL = Segment(event="Grand Prix Final", discipline="pairs")
JUNIOR_FINAL = Segment(event="Grand Prix Final", discipline="pairs", level="junior")


def element(data: DataSet, number: str, no: int, **columns: str) -> None:
    """Add an element of no value to a performance, but for what `columns` say."""
    usual = {"performance_id": number, "no": str(no), "code": "", "info": "", "base_value": "0",
             "second_half": "0", "goe": "0", "panel_score": "0", "marks": "|".join("-" * 9)}  # fmt: skip
    data.elements.append(usual | columns)


def one() -> DataSet:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    return data


def test_case_1_withdrawn_before_between_and_during(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_unscored(data, "1", MEN, "Before EVENT", "W/D")
    add_scored(data, "2", MEN, "After SHORT", status="OK")
    add_unscored(data, "3", FREE, "After SHORT", " wd ")
    add_unscored(data, "4", MEN, "During PROGRAMME", "WD")
    element(data, "4", 1, code="4T", base_value="9.5", goe="", panel_score="", marks="-")
    add_scored(data, "5", MEN, "Not QUALIFIED", start_no="")
    add_unscored(data, "6", FREE, "Not QUALIFIED", "DNQ")
    assert_loads_once(connection, data, tmp_path / "set")
    statuses = "SELECT string_agg(published_name || ' ' || status, ', ' ORDER BY entry_id) FROM entry"
    assert value(connection, statuses) == (
        "Before EVENT wd, After SHORT wd, During PROGRAMME wd, Not QUALIFIED dnq"
    )
    placed = (
        "SELECT string_agg(published_name, ', ') FROM standing JOIN entry USING (entry_id) WHERE place > 0"
    )
    assert value(connection, placed) is None


def test_case_2_disqualified_sheets_keep_base_values_and_the_gap(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE", rank="2")
    add_unscored(data, "2", MEN, "Bea EXAMPLE", "DSQ")
    element(data, "2", 1, code="4S", base_value="9.7", goe="-", panel_score="-")
    assert_loads_once(connection, data, tmp_path / "set")
    kept = "SELECT base_value || ' ' || cardinality(marks) || coalesce(goe::text, '') FROM element"
    assert value(connection, f"{kept} WHERE performance_id = 2") == "9.7 9"
    assert value(connection, "SELECT min(rank) FROM performance") == 2


def test_case_3_ties_share_a_rank(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    for number in "12":
        add_scored(data, number, MEN, f"Skater N{number}")
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT string_agg(rank::text, ' ') FROM performance") == "1 1"
    assert value(connection, "SELECT string_agg(place::text, ' ') FROM standing") == "1 1"


def test_case_4_blank_slots_and_elements_without_value(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = one()
    element(data, "1", 3)
    element(data, "1", 4, base_value="-", goe="", panel_score="", marks="")
    element(data, "1", 5, code="3F*", info="*", marks="0|0|0|0|0|0|0|0|0")
    element(data, "1", 6, code="3Lz+2T*", info="*", marks="|".join("0" * 9), base_value="0.00")
    data.elements[-1] |= {"base_value": "6", "panel_score": "6.0"}
    data.performances[0] |= {"tes": "20.25", "tss": "49.25"}
    assert_loads_once(connection, data, tmp_path / "set")
    blank = "SELECT string_agg(no || ':' || base_value || ':' || cardinality(marks), ' ' ORDER BY no)"
    assert value(connection, f"{blank} FROM element WHERE code IS NULL") == "3:0:9 4:0:0"
    wrong = one()
    element(wrong, "1", 3, goe="1", panel_score="1")
    wrong.performances[0] |= {"event": "Other Trophy", "tes": "15.25", "tss": "44.25"}
    reasons = [reject.reason for reject in load(connection, wrong, tmp_path / "wrong").rejected]
    assert len(reasons) == 1
    assert "without base value" in reasons[0]


def test_case_5_low_scores(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one()
    element(data, "1", 3, code="1A<<", base_value="0.3", goe="-0.30", marks="|".join(["-3"] * 9))
    element(data, "1", 4, code="Li+TRANS", marks="|".join("0" * 9))
    assert_loads_once(connection, data, tmp_path / "set")
    data.elements[2] |= {"goe": "-0.40", "panel_score": "-0.10"}
    data.performances[0] |= {"event": "Other Trophy", "tes": "14.15", "tss": "43.15"}
    report = load(connection, data, tmp_path / "below")
    assert [reject.line for reject in report.rejected] == [4]
    assert "not negative" in report.rejected[0].reason


@pytest.mark.parametrize("flags", ["!|q", "q,<", "F !|<", ">", "S", "F", "<<", "e", "*"])
def test_case_6_flags_stay_as_printed(connection: psycopg.Connection, tmp_path: Path, flags: str) -> None:
    data = one()
    data.elements[0] |= {"code": " 3Lz!q ", "info": f" {flags} "}
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT code || ' ' || info FROM element WHERE no = 1") == f"3Lz!q {flags}"


def test_case_7_a_judge_removed_for_a_segment_or_a_skater(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    for number, name in (("1", "Ann EXAMPLE"), ("2", "Bea EXAMPLE")):
        add_scored(data, number, MEN, name)
    for row in data.elements + data.components:
        marks = row["marks"].split("|")
        marks[5] = "-"
        if row["performance_id"] == "2":
            marks[2] = " - "
        row["marks"] = "|".join(marks)
    assert_loads_once(connection, data, tmp_path / "set")
    absent = "SELECT string_agg(DISTINCT performance_id || ':' || seat_no, ' ') FROM element_mark"
    assert value(connection, f"{absent} WHERE grade IS NULL") == "1:6 2:3 2:6"
    for judges in (3, 15):
        small = DataSet()
        add_scored(small, "1", Segment(event=f"Panel of {judges}"), "Ann EXAMPLE", judges=judges)
        assert load(connection, small, tmp_path / f"of {judges}").committed
    wrong = DataSet()
    add_scored(wrong, "1", Segment(event="Panel of 16"), "Ann EXAMPLE", judges=16)
    assert "3 to 15 judges" in load(connection, wrong, tmp_path / "of 16").rejected[0].reason


def test_case_8_anonymous_seats_and_judges_of_the_isu(connection: psycopg.Connection, tmp_path: Path) -> None:
    old, new = Segment(season="1011", event="Old Cup"), Segment(event="New Cup")
    data = DataSet()
    add_scored(data, "1", old, "Ann EXAMPLE")
    add_scored(data, "2", new, "Ann EXAMPLE")
    add_panel(data, old, [("Judge No.1", "Ida JUDGE", "ISU"), ("Judge No.2", "-", "")])
    add_panel(data, new, [("Judge No.1", "Ida JUDGE", "sui"), ("Judge No.2", "", "-")])
    assert_loads_once(connection, data, tmp_path / "set")
    seats = (
        "SELECT string_agg(concat_ws(' ', seat_identity, person_id IS NOT NULL, nation), ', '"
        " ORDER BY panel_seat_id) FROM panel_seat JOIN segment USING (segment_id)"
    )
    assert value(connection, seats) == "shuffled t ISU, shuffled f, known t SUI, known f"
    # One person, whatever the nation on the sheet.
    assert value(connection, "SELECT count(DISTINCT person_id) FROM panel_seat") == 1


def test_case_9_both_levels_and_team_events(connection: psycopg.Connection, tmp_path: Path) -> None:
    team_men, team_men_free = Segment(team_event="1"), Segment(team_event="1", segment="free")
    data = DataSet()
    add_scored(data, "1", SENIOR_FINAL, "Ann EXAMPLE / Bob SAMPLE")
    add_scored(data, "2", JUNIOR_FINAL, "Cat EXAMPLE / Dan SAMPLE")
    # The same man by himself, in the team event, in its pairs, and replaced for its free segment.
    add_scored(data, "3", MEN, "Bob SAMPLE")
    add_scored(data, "4", team_men, "Bob SAMPLE")
    add_scored(data, "5", Segment(team_event="1", discipline="pairs"), "Ann EXAMPLE / Bob SAMPLE")
    add_scored(data, "6", team_men_free, "Max RESERVE")
    assert_loads_once(connection, data, tmp_path / "set")
    categories = "SELECT string_agg(concat_ws(' ', level, discipline, team_event), ', ' ORDER BY category_id)"
    assert value(connection, f"{categories} FROM category") == (
        "senior pairs f, junior pairs f, senior men f, senior men t, senior pairs t"
    )
    reserves = "SELECT count(*) FROM entry JOIN category USING (category_id) WHERE team_event"
    assert value(connection, f"{reserves} AND entry.discipline = 'men'") == 2
    assert value(connection, "SELECT count(*) FROM person") == 5


def test_case_10_the_nation_belongs_to_the_entry(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    for number, nation in enumerate(("RUS", "OAR", "FSR", "rus "), start=1):
        add_scored(data, str(number), Segment(event=f"Cup {number}"), "Ann EXAMPLE", nation)
    assert_loads_once(connection, data, tmp_path / "set")
    nations = "SELECT string_agg(country_code, ' ' ORDER BY entry_id) FROM entry"
    assert value(connection, nations) == "RUS OAR FSR RUS"
    assert value(connection, "SELECT count(*) FROM person") == 1


@pytest.mark.parametrize(
    ("printed", "given", "family"),
    [
        ("HANYU Yuzuru", "Yuzuru", "HANYU"),
        ("Lindsay  van\u00a0ZUNDERT ", "Lindsay", "van ZUNDERT"),
        ("Romain le GAC", "Romain", "le GAC"),
        ("Hau Yin LEE", "Hau Yin", "LEE"),
    ],
)
def test_case_12_orders_and_particles_of_names(
    connection: psycopg.Connection, tmp_path: Path, printed: str, given: str, family: str
) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, printed)
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT given_name FROM person_name") == given
    assert value(connection, "SELECT family_name FROM person_name") == family


def test_case_12_no_utf8_is_refused_by_line(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    path = data.write(tmp_path / "set") / "performances.csv"
    path.write_bytes(path.read_bytes().replace(b"Ann", "Änn".encode("latin-1")))
    with pytest.raises(Exception, match="line 2: the text is not UTF-8"):
        load(connection, DataSet(), tmp_path / "set")


def test_case_13_compulsory_dances_are_told_apart(connection: psycopg.Connection, tmp_path: Path) -> None:
    segment = Segment(season="0809", discipline="ice_dance", segment="compulsory dance")
    data = DataSet()
    for ordinal, dance in enumerate(("Viennese Waltz", "Finnstep"), start=1):
        columns = {"ordinal": str(ordinal), "dance": dance}
        add_scored(
            data, str(ordinal), segment, "Ann EXAMPLE / Bob SAMPLE", component_names=FIVE[:4], **columns
        )
        data.elements[-1] |= {"code": "1S1"}
    assert_loads_once(connection, data, tmp_path / "set")
    code = "SELECT string_agg(dance, ' ' ORDER BY ordinal) FROM segment JOIN performance USING (segment_id)"
    assert value(connection, f"{code} JOIN element USING (performance_id) WHERE code = '1S1'") == (
        "Viennese Waltz Finnstep"
    )


def test_case_15_signs_votes_and_numbers_in_brackets(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    # The fourth fall of an ISU sheet, and four points at the Olympic Games of 2018.
    for number, (total, text) in enumerate(
        (("1.00", "Falls 1.00"), ("-6.00", "Falls -6.00 (4)"), ("4.00", "Falls -4.00 (4)"),
         ("0", "Costume/prop violation (1 of 10) 0.00"))
    ):  # fmt: skip
        cup = Segment(event=f"Cup {number}")
        add_scored(data, str(number), cup, "Ann EXAMPLE", deductions=total.lstrip("-"), deduction_text=text)
        data.performances[-1]["deductions"] = total
    assert_loads_once(connection, data, tmp_path / "set")
    read = "SELECT string_agg(concat_ws(' ', points, count, votes_for), ', ' ORDER BY performance_id)"
    assert value(connection, f"{read} FROM deduction") == "1.00, 6.00 4, 4.00 4, 0.00 1"


def test_case_16_a_postponed_event_keeps_its_season(connection: psycopg.Connection, tmp_path: Path) -> None:
    # Written in the four ways that exporters use.
    data = DataSet()
    for number, season in enumerate(("2021", "2020/21", "2020-21", "2020-2021"), start=1):
        add_scored(data, str(number), Segment(season=season, event=f"Cup {number}"), "Ann EXAMPLE")
    assert_loads_once(connection, data, tmp_path / "set")
    connection.execute("UPDATE event SET starts_on = '2021-10-01', ends_on = '2021-10-03'")
    connection.commit()
    assert value(connection, "SELECT count(*) FROM event WHERE season = 2020") == 4


def test_case_17_sheets_without_components(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one()
    add_unscored(data, "2", MEN, "Bea EXAMPLE", "DSQ")
    assert_loads_once(connection, data, tmp_path / "set")
    data.components.pop()
    data.performances[0]["event"] = "Other Trophy"
    report = load(connection, data, tmp_path / "four")
    assert [reject.reason for reject in report.rejected] == ["pcs is 29.00, its components add up to 23.20"]


def test_case_18_corrected_and_erroneous_sheets(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one()
    assert_loads_once(connection, data, tmp_path / "set")
    data.performances[0] |= {"tss": "43.26"}
    assert not load(connection, data, tmp_path / "set").committed
    data.performances[0] |= {"override_reason": "the published total is 0.01 too high"}
    assert not load(connection, data, tmp_path / "set").committed
    report = load(connection, data, tmp_path / "set", corrected="an input mistake")
    assert report.counts[0].corrected == 1
    assert value(connection, "SELECT sheet #>> '{performance,tss}' FROM performance_revision") == "43.25"
    assert value(connection, "SELECT tss::text FROM performance") == "43.26"


def test_case_19_a_mark_of_zero_is_no_mark_of_a_component(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = one()
    data.components[0]["marks"] = "7.25|0.00|7.25|7.25|7.25|7.25|7.25|7.25|0"
    data.elements[0]["marks"] = "1|0|1|1|1|1|1|1|0"
    assert_loads_once(connection, data, tmp_path / "set")
    marks = "SELECT count(mark) || ' ' || avg(mark)::numeric(4, 2) FROM component_mark WHERE no = 1"
    assert value(connection, marks) == "7 7.25"
    assert value(connection, "SELECT count(grade) FROM element_mark WHERE no = 1") == 9
