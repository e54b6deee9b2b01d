"""Two forms of a name that are one person become one, with all that hangs on them, or are refused."""

from pathlib import Path

import psycopg
import pytest
from import_runs import load, value
from protocol_files import DataSet, Segment, add_panel, add_scored

SHORT = Segment()
FREE = Segment(segment="free")
OTHER = Segment(event="Other Trophy")


def merge(connection: psycopg.Connection, kept: str, merged: str) -> None:
    find = "(SELECT person_id FROM person_name WHERE full_name = %s)"
    connection.execute(f"SELECT merge_people({find}, {find})".encode(), [kept, merged])
    connection.commit()


def test_case_12_two_forms_of_a_name_become_one_person(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", SHORT, "Yuzuru HANYU", "JPN")
    add_scored(data, "2", FREE, "HANYU Yuzuru", "JPN")
    add_scored(data, "3", OTHER, "HANYU Yuzuru", "JPN")
    add_scored(data, "4", SHORT, "Shoma UNO", "JPN")
    add_panel(data, SHORT, [("Referee", "HANYU Yuzuru", "JPN")])
    load(connection, data, tmp_path / "set")
    merge(connection, "Yuzuru HANYU", "HANYU Yuzuru")
    assert value(connection, "SELECT count(*) FROM person") == 2
    assert value(connection, "SELECT count(*) FROM team") == 2
    assert value(connection, "SELECT count(*) FROM entry WHERE team_id = 1") == 2
    assert (
        value(connection, "SELECT count(*) FROM performance JOIN entry USING (entry_id) WHERE team_id = 1")
        == 3
    )
    assert value(connection, "SELECT count(*) FROM panel_seat WHERE person_id = 1") == 1
    primary = "SELECT string_agg(full_name, ', ') FROM person_name WHERE person_id = 1 AND is_primary"
    assert value(connection, primary) == "Yuzuru HANYU"
    # The files still say the same, and both forms are found.
    assert not load(connection, data, tmp_path / "set").changed
    places = "SELECT string_agg(place::text, ' ' ORDER BY place) FROM propose_standing(1)"
    assert value(connection, places) == "1 2"


def test_case_12_partners_and_programmes_follow(connection: psycopg.Connection, tmp_path: Path) -> None:
    dance, later = Segment(discipline="ice_dance"), Segment(discipline="ice_dance", event="Later Trophy")
    data = DataSet()
    add_scored(data, "1", dance, "Ann EXAMPLE / Romain le GAC", "FRA")
    add_scored(data, "2", later, "Ann EXAMPLE / Romain LE GAC", "FRA")
    add_scored(data, "3", later, "Eva OTHER / Bob SAMPLE", "FRA")
    load(connection, data, tmp_path / "set")
    connection.execute(
        "INSERT INTO programme (team_id, season, kind, during) VALUES"
        " (1, 2016, 'short', '(,2017-01-01)'), (2, 2016, 'short', '[2017-01-01,)');"
        " UPDATE performance SET programme_id = performance_id WHERE performance_id < 3;"
        " INSERT INTO team_country (team_id, country_code, during)"
        " VALUES (1, 'FRA', '(,)'), (2, 'FRA', '(,)');"
        " INSERT INTO membership_period (team_id, team_kind, person_id, during)"
        " SELECT team_id, team_kind, person_id, daterange(NULL, '2015-01-01') FROM team_member"
        " WHERE team_id = 2 AND position = 2;"
        " UPDATE person SET sex = 'male' WHERE person_id = 3"
    )
    connection.commit()
    merge(connection, "Romain le GAC", "Romain LE GAC")
    assert value(connection, "SELECT count(*) FROM team WHERE kind = 'couple'") == 2
    assert value(connection, "SELECT count(*) FROM performance WHERE programme_team_id = 1") == 2
    assert value(connection, "SELECT count(*) FROM team_country") == 1
    assert (
        value(connection, "SELECT count(*) FROM membership_period WHERE team_id = 1 AND person_id = 2") == 1
    )
    assert value(connection, "SELECT sex FROM person WHERE person_id = 2") == "male"


def test_case_12_a_new_pairing_stays_a_team_of_its_own(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", SHORT, "Kim LEE", "KOR")
    add_scored(data, "2", Segment(discipline="pairs"), "Ann EXAMPLE / LEE Kim", "KOR")
    load(connection, data, tmp_path / "set")
    merge(connection, "Kim LEE", "LEE Kim")
    assert value(connection, "SELECT count(*) FROM team") == 2
    assert value(connection, "SELECT member_ids = '{1,2}' FROM team WHERE kind = 'pair'") is True


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE person SET birth_date = make_date(1990 + person_id::int, 1, 1)", "birth dates"),
        ("UPDATE person SET sex = CASE person_id WHEN 1 THEN 'male' ELSE 'female' END", "sexes"),
        (None, "one segment"),
    ],
)
def test_case_12_people_who_can_not_be_one_are_refused(
    connection: psycopg.Connection, tmp_path: Path, change: str | None, words: str
) -> None:
    data = DataSet()
    add_scored(data, "1", SHORT, "Kim LEE", "KOR")
    add_scored(data, "2", SHORT if change is None else OTHER, "Kim LEI", "KOR")
    load(connection, data, tmp_path / "set")
    if change:
        connection.execute(change.encode())
        connection.commit()
    with pytest.raises(psycopg.errors.CheckViolation, match=words):
        merge(connection, "Kim LEE", "Kim LEI")
    connection.rollback()
    assert value(connection, "SELECT count(*) FROM person") == 2
