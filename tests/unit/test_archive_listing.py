"""What pgBackRest prints is taken for what it says: no unfinished file, no warning, no other text."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from fkplus.backups import archive, repository
from fkplus.model.backup import BackupPlace, Instance
from fkplus.model.errors import CommandFailed
from fkplus.model.wal import Segment
from fkplus.runtimes.base import Result

DIGEST = "0123456789abcdef0123456789abcdef01234567"
WARNING = "WARN: configuration file contains invalid option 'repo1-no-such-thing'"


def listing(*names: str) -> str:
    entries = {f"15-1/0000000100000000/{name}": {"type": "file", "size": 1, "time": 1} for name in names}
    return json.dumps({".": {"type": "path"}, "15-1": {"type": "path"}, **entries})


@pytest.fixture
def place(tmp_path: Path) -> BackupPlace:
    return BackupPlace("local", tmp_path, (Instance("node1", "http://127.0.0.1:1", Path("/c")),), 3)


def says(*lines: str) -> repository.RunProgram:
    def run(_: Sequence[str | Path], *, seconds: float, on_line: object = None) -> Result:
        return Result(0, lines)

    return run


def test_a_segment_that_was_never_finished_is_not_archived(place: BackupPlace) -> None:
    whole, cut_off = f"000000010000000000000004-{DIGEST}.zst", f"000000010000000000000005-{DIGEST}.zst"
    run = says(listing(whole, f"{cut_off}.pgbackrest.tmp"))
    assert archive.segments(place, run) == {Segment(1, 4)}
    place.received.mkdir()
    (place.received / "000000010000000000000005").touch()
    assert [path.name for path in archive.unarchived(place, run)] == ["000000010000000000000005"]


def test_a_warning_beside_the_answer_is_passed_over(place: BackupPlace) -> None:
    assert archive.segments(place, says(listing(f"000000010000000000000004-{DIGEST}.zst"), WARNING))
    assert not repository.read(place, says("[]", WARNING)).has_stanza


def test_an_answer_that_is_no_json_is_an_error_with_its_text(place: BackupPlace) -> None:
    with pytest.raises(CommandFailed, match="no JSON") as failed:
        repository.read(place, says("out of cheese"))
    assert list(failed.value.log_lines) == ["out of cheese"]
