"""Standings follow the rules until people decide otherwise, and programmes and bests lead to their team."""

from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from import_runs import load, value
from protocol_files import DataSet, Segment, add_scored, add_unscored

SHORT = Segment()
FREE = Segment(segment="free")
STANDING = (
    "SELECT string_agg(concat_ws(' ', published_name, place, s.total, nullif(s.status, 'ok')), ', '"
    " ORDER BY place, published_name) FROM standing AS s JOIN entry USING (entry_id)"
)
NAMES = "ABCDEFGH"


def field(
    short: dict[str, str | None], free: dict[str, str | None], *, event: str = "Test Trophy 2016"
) -> DataSet:
    """Skaters with what they get for their elements beside 14.25; None: status WD."""
    data = DataSet()
    for kind, points in (("short", short), ("free", free)):
        for name, more in points.items():
            number = f"{kind}{name}"
            if more is None:
                add_unscored(data, number, Segment(segment=kind, event=event), f"{name} SKATER", "WD")
                continue
            add_scored(data, number, Segment(segment=kind, event=event), f"{name} SKATER")
            tes = Decimal("11.00") + Decimal(more)
            data.elements[-1] |= {"base_value": more, "goe": "0", "panel_score": more}
            data.performances[-1] |= {"tes": str(tes), "tss": str(tes + 29)}
    return data


def test_the_total_decides_then_the_free_segment_then_places_are_shared(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = field(
        {"A": "5.00", "B": "6.00", "C": "5.00", "D": "5.00"},
        {"A": "6.00", "B": "5.00", "C": "5.00", "D": "5.00"},
    )
    load(connection, data, tmp_path / "set")
    assert value(connection, STANDING) == (
        "A SKATER 1 91.00, B SKATER 2 91.00, C SKATER 3 90.00, D SKATER 3 90.00"
    )


def test_who_did_not_finish_has_no_place_and_who_was_cut_stands_behind(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    # C withdrew in words, D without a word (its short is better than that of a finalist), E and F were cut.
    short = {"A": "5.00", "B": "4.00", "C": "4.50", "D": "4.75", "E": "3.00", "F": "2.00"}
    load(connection, field(short, {"A": "1.00", "B": "3.00", "C": None}), tmp_path / "set")
    assert value(connection, STANDING) == (
        "B SKATER 1 87.00, A SKATER 2 86.00, E SKATER 3 43.00 fnr, F SKATER 4 42.00 fnr,"
        " C SKATER wd, D SKATER"
    )


def test_who_was_cut_keeps_the_place_of_the_short_segment_also_where_the_sheets_say_so(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = field({"A": "5.00", "B": "4.00", "E": "3.00", "F": "2.00"}, {"A": "1.00", "B": "3.00"})
    for name, status in (("E", "FNR"), ("F", "DNQ")):
        free = Segment(segment="free", event="Test Trophy 2016")
        add_unscored(data, f"free{name}", free, f"{name} SKATER", status)
    load(connection, data, tmp_path / "set")
    assert value(connection, STANDING) == (
        "B SKATER 1 87.00, A SKATER 2 86.00, E SKATER 3 43.00 fnr, F SKATER 4 42.00 fnr"
    )


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("Autumn Classic International 2017", "other"),
        ("U.S. International Figure Skating Classic 2016", "other"),
        ("Russian Nationals 2017", "national"),
        ("2018 U.S. National Championships", "national"),
    ],
)
def test_an_international_event_is_no_national_one(
    connection: psycopg.Connection, tmp_path: Path, event: str, kind: str
) -> None:
    load(connection, field({"A": "1.00"}, {}, event=event), tmp_path / "set")
    assert value(connection, "SELECT kind FROM event") == kind


def test_a_name_is_the_same_however_its_accents_are_saved(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    for number, name in enumerate(("Loena Élodie", "Loena E\u0301lodie")):
        data = field({"A": "1.00"}, {})
        for performance in data.performances:
            performance["name"] = name
        load(connection, data, tmp_path / str(number))
    assert value(connection, "SELECT count(*) FROM person") == 1


def test_a_short_segment_alone_is_ranked_by_itself(connection: psycopg.Connection, tmp_path: Path) -> None:
    load(connection, field({"A": "1.00", "B": "2.00"}, {}), tmp_path / "set")
    assert value(connection, STANDING) == "B SKATER 1 42.00, A SKATER 2 41.00"
    # The free segment follows in another import: a new revision.
    later = field({"A": "1.00", "B": "2.00"}, {"A": "5.00", "B": "1.00"})
    load(connection, later, tmp_path / "later")
    assert value(connection, STANDING) == "A SKATER 1 86.00, B SKATER 2 83.00"
    assert value(connection, "SELECT max(revision) FROM standing_decision") == 2
    load(connection, later, tmp_path / "later")
    assert value(connection, "SELECT count(*) FROM standing_decision") == 2


def test_equal_short_segments_are_told_apart_by_their_elements(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    # C has the total of B with fewer elements and no deduction; D is equal to C in all.
    data = field({"A": "5.00", "B": "3.00", "C": "2.00", "D": "2.00"}, {"A": "5.00"})
    for performance in data.performances[1:2]:
        performance |= {"deductions": "1.00", "tss": "42.00"}
    load(connection, data, tmp_path / "set")
    assert value(connection, STANDING) == (
        "A SKATER 1 90.00, B SKATER 2 42.00 fnr, C SKATER 3 42.00 fnr, D SKATER 3 42.00 fnr"
    )


def test_a_ruling_stands_against_imports_until_people_decide_anew(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = field({"A": "1.00", "B": "2.00"}, {"A": "1.00", "B": "2.00"})
    load(connection, data, tmp_path / "set")
    # As after the Olympic team event of 2022: nobody moves up.
    connection.execute(
        "INSERT INTO standing_decision (category_id, revision, reason) VALUES (1, 2, 'CAS 2023/A/9451')"
    )
    connection.execute(
        "INSERT INTO standing_place SELECT 2, category_id, entry_id, nullif(place, 1),"
        " CASE WHEN place > 1 THEN total END, CASE place WHEN 1 THEN 'dsq' ELSE 'ok' END FROM standing_place"
    )
    connection.commit()
    ruled = "A SKATER 2 82.00, B SKATER dsq"
    assert value(connection, STANDING) == ruled
    data.performances[0] |= {"deductions": "1.00", "tss": "40.00"}
    load(connection, data, tmp_path / "set", corrected="a fall was overlooked")
    assert value(connection, STANDING) == ruled
    assert connection.execute("SELECT decide_standing(1, 'the ruling is quashed')").fetchone() == (3,)
    assert connection.execute("SELECT decide_standing(1, 'once more')").fetchone() == (3,)
    connection.commit()
    assert value(connection, STANDING) == "B SKATER 1 84.00, A SKATER 2 81.00"


def test_a_disqualification_moves_the_others_up_by_the_rules(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    load(connection, field({"A": "1.00", "B": "2.00"}, {"A": "1.00", "B": "2.00"}), tmp_path / "set")
    connection.execute("UPDATE entry SET status = 'dsq' WHERE published_name = 'B SKATER'")
    proposed = connection.execute("SELECT place, status FROM propose_standing(1) ORDER BY place").fetchall()
    assert proposed == [(1, "ok"), (None, "dsq")]
    connection.rollback()


def test_parts_of_a_team_event_have_no_standing(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", Segment(team_event="1"), "Ann EXAMPLE")
    load(connection, data, tmp_path / "set")
    assert value(connection, "SELECT count(*) FROM standing") == 0


def bests(connection: psycopg.Connection, view: str) -> object:
    return value(
        connection,
        "SELECT string_agg(concat_ws(' ', season, segment_kind, goe_limit, tss), ', '"
        f" ORDER BY season, segment_kind) FROM {view} JOIN entry USING (team_id)"
        " WHERE published_name = 'A SKATER' AND entry.category_id = 1",
    )


def test_bests_by_era_season_and_segment(connection: psycopg.Connection, tmp_path: Path) -> None:
    load(connection, field({"A": "5.00"}, {"A": "5.00"}), tmp_path / "one")
    load(connection, field({"A": "6.00"}, {"A": "1.00"}, event="Other Trophy"), tmp_path / "two")
    load(connection, field({"A": "9.00"}, {"A": "9.00"}, event="National Championships"), tmp_path / "three")
    newer = field({"A": "1.00"}, {}, event="New Trophy")
    for row in newer.performances:
        row["season"] = "1819"
    load(connection, newer, tmp_path / "four")
    expected = "2016 free 3 45.00, 2016 short 3 46.00, 2016 total 3 90.00, 2018 short 5 41.00"
    assert bests(connection, "personal_best") == expected
    assert bests(connection, "season_best") == expected


def test_the_card_of_an_athlete(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", Segment(discipline="pairs"), "Ann EXAMPLE / Bob SAMPLE", "FRA")
    add_scored(data, "2", SHORT, "Bob SAMPLE", "FRA")
    load(connection, data, tmp_path / "set")
    connection.execute(
        "INSERT INTO person_name (person_id, script, full_name, is_primary)"
        " SELECT person_id, 'cyrillic', 'Боб САМПЛ', true FROM person_name WHERE full_name = 'Bob SAMPLE';"
        " INSERT INTO person DEFAULT VALUES;"
        " INSERT INTO person_name (person_id, script, full_name, is_primary)"
        " SELECT max(person_id), 'latin', 'Cora COACH', true FROM person;"
        " INSERT INTO team_coach (team_id, person_id, during)"
        " SELECT team.team_id, max(person_id), '(,)' FROM team, person"
        " WHERE kind = 'single' GROUP BY team.team_id"
    )
    row = connection.execute(
        "SELECT name_cyrillic, country_codes, coaches, jsonb_array_length(teams),"
        " jsonb_array_length(personal_bests)"
        " FROM athlete_card WHERE name_latin = 'Bob SAMPLE'"
    ).fetchone()
    assert row == ("Боб САМПЛ", ["FRA"], ["Cora COACH"], 2, 2)
    assert connection.execute("SELECT count(*) FROM athlete_card").fetchone() == (2,)
    connection.rollback()


def test_a_performance_takes_the_team_of_its_programme(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    load(connection, field({"A": "1.00", "B": "2.00"}, {}), tmp_path / "set")
    connection.execute(
        "INSERT INTO programme (team_id, season, kind) SELECT team_id, 2016, 'short' FROM entry"
    )
    connection.execute(
        "UPDATE performance AS p SET programme_id = g.programme_id"
        " FROM entry AS e JOIN programme AS g USING (team_id) WHERE e.entry_id = p.entry_id"
    )
    connection.commit()
    own = "SELECT count(*) FROM performance JOIN entry USING (entry_id) WHERE programme_team_id = team_id"
    assert value(connection, own) == 2
