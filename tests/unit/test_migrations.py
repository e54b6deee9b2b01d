"""Are schema versions read, ordered and refused as Flyway would?"""

from pathlib import Path

import pytest

from fkplus.database.flyway.history import HistoryRow, highest, is_complete
from fkplus.database.migrations import Migration, Version, checksum, repeatables, resolve_target, scan
from fkplus.model.errors import BadInput


def folder(tmp_path: Path, *files: str) -> Path:
    for file in files:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("SELECT 1;\n", encoding="utf-8")
    return tmp_path


def recorded(*texts: str, success: bool = True) -> tuple[HistoryRow, ...]:
    return tuple(
        HistoryRow(rank, Version.parse(text), "a", "SQL", checksum(b"SELECT 1;\n"), 1, success)
        for rank, text in enumerate(texts, 1)
    )


@pytest.mark.parametrize(
    ("low", "high"), [("2", "10"), ("1.9", "1.10"), ("1", "1.0.1"), ("0", "0.1"), ("1_2", "1.3")]
)
def test_versions_compare_as_numbers(low: str, high: str) -> None:
    assert Version.parse(low) < Version.parse(high)


@pytest.mark.parametrize(
    ("one", "other"), [("1", "1.0"), ("1.0.0", "1"), ("01", "1"), ("1_2", "1.2"), ("0", "0.0")]
)
def test_zeros_and_separators_make_no_other_version(one: str, other: str) -> None:
    assert Version.parse(one) == Version.parse(other)
    assert len({Version.parse(one), Version.parse(other)}) == 1


def test_a_version_is_shown_as_flyway_records_it() -> None:
    assert str(Version.parse("1_0")) == "1.0"


@pytest.mark.parametrize("text", ["", "x", "1.", ".1", "1..2", "-1", "1 2", "latest", "1\n"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Version.parse(text)


def test_scan_orders_by_number_and_finds_seeds(tmp_path: Path) -> None:
    found = scan(folder(tmp_path, "v010/V10__events.sql", "v002/V2__teams_and_clubs.sql", "v002/seed.py"))
    assert [(str(each.version), each.name) for each in found] == [("2", "teams and clubs"), ("10", "events")]
    assert [each.seed for each in found] == [tmp_path / "v002" / "seed.py", None]


@pytest.mark.parametrize(
    "name",
    ["V1_people.sql", "v1__people.sql", "V1__.sql", "1__people.sql", "V1x__a.sql", "U1__a.sql", "notes.sql"],
)
def test_a_misnamed_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=name):
        scan(folder(tmp_path, name))


def test_two_files_of_one_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"version 1\.0 has two files|version 1 has two files"):
        scan(folder(tmp_path, "a/V1__a.sql", "b/V1.0__b.sql"))


def test_a_seed_of_no_or_several_versions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no migration"):
        scan(folder(tmp_path / "one", "a/seed.py"))
    with pytest.raises(BadInput, match="versions 1, 2"):
        scan(folder(tmp_path / "two", "a/seed.py", "a/V1__a.sql", "a/V2__b.sql"))


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no schema folder"):
        scan(tmp_path / "nowhere")


def test_an_unknown_target_names_the_known_versions(tmp_path: Path) -> None:
    known = scan(folder(tmp_path, "V1__a.sql", "V2.1__b.sql"))
    for text in ("3", "many", ""):
        with pytest.raises(BadInput) as caught:
            resolve_target(text, known)
        assert "1, 2.1" in caught.value.hint


def test_a_target_is_the_version_as_its_file_writes_it(tmp_path: Path) -> None:
    known = scan(folder(tmp_path, "V1__a.sql"))
    assert resolve_target(None, known) is None
    assert str(resolve_target("1.0", known)) == "1"


@pytest.mark.parametrize(
    ("history", "target", "complete"),
    [
        (recorded("1", "2"), None, True),
        (recorded("1"), None, False),
        (recorded("1"), "1", True),
        (recorded("1", "2", "3"), None, True),
        (recorded("1", "1.5", "2"), None, False),
        (recorded("1") + recorded("2", success=False), None, False),
        ((), None, False),
    ],
    ids=["all", "one missing", "up to target", "newer database", "row without file", "failed row", "empty"],
)
def test_when_flyway_need_not_be_asked(
    tmp_path: Path, history: tuple[HistoryRow, ...], target: str | None, complete: bool
) -> None:
    known = scan(folder(tmp_path, "V1__a.sql", "V2__a.sql"))
    assert is_complete(history, known, (), Version.parse(target) if target else None) is complete


@pytest.mark.parametrize("content", [b"SELECT 2;\n", b"\xff\xfe"], ids=["edited", "not utf-8"])
def test_a_changed_file_is_a_question_for_flyway(tmp_path: Path, content: bytes) -> None:
    known = scan(folder(tmp_path, "V1__a.sql"))
    known[0].path.write_bytes(content)
    assert not is_complete(recorded("1"), known, (), None)


def test_a_new_repeatable_file_is_work_to_do(tmp_path: Path) -> None:
    schema = folder(tmp_path, "V1__a.sql", "R__view.sql")
    assert not is_complete(recorded("1"), scan(schema), repeatables(schema), None)


def test_a_failed_version_is_not_the_current_one() -> None:
    assert highest(recorded("9", "10") + recorded("11", success=False)) == Version.parse("10")


def test_migrations_of_the_checkout_are_well_named() -> None:
    found: tuple[Migration, ...] = scan(Path(__file__).resolve().parents[2] / "schema")
    assert found
