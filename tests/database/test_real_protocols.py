"""The real protocols are stored whole, once, and a damaged copy of them is refused."""

import shutil
from pathlib import Path

import psycopg
import pytest
from contents import dump

from conftest import Server
from fkplus.database.protocols import FileCount, ImportReport, import_protocols

COUNTS = {
    "performances.csv": 1726,
    "elements.csv": 15302,
    "components.csv": 8630,
    "officials.csv": 1368,
}
NATIONS = "SELECT count(*) FILTER (WHERE nation = 'ISU'), count(person_id) FROM panel_seat"


def silent(_: str) -> None:
    pass


def run(connection: psycopg.Connection, directory: Path, *, skip_bad: bool = False) -> ImportReport:
    return import_protocols(connection, directory, skip_bad=skip_bad, progress=silent)


def one(connection: psycopg.Connection, query: str) -> tuple[object, ...]:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row


@pytest.fixture(scope="module")
def imported(server: Server, module_database: str, real_protocols: Path) -> ImportReport:
    with psycopg.connect(server.dsn(module_database)) as connection:
        return run(connection, real_protocols)


@pytest.fixture
def copy(real_protocols: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "copy"
    copied.mkdir()
    for file in COUNTS:
        shutil.copyfile(real_protocols / file, copied / file)
    return copied


def damage(path: Path, line: int, old: str, new: str) -> None:
    lines = path.read_text().split("\n")
    assert old in lines[line - 1], lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines))


def test_every_row_is_stored(server: Server, module_database: str, imported: ImportReport) -> None:
    assert imported.committed
    assert imported.rejected == ()
    assert imported.counts == tuple(FileCount(file, rows, rows, 0) for file, rows in COUNTS.items())
    tables = ("performance", "element", "component", "panel_seat")
    with psycopg.connect(server.dsn(module_database)) as connection:
        stored = [one(connection, f"SELECT count(*) FROM {table}") for table in tables]
    assert stored == [(rows,) for rows in COUNTS.values()]


def test_stored_and_recomputed_scores_agree(
    server: Server, module_database: str, imported: ImportReport
) -> None:
    with psycopg.connect(server.dsn(module_database)) as connection:
        query = "SELECT count(*) FILTER (WHERE {}) FROM performance_check"
        assert one(connection, query.format("is_equal")) == (1726,)
        assert one(connection, query.format("tss = recomputed_tss")) == (1726,)


def test_known_figures(server: Server, module_database: str, imported: ImportReport) -> None:
    with psycopg.connect(server.dsn(module_database)) as connection:
        events = one(connection, "SELECT count(*), count(DISTINCT season) FROM event")
        people = one(
            connection, "SELECT count(DISTINCT full_name) FROM person_name WHERE family_name IS NULL"
        )
        nations = one(
            connection, "SELECT count(*) FILTER (WHERE nation = 'ISU'), count(person_id) FROM panel_seat"
        )
        grades = one(connection, "SELECT count(*), count(grade) FROM element_mark")
        unverified = one(connection, "SELECT count(*) FROM country WHERE standing = 'unverified'")
    assert events == (17, 2)
    assert people == (0,)
    assert nations == (216, 1367)
    assert grades == (15302 * 9, 15302 * 9 - 857)
    assert unverified == (0,)


def test_second_import_changes_nothing(
    server: Server, module_database: str, imported: ImportReport, real_protocols: Path
) -> None:
    before = dump(server, module_database)
    with psycopg.connect(server.dsn(module_database)) as connection:
        again = run(connection, real_protocols)
    assert again.committed
    assert not again.changed
    assert again.counts == tuple(FileCount(file, rows, 0, rows) for file, rows in COUNTS.items())
    assert dump(server, module_database) == before


def test_differing_values_are_refused(
    server: Server, module_database: str, imported: ImportReport, copy: Path
) -> None:
    before = dump(server, module_database, with_sequences=False)
    damage(copy / "performances.csv", 2, ",5,", ",6,")
    damage(copy / "elements.csv", 2, "2|3|3|2", "2|3|2|2")
    with psycopg.connect(server.dsn(module_database)) as connection:
        report = run(connection, copy)
    assert not report.committed
    assert [(reject.file, reject.line) for reject in report.rejected] == [
        ("elements.csv", 2),
        ("performances.csv", 2),
    ]
    assert "{2,3,3,2,3,2,3,2,3} -> {2,3,2,2,3,2,3,2,3}" in report.rejected[0].reason
    assert report.rejected[1].reason == "differs from the stored performance: rank 5 -> 6"
    assert dump(server, module_database, with_sequences=False) == before


@pytest.mark.parametrize(
    ("damaged", "words"),
    [
        (("elements.csv", 2, "2|3|3|2", "2|x|3|2"), "marks"),
        (("elements.csv", 2, "2|3|3|2", "2|4|3|2"), "between -3 and +3"),
        (("elements.csv", 2, "2|3|3|2", "2|9|3|2"), "between -5 and +5"),
        (("elements.csv", 2, "2|3|3|2", "2|3|2"), "8 marks for 9 judges"),
        (("elements.csv", 2, "2|3|3|2", "2|3||2"), "marks"),
        (("components.csv", 3, "9.25|9.5", "9.25|10.5"), "between 0 and 10"),
        (("components.csv", 3, "9.25|9.5", "9.25|9.505"), "at most two decimals"),
        (("components.csv", 3, "9.25|9.5", "9.25"), "8 marks for 9 judges"),
        (("performances.csv", 2, "110.99", "111.00"), "elements plus components minus deductions"),
    ],
)
def test_a_damaged_figure_is_refused_with_its_line(
    server: Server, database: str, copy: Path, damaged: tuple[str, int, str, str], words: str
) -> None:
    file, line, old, new = damaged
    before = dump(server, database, with_sequences=False)
    damage(copy / file, line, old, new)
    with psycopg.connect(server.dsn(database)) as connection:
        report = run(connection, copy)
    assert not report.committed
    assert [(reject.file, reject.line) for reject in report.rejected] == [(file, line)]
    assert words in report.rejected[0].reason
    assert dump(server, database, with_sequences=False) == before


def test_skip_bad_loads_the_rest(server: Server, database: str, copy: Path) -> None:
    damage(copy / "elements.csv", 2, "2|3|3|2", "2|x|3|2")
    damage(copy / "elements.csv", 100, "|", "|7|")
    damage(copy / "components.csv", 8000, "|", "|||")
    damage(copy / "officials.csv", 10, ",senior,", ",seniors,")
    with psycopg.connect(server.dsn(database)) as connection:
        report = run(connection, copy, skip_bad=True)
        stored = one(connection, "SELECT count(*), count(*) FILTER (WHERE is_equal) FROM performance_check")
        left_out = one(connection, "SELECT left_out FROM import_run")
    assert report.committed
    assert len(report.rejected) == 4
    assert len(report.left_out) == 3
    assert "Anna CAPPELLINI / Luca LANOTTE" in report.left_out[0]
    assert stored == (1723, 1723)
    assert left_out == (4,)
    assert report.counts[3].new == 1367
