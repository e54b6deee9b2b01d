"""The database by itself refuses data that no protocol, team or account can hold."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from conftest import Server

# Per subject: sound data, wrong statements that spoil it, and changes that must go through. All sound data
# are loaded first, in the order of their names.
REFUSED = Path(__file__).parent / "refused"


def statements(kind: str, marker: str) -> list[tuple[str, str]]:
    """The statements of the files of a kind, each with what stands behind the marker above it."""
    parts = [
        part
        for file in sorted(REFUSED.glob(f"*_{kind}.sql"))
        for part in file.read_text(encoding="utf-8").split(f"\n-- {marker}")[1:]
    ]
    return [(part.partition("\n")[2], part.partition("\n")[0].strip()) for part in parts]


WRONG = statements("wrong", "refused by")
ALLOWED = [statement for statement, _ in statements("allowed", "allowed")]


@pytest.fixture(scope="module")
def sound(server: Server, module_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(module_database)) as connection:
        for file in sorted(REFUSED.glob("*_sound.sql")):
            connection.execute(file.read_bytes())
        connection.commit()
        yield connection


@pytest.mark.parametrize(
    ("statement", "refused_by"), WRONG, ids=[f"{by}-{n}" for n, (_, by) in enumerate(WRONG)]
)
def test_wrong_data_is_refused_at_the_latest_by_commit(
    sound: psycopg.Connection, statement: str, refused_by: str
) -> None:
    try:
        # The deferred rules speak in the same statement list, as they would at commit.
        with pytest.raises(psycopg.Error) as caught:
            sound.execute(f"{statement} SET CONSTRAINTS ALL IMMEDIATE".encode())
    finally:
        sound.rollback()
    assert caught.value.diag.constraint_name == refused_by


@pytest.mark.parametrize("statement", ALLOWED)
def test_sound_changes_are_not_refused(sound: psycopg.Connection, statement: str) -> None:
    try:
        sound.execute(statement.encode())
        sound.execute("SET CONSTRAINTS ALL IMMEDIATE")
    finally:
        sound.rollback()


def test_deferred_checks_wait_for_the_parts_and_see_later_changes(sound: psycopg.Connection) -> None:
    try:
        sound.execute("UPDATE element SET goe = 0.6, panel_score = 4.6")
        sound.execute("UPDATE performance SET tes = 4.6, tss = 11.6")
        sound.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sound.execute("SET CONSTRAINTS ALL DEFERRED")
        sound.execute("DELETE FROM element")
        with pytest.raises(psycopg.errors.CheckViolation):
            sound.execute("SET CONSTRAINTS ALL IMMEDIATE")
    finally:
        sound.rollback()


def test_two_writers_of_one_performance_wait_for_each_other(
    server: Server, module_database: str, sound: psycopg.Connection
) -> None:
    # Each change alone would be sound; together they would not.
    insert = (
        "INSERT INTO element SELECT performance_id, {}, code, info, 0, false, 0, 0, marks"
        " FROM element WHERE no = 1"
    )
    with psycopg.connect(server.dsn(module_database)) as other:
        sound.execute(insert.format(2).encode())
        other.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(insert.format(3).encode())
        other.rollback()
    sound.rollback()
