"""Real competitions come in whole, through the write endpoint, and once."""

import json
import shutil
from pathlib import Path

import pytest
from running import REAL_PROTOCOLS, Fkplus, table_contents, tables_of

pytestmark = [
    pytest.mark.contract,
    pytest.mark.usefixtures("running"),
    pytest.mark.skipif(
        not REAL_PROTOCOLS.is_dir(), reason="the real protocols lie beside the checkout, in shared/data"
    ),
]

# What the README of the data set promises.
PERFORMANCES, ELEMENTS, COMPONENTS, SEATS = 1726, 15302, 8630, 1368


@pytest.fixture(scope="module")
def stored_before(fkplus: Fkplus) -> dict[str, int]:
    return counts(fkplus)


def counts(fkplus: Fkplus) -> dict[str, int]:
    with fkplus.connect() as connection:
        found = {}
        for table in ("performance", "element", "component", "panel_seat"):
            (found[table],) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
        return found


def damaged_copy(tmp_path: Path, line: int, old: str, new: str) -> Path:
    """Copy the real set and replace `old` by `new` in one line of elements.csv."""
    copy = tmp_path / "protocols"
    shutil.copytree(REAL_PROTOCOLS, copy)
    copy.chmod(0o755)
    path = copy / "elements.csv"
    path.chmod(0o644)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("old", "new"), [("2|3|3|2|3", "2|3|x|2|3"), ("2|3|3|2|3", "2|3|9|2|3"), ("2|3|3|2|3", "2|3|2|3")]
)
def test_one_damaged_mark_is_named_and_nothing_is_loaded(
    fkplus: Fkplus, stored_before: dict[str, int], tmp_path: Path, old: str, new: str
) -> None:
    result = fkplus.run("import", "protocols", str(damaged_copy(tmp_path, 2, old, new)), check=False)
    assert result.returncode == 1
    assert "elements.csv:2:" in result.stderr
    assert counts(fkplus) == stored_before


def test_every_row_of_the_real_data_comes_in(fkplus: Fkplus, stored_before: dict[str, int]) -> None:
    result = fkplus.run("import", "protocols", str(REAL_PROTOCOLS), "--json")
    assert json.loads(result.stdout)["rejected"] == []
    gained = {table: count - stored_before[table] for table, count in counts(fkplus).items()}
    assert gained == {
        "performance": PERFORMANCES,
        "element": ELEMENTS,
        "component": COMPONENTS,
        "panel_seat": SEATS,
    }


def test_each_total_equals_the_one_recomputed_from_its_parts(fkplus: Fkplus) -> None:
    with fkplus.connect("anna", "write") as connection:
        # Seeds hold a sheet or two that contradict themselves, each with the reason why it stays so.
        rows = connection.execute("""
            select is_equal, count(*) from performance_check join performance using (performance_id)
            where override_reason is null group by 1""").fetchall()
    found = dict(rows)
    assert found[True] >= PERFORMANCES
    assert False not in found


def test_importing_again_changes_nothing(fkplus: Fkplus) -> None:
    with fkplus.connect() as connection:
        before = table_contents(connection, tables_of(connection))
        fkplus.run("import", "protocols", str(REAL_PROTOCOLS))
        assert table_contents(connection, tables_of(connection)) == before


def test_a_directory_that_is_none_is_refused(fkplus: Fkplus, tmp_path: Path) -> None:
    assert fkplus.run("import", "protocols", str(tmp_path / "nothing"), check=False).returncode == 2
