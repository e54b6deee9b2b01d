"""What pgBackRest is told, what is read of its answers, and how the ends of runs are remembered."""

import json
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites import cluster, layout, settings

from fkplus.backups import catalogue, runs
from fkplus.backups.create import BackupRuns, exclusive
from fkplus.backups.repository import back_up, require_success
from fkplus.components import pgbackrest
from fkplus.model.backup import BackupPlace, Instance
from fkplus.model.backup_runs import Run, Runs
from fkplus.model.errors import CommandFailed
from fkplus.runtimes.base import Result
from fkplus.runtimes.file_lock import is_held

# Printed by pgBackRest 2.45.
INFO = (
    '[{"archive":[{"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000020000000000000008",'
    '"min":"000000010000000000000001"}],"backup":[{"archive":{"start":"000000010000000000000007",'
    '"stop":"000000020000000000000008"},"backrest":{"format":5,"version":"2.45"},"database":{"id":1,"repo-key":1},'
    '"error":false,"info":{"delta":76474268,"repository":{"delta":9835120,"size":9835120},"size":76474268},'
    '"label":"20261125-151521F","lsn":{"start":"0/7000028","stop":"0/8000138"},"prior":null,"reference":null,'
    '"timestamp":{"start":1795619721,"stop":1795619724},"type":"full"}],"cipher":"none","db":[{"id":1,"repo-key":1,'
    '"system-id":7712127721165282498,"version":"15"}],"name":"local","repo":[{"cipher":"none","key":1,"status":'
    '{"code":0,"message":"ok"}}],"status":{"code":0,"lock":{"backup":{"held":false}},"message":"ok"}}]'
)
NO_STANZA = (
    '[{"backup":[],"db":[],"name":"local","status":{"code":1,"lock":{"backup":{"held":false}},'
    '"message":"missing stanza path"}}]'
)
INSTANCE = Instance("node1", "http://127.0.0.1:1", Path("/etc/pgbackrest.conf"))
NOW = datetime(2026, 11, 25, 15, 15, 24, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> BackupPlace:
    return BackupPlace("local", tmp_path, (), 3)


def test_a_backup_is_read_with_its_timeline_and_sizes() -> None:
    found = catalogue.parse(json.loads(INFO))
    [backup] = found.backups
    assert found.newest == backup
    assert (backup.label, backup.type, backup.timeline) == ("20261125-151521F", "full", 2)
    assert (backup.size, backup.repository_size) == (76474268, 9835120)
    assert backup.finished_at == NOW
    assert not backup.has_errors
    assert found.problem == ""
    assert found.current == [backup]


def test_backups_that_an_earlier_cluster_left_are_not_those_of_the_present_one() -> None:
    document = json.loads(INFO)
    document[0]["db"].append({"id": 2, "repo-key": 1, "system-id": 7712127721165282499, "version": "15"})
    found = catalogue.parse(document)
    assert (found.archive, len(found.backups), found.current) == ("15-2", 1, [])


def test_a_repository_without_a_stanza_has_no_backups_and_no_problem() -> None:
    assert catalogue.parse(json.loads(NO_STANZA)) == catalogue.Catalogue((), has_stanza=False)
    assert not catalogue.parse([]).has_stanza


def test_a_repository_that_pgbackrest_can_not_read_has_a_problem() -> None:
    document = json.loads(INFO)
    document[0]["status"] = {"code": 99, "message": "other"}
    assert catalogue.parse(document).problem == "other"


def test_every_instance_has_a_file_with_its_own_data_and_the_one_repository() -> None:
    here = cluster()
    texts = [pgbackrest.configuration(unit, here) for unit in here.topology.units("patroni")]
    own = [[line for line in text.splitlines() if line.startswith("pg1-")] for text in texts]
    shared = [[line for line in text.splitlines() if not line.startswith("pg1-")] for text in texts]
    assert len({tuple(lines) for lines in own}) == 3
    assert len({tuple(lines) for lines in shared}) == 1


def test_a_path_with_spaces_and_percent_signs_reaches_the_shell_as_it_is() -> None:
    usual = cluster()
    here = replace(usual, layout=layout(Path("/srv/100% f")))
    text = pgbackrest.archive_command(here.first("patroni"), here)
    # PostgreSQL knows %p, %f and %%, in this order of reading.
    seen = text.replace("%p", "pg_wal/1").replace("%%", "%")
    assert "--config=/srv/100% f/units/patroni-node1/pgbackrest.conf" in shlex.split(seen)
    assert "pgbackrest" in text


def test_the_end_of_a_run_and_the_last_good_one_are_remembered(place: BackupPlace) -> None:
    assert runs.read(place) == Runs()
    good = Run(started_at="2026-11-25T03:00:00+00:00", ok=True, label="20261125-030000F")
    runs.end(place, good)
    begun = runs.begin(place, NOW)
    assert runs.read(place).last == begun
    runs.end(place, Run(started_at=begun.started_at, problem="no space left"))
    after = runs.read(place)
    assert after.last is not None
    assert after.last.problem == "no space left"
    assert after.last_good == good


def test_a_cluster_elsewhere_shares_no_backups_with_the_first() -> None:
    there = settings(backup_directory=Path("/mnt/backups")).elsewhere(Path("/tmp/other"), 100)
    assert there.backup_directory == Path("/tmp/other/backup")


def test_a_damaged_record_counts_as_none(place: BackupPlace) -> None:
    place.record.write_text('{"last": 7}')
    assert runs.read(place) == Runs()


def test_two_runs_never_overlap(place: BackupPlace) -> None:
    with exclusive(place), pytest.raises(BackupRuns, match="another process"), exclusive(place):
        pass
    with exclusive(place):
        assert is_held(place.lock)
    assert not is_held(place.lock)
    assert not is_held(place.directory / "nothing")


def test_a_failure_is_told_in_pgbackrests_own_words() -> None:
    lines = ["P00   INFO: backup command begin", "P00  ERROR: [087]: archive_mode must be enabled"]
    with pytest.raises(CommandFailed, match=r"failed: \[087\] archive_mode must be enabled") as caught:
        require_success(Result(87, lines), "the backup failed")
    assert caught.value.log_lines == tuple(lines)


def test_a_primary_that_was_just_promoted_is_backed_up_after_its_first_checkpoint(
    monkeypatch: pytest.MonkeyPatch, place: BackupPlace
) -> None:
    monkeypatch.setattr("fkplus.backups.repository._CHECKPOINT_PAUSE_SECONDS", 0.0)
    refused = Result(58, ["P00  ERROR: [058]: WAL timeline 5 does not match pg_control timeline 2"])
    answers = [refused, refused, Result(0, [])]
    back_up(place, lambda *_, **__: answers.pop(0), INSTANCE, print, seconds=1)
    assert answers == []


def test_a_backup_that_failed_for_another_reason_is_not_tried_again(place: BackupPlace) -> None:
    answers = [Result(82, ["P00  ERROR: [082]: WAL segment was not archived"]), Result(0, [])]
    with pytest.raises(CommandFailed, match="not archived"):
        back_up(place, lambda *_, **__: answers.pop(0), INSTANCE, print, seconds=1)
    assert len(answers) == 1
