"""Deductions, official errors, corrections and sources of sheets are stored as published."""

from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from contents import dump
from import_runs import assert_loads_once, load, value
from protocol_files import DataSet, Segment, add_panel, add_scored, add_unscored

from conftest import Server
from fkplus.database.protocols import import_protocols
from fkplus.model.errors import BadInput

MEN = Segment()
COMPULSORY = Segment(season="0809", discipline="ice_dance", segment="compulsory")
DEDUCTIONS = (
    "SELECT string_agg(concat_ws(' ', kind, points, '#' || count, votes_for || '/' || votes_of), ', '"
    " ORDER BY no) FROM deduction"
)


def one(number: str = "1", **columns: str) -> DataSet:
    data = DataSet()
    add_scored(data, number, MEN, "Ann EXAMPLE", **columns)
    return data


@pytest.mark.parametrize(
    ("total", "text", "stored"),
    [
        ("1.00", "Falls: -1.00 (1)", "fall 1.00 #1"),
        ("-1.00", "Time violation -1.00", "time_violation 1.00"),
        ("3.00", "Falls 2.00 (2), Late start -1.00", "fall 2.00 #2, late_start 1.00"),
        ("1.00", "Costume failure (1 of 10) 0.00 Falls : -1.00", "costume_failure 0.00 1/10, fall 1.00"),
        ("2.00", "Illegal element|something new -2.00", "illegal_element, other 2.00"),
        ("1.00", "a judge's handwriting", "other"),
        ("0.00", "-", None),
    ],
)
def test_deduction_texts(
    connection: psycopg.Connection, tmp_path: Path, total: str, text: str, stored: str | None
) -> None:
    data = one(deductions=total.lstrip("-"), deduction_text=text)
    data.performances[0]["deductions"] = total
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, DEDUCTIONS) == stored
    assert value(connection, "SELECT deductions FROM performance") == abs(Decimal(total))


def test_words_that_contradict_the_total_are_kept_and_reported(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = one(deductions="1.00", deduction_text="Falls -2.00 (2)")
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT deductions - recomputed_deductions FROM deduction_difference") == -1
    reason = "the sheet deducts 1.00, its words add up to 2.00"
    assert value(connection, "SELECT override_reason FROM deduction_difference") == reason


def test_an_override_lets_a_sheet_contradict_itself(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one()
    data.performances[0] |= {"tss": "99.99"}
    data.elements[0] |= {"panel_score": "11.01"}
    data.elements[1] |= {"marks": "1|1"}
    data.components[0] |= {"marks": "7.25|7.25"}
    refused = load(connection, data, tmp_path / "set")
    assert {(reject.file, reject.line) for reject in refused.rejected} >= {
        ("performances.csv", 2),
        ("elements.csv", 2),
    }
    for row in (data.performances[0], *data.elements, data.components[0]):
        row["override_reason"] = " as published "
    assert load(connection, data, tmp_path / "set").committed
    assert value(connection, "SELECT count(*) FROM element WHERE override_reason = 'as published'") == 2
    assert not load(connection, data, tmp_path / "set").changed
    data.elements[0]["override_reason"] = "another reason"
    assert len(load(connection, data, tmp_path / "set").rejected) == 1


def test_a_reason_lifts_no_range(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one(override_reason="as published")
    data.elements[0] |= {"marks": "4|1|1|1|1|1|1|1|1", "override_reason": "as published"}
    report = load(connection, data, tmp_path / "set")
    assert [(reject.file, reject.line) for reject in report.rejected] == [("elements.csv", 2)]


def corrected(data: DataSet) -> DataSet:
    """The first element got 0.30 more, and with it the totals."""
    data.elements[0] |= {"goe": "1.00", "panel_score": "11.30", "marks": "2|1|1|1|1|1|1|1|2"}
    data.performances[0] |= {"tes": "14.55", "tss": "42.55", "rank": "2"}
    data.performances[0]["deductions"] = "1.00"
    data.performances[0]["deduction_text"] = "Falls -1.00 (1)"
    return data


def test_a_corrected_sheet_replaces_the_former_one_which_is_kept(
    server: Server, database: str, connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = one()
    add_scored(data, "2", MEN, "Bea EXAMPLE")
    load(connection, data, tmp_path / "set")
    former = value(connection, "SELECT performance_sheet(1)")
    before = dump(server, database, with_sequences=False)
    refused = load(connection, corrected(data), tmp_path / "set")
    assert not refused.committed
    assert all(reject.is_correction for reject in refused.rejected)
    assert dump(server, database, with_sequences=False) == before
    report = load(connection, data, tmp_path / "set", corrected="an input mistake")
    assert (report.committed, report.rejected) == (True, ())
    counts = [(c.new, c.already_present, c.corrected) for c in report.counts]
    assert counts == [(0, 1, 1), (0, 2, 2), (0, 5, 5), (0, 0, 0)]
    assert value(connection, "SELECT sheet FROM performance_revision") == former
    kept = "SELECT concat_ws(' ', performance_id, revision, reason, import_run_id) FROM performance_revision"
    assert value(connection, kept) == "1 1 an input mistake 2"
    assert value(connection, "SELECT tss FROM performance WHERE performance_id = 1") == Decimal("42.55")
    assert value(connection, DEDUCTIONS) == "fall 1.00 #1"
    assert not load(connection, data, tmp_path / "set", corrected="again").changed
    # And back, by hand.
    back = "SELECT replace_performance(1, sheet, 'it was right') FROM performance_revision WHERE revision = 1"
    assert connection.execute(back).fetchone() == (2,)
    connection.commit()
    assert value(connection, "SELECT performance_sheet(1)") == former


def test_a_corrected_sheet_obeys_the_rules(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one()
    load(connection, data, tmp_path / "set")
    corrected(data).performances[0]["tes"] = "14.56"
    data.performances[0]["tss"] = "42.56"
    report = load(connection, data, tmp_path / "set", corrected="an input mistake")
    assert [reject.reason for reject in report.rejected] == ["tes is 14.56, its elements add up to 14.55"]
    assert value(connection, "SELECT count(*) FROM performance_revision") == 0


def test_a_later_disqualification_is_a_correction(connection: psycopg.Connection, tmp_path: Path) -> None:
    load(connection, one(), tmp_path / "set")
    later = DataSet()
    add_unscored(later, "1", MEN, "Ann EXAMPLE", "DSQ")
    later.elements = [one().elements[0] | {"goe": "", "panel_score": "", "marks": "|".join("-" * 9)}]
    directory = later.write(tmp_path / "later")
    header = "performance_id,no,component,factor,panel_mark,marks\n"
    (directory / "components.csv").write_text(header)
    assert not import_protocols(connection, directory, progress=lambda _: None).committed
    report = import_protocols(connection, directory, corrected="CAS 2023", progress=lambda _: None)
    assert report.committed
    assert value(connection, "SELECT status FROM entry") == "dsq"
    assert value(connection, "SELECT sheet #>> '{performance,tss}' FROM performance_revision") == "43.25"
    # The verdict is quashed.
    load(connection, one(), tmp_path / "set", corrected="quashed")
    assert value(connection, "SELECT status FROM entry") == "ok"
    assert value(connection, "SELECT count(*) FROM performance_revision") == 2


def test_a_correction_needs_a_reason(connection: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        load(connection, one(), tmp_path / "set", corrected=" ")


def test_sources_are_kept_once(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = one(source="https://example.org/sheet.pdf")
    add_scored(data, "2", MEN, "Bea EXAMPLE", source=" https://example.org/sheet.pdf ")
    add_scored(data, "3", MEN, "Cat EXAMPLE")
    assert_loads_once(connection, data, tmp_path / "set")
    assert value(connection, "SELECT count(*) FROM source_document") == 1
    assert value(connection, "SELECT count(source_document_id) FROM performance") == 2


def test_two_compulsory_dances(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    names = ("Skating Skills", "Performance", "Interpretation", "Timing")
    for number, columns in enumerate(({"dance": "Golden Waltz"}, {"dance": "Rhumba"}), start=1):
        add_scored(
            data, str(number), COMPULSORY, "Ann EXAMPLE / Bob SAMPLE", component_names=names, **columns
        )
    add_panel(data, COMPULSORY, [("Referee", "Ida JUDGE", "SUI"), ("Referee", "Eva JUDGE", "SUI")])
    data.officials[0]["dance"], data.officials[1]["dance"] = "golden waltz", "Rhumba"
    assert_loads_once(connection, data, tmp_path / "set")
    # The second one alone, as a file by itself names it.
    data.performances.pop(0)
    data.elements, data.components = data.elements[2:], data.components[4:]
    data.performances[0] |= {"ordinal": "2", "dance": ""}
    data.officials.clear()
    assert not load(connection, data, tmp_path / "second").changed
    dances = "SELECT string_agg(ordinal || ' ' || dance, ', ' ORDER BY ordinal) FROM segment"
    assert value(connection, dances) == "1 Golden Waltz, 2 Rhumba"
    seats = "SELECT count(DISTINCT segment_id) FROM panel_seat WHERE seat_no = 1"
    assert value(connection, seats) == 2
    data.performances[0]["dance"] = "Tango"
    assert "Rhumba" in load(connection, data, tmp_path / "third").rejected[0].reason


def test_seats_are_known_shuffled_or_anonymous_by_season(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    for number, season in enumerate(("0809", "2009-10", "2015/16", "2016-2017"), start=1):
        add_scored(data, str(number), Segment(season=season, event=f"Cup {number}"), "Ann EXAMPLE")
    assert_loads_once(connection, data, tmp_path / "set")
    identities = "SELECT string_agg(seat_identity, ' ' ORDER BY segment_id) FROM segment"
    assert value(connection, identities) == "anonymous shuffled shuffled known"
