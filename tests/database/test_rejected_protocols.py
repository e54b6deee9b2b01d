"""What can't be stored is named, with file, line and reason, and nothing else is lost with it."""

from pathlib import Path

import psycopg
import pytest
from contents import dump
from import_runs import load, value
from protocol_files import DataSet, Segment, add_panel, add_scored

from conftest import Server
from fkplus.database.protocols import import_protocols
from fkplus.model.errors import BadInput

MEN = Segment()
FREE = Segment(segment="free")
DANCE = Segment(discipline="ice_dance")
NAMESAKE = (
    "WITH made AS (INSERT INTO person DEFAULT VALUES RETURNING person_id)"
    " INSERT INTO person_name (person_id, script, full_name) SELECT person_id, 'latin', 'Kim LEE' FROM made"
)


def test_namesakes_that_nothing_tells_apart_are_rejected(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    for _ in range(2):
        connection.execute(NAMESAKE)
    connection.commit()
    data = DataSet()
    add_scored(data, "1", MEN, "Kim LEE", "KOR")
    add_scored(data, "2", MEN, "Ann EXAMPLE")
    report = load(connection, data, tmp_path / "set", skip_bad=True)
    assert [reject.line for reject in report.rejected] == [2]
    assert "several people" in report.rejected[0].reason
    assert value(connection, "SELECT count(*) FROM performance") == 1


def test_every_bad_row_is_named(
    server: Server, database: str, connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    segment_faults = {
        "season": ("1799", "season"), "level": ("expert", "level"), "discipline": ("curling", "discipline"),
        "segment": ("long", "segment"), "team_event": ("maybe", "team_event"), "nation": ("xx", "nation"),
        "rank": ("0", "rank"), "tss": ("1.005", "two decimals"), "status": ("ghost", "status"),
        "name": ("A / A", "name"), "panel_size": ("many", "panel_size"), "deductions": ("-1", "deductions"),
    }  # fmt: skip
    for number, (column, (bad, _)) in enumerate(segment_faults.items()):
        segment = DANCE if column == "name" else MEN
        add_scored(data, str(number), segment, f"Skater N{number}")
        data.performances[-1][column] = bad
    add_scored(data, "good", MEN, "Good SKATER")
    add_scored(data, "good", MEN, "Double SKATER")
    data.elements.append(data.elements[0] | {"performance_id": "orphan"})
    data.components.append(data.components[0] | {"performance_id": "orphan"})
    add_panel(data, Segment(event="No Such Trophy"), [("Referee", "Ida JUDGE", "SUI")])
    report = load(connection, data, tmp_path / "set")
    reasons = {reject.line: reject.reason for reject in report.rejected if reject.file == "performances.csv"}
    for line, (column, (bad, words)) in enumerate(segment_faults.items(), start=2):
        assert words in reasons[line], column
        assert bad in reasons[line], column
    assert "stands on line 14 already" in reasons[15]
    others = {(reject.file, reject.line) for reject in report.rejected if reject.file != "performances.csv"}
    assert ("elements.csv", len(data.elements) + 1) in others
    assert ("components.csv", len(data.components) + 1) in others
    assert ("officials.csv", 2) in others
    assert value(connection, "SELECT count(*) FROM person") == 0


def test_faults_between_rows_are_named(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    add_scored(data, "2", MEN, "Ann EXAMPLE")
    add_scored(data, "3", FREE, "Ann EXAMPLE", "GER")
    add_scored(data, "4", MEN, "Bea EXAMPLE")
    data.components[-1]["component"] = "Transitions"
    add_scored(data, "5", MEN, "Cat EXAMPLE")
    data.performances[-1] |= {"tes": "14.00", "tss": "43.00"}
    add_panel(data, MEN, [("Judge No.1", "Ida JUDGE", "SUI"), ("Judge No. 1", "Eva JUDGE", "SUI")])
    report = load(connection, data, tmp_path / "set")
    assert [(reject.file, reject.line) for reject in report.rejected] == [
        ("components.csv", 21), ("officials.csv", 3), ("performances.csv", 3), ("performances.csv", 4),
        ("performances.csv", 6),
    ]  # fmt: skip
    reasons = [reject.reason for reject in report.rejected]
    assert "a performance has a component once" in reasons[0]
    assert reasons[4] == "tes is 14.00, its elements add up to 14.25"


def test_a_row_with_too_many_fields_is_named(connection: psycopg.Connection, tmp_path: Path) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    add_scored(data, "2", MEN, "Bea EXAMPLE")
    path = data.write(tmp_path / "set") / "elements.csv"
    lines = path.read_text().splitlines()
    lines[2] += ",surplus"
    path.write_text("\n".join(lines))
    report = import_protocols(connection, path.parent, skip_bad=True, progress=lambda _: None)
    assert [(reject.file, reject.line) for reject in report.rejected] == [("elements.csv", 3)]
    assert "10 fields where the header has 9" in report.rejected[0].reason
    assert value(connection, "SELECT count(*) FROM performance") == 1


def test_what_the_stored_performance_lacks_or_has_too_much_is_named(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    load(connection, data, tmp_path / "set")
    data.elements[1]["no"] = "3"
    report = load(connection, data, tmp_path / "again")
    assert [reject.reason for reject in report.rejected] == [
        "the stored performance has no element 3",
        "the stored performance has an element 2, the file has none",
    ]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("elements.csv", None, "elements.csv is missing"),
        ("elements.csv", b"", "empty"),
        ("elements.csv", b"performance_id,no,code\n", "missing column info"),
        (
            "components.csv",
            b"performance_id,no,component,factor,panel_mark,marks\n1,1,\xff,1,1,1\n",
            "line 2",
        ),
        ("components.csv", b"performance_id,no,component,factor,panel_mark,marks,no\n", "stands twice"),
        (
            "components.csv",
            b'performance_id,no,component,factor,panel_mark,marks\n1,1,"a"b,1,1,1\n',
            "line 2",
        ),
        ("components.csv", b"performance_id,no,component,factor,panel_mark,marks\n1,1,\0,1,1,1\n", "line 2"),
    ],
)
def test_unreadable_files_are_bad_input(
    connection: psycopg.Connection, tmp_path: Path, file: str, content: bytes | None, words: str
) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    path = data.write(tmp_path / "set") / file
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        import_protocols(connection, path.parent, progress=lambda _: None)
    assert words in str(caught.value)
    assert file in str(caught.value)


def test_seats_of_a_segment_that_is_left_out_are_left_out_too(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    data = DataSet()
    add_scored(data, "1", MEN, "Ann EXAMPLE")
    add_scored(data, "2", FREE, "Ann EXAMPLE")
    data.elements[0]["marks"] = "1|2"
    add_panel(data, MEN, [("Judge No.1", "Ida JUDGE", "SUI")])
    report = load(connection, data, tmp_path / "set", skip_bad=True)
    assert report.committed
    assert [(reject.file, reject.line) for reject in report.rejected] == [
        ("elements.csv", 2),
        ("officials.csv", 2),
    ]
    assert value(connection, "SELECT count(*) FROM performance") == 1


def test_a_refusal_that_no_row_explains_is_halved_down_to_a_performance(
    server: Server, database: str, connection: psycopg.Connection, tmp_path: Path
) -> None:
    # A rule that later versions may bring: a trigger, which the clones have not.
    connection.execute(
        """CREATE FUNCTION refuse_66() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE check_violation
               USING MESSAGE = 'nobody is 66th', CONSTRAINT = 'rank_is_not_66'; END $$;
           CREATE TRIGGER rank_is_not_66 BEFORE INSERT ON performance
               FOR EACH ROW WHEN (NEW.rank = 66) EXECUTE FUNCTION refuse_66();
           COMMENT ON TRIGGER rank_is_not_66 ON performance IS 'the rank 66 is cursed'"""
    )
    connection.commit()
    data = DataSet()
    for number in range(7):
        add_scored(data, str(number), MEN, f"Skater N{number}", rank="66" if number in {1, 5} else "1")
    before = dump(server, database, with_sequences=False)
    report = load(connection, data, tmp_path / "set")
    assert [(reject.line, reject.reason) for reject in report.rejected] == [
        (3, "the rank 66 is cursed: nobody is 66th"), (7, "the rank 66 is cursed: nobody is 66th")
    ]  # fmt: skip
    assert dump(server, database, with_sequences=False) == before
    assert load(connection, data, tmp_path / "set", skip_bad=True).counts[0].new == 5
