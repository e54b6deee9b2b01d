"""The import is measured with real sheets repeated under other events, each with all its rows."""

import csv
from pathlib import Path

import pytest

from fkplus.bench.protocols import multiply
from fkplus.model.errors import BadInput


def test_each_copy_is_a_set_of_its_own(tmp_path: Path) -> None:
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir()
    made.mkdir()
    (given / "performances.csv").write_text('performance_id,event,name\n1,Cup,"A, B"\n2,Cup,C\n')
    (given / "elements.csv").write_text("performance_id,no\n1,1\n2,1\n2,2\n")
    assert multiply(given, made, 5) == 6
    rows = list(csv.DictReader((made / "performances.csv").read_text().splitlines()))
    assert len({row["performance_id"] for row in rows}) == 6
    assert sorted({row["event"] for row in rows}) == ["Cup copy 1", "Cup copy 2", "Cup copy 3"]
    elements = list(csv.DictReader((made / "elements.csv").read_text().splitlines()))
    assert len(elements) == 9
    assert {row["performance_id"] for row in elements} == {row["performance_id"] for row in rows}


def test_an_empty_set_can_not_be_multiplied(tmp_path: Path) -> None:
    (tmp_path / "performances.csv").write_text("performance_id,event\n")
    with pytest.raises(BadInput):
        multiply(tmp_path, tmp_path, 5)
