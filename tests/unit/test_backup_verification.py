"""Damage that pgBackRest only mentions is found in what it prints; the samples are its own (2.45)."""

from datetime import UTC, datetime

from fkplus.backups.verification import judge
from fkplus.model.backup import Backup, Catalogue
from fkplus.model.wal import Segment

LABEL = "20261125-151521F"
SUM = "4ecd2f317228cff3f15cdc37373059a5255c48cd"
SEGMENT = "000000010000000000000005"
WHOLE = f"""\
2026-11-25 16:23:49.012 P00   INFO: stanza: local
                                    status: ok
stanza: local
status: ok
  archiveId: 15-1, total WAL checked: 11, total valid WAL: 11
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
  backup: {LABEL}, status: valid, total files checked: 2787, total valid files: 2787
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
2026-11-25 16:23:49.012 P00   INFO: verify command end: completed successfully (609ms)
"""
DAMAGED = f"""\
2026-11-25 16:23:28.749 P02   INFO: invalid checksum '15-1/0000000100000000/{SEGMENT}-{SUM}.zst'
2026-11-25 16:23:49.265 P02   INFO: file missing '{LABEL}/pg_data/base/16387/1249.zst'
stanza: local
status: error
  archiveId: 15-1, total WAL checked: 11, total valid WAL: 10
    missing: 0, checksum invalid: 1, size invalid: 0, other: 0
  backup: {LABEL}, status: invalid, total files checked: 2787, total valid files: 2786
    missing: 1, checksum invalid: 0, size invalid: 0, other: 0
"""
UNUSABLE = "stanza: local\nstatus: error\n  No usable backup.info file\n"
MOMENT = datetime(2026, 11, 25, tzinfo=UTC)


def catalogue(*labels: str) -> Catalogue:
    segment = SEGMENT
    return Catalogue(
        tuple(
            Backup(label, "full", MOMENT, MOMENT, 1, 1, segment, segment, "0/5", "0/5", "15-1", False)
            for label in labels
        ),
        archive="15-1",
    )


def segments(*numbers: int) -> list[Segment]:
    return [Segment(1, number) for number in numbers]


def test_a_whole_repository_has_no_problem() -> None:
    found = judge(WHOLE.splitlines(), catalogue(LABEL), segments(5, 6))
    assert found.problems == ()
    assert (found.backups, found.segments) == ((LABEL,), 11)


def test_every_damaged_and_missing_file_is_named() -> None:
    problems = judge(DAMAGED.splitlines(), catalogue(LABEL), segments(5, 6)).problems
    assert problems[0].startswith("invalid checksum: 15-1/")
    assert problems[1] == f"file missing: {LABEL}/pg_data/base/16387/1249.zst"
    assert problems[2] == f"backup {LABEL} is invalid"


def test_a_backup_that_was_not_looked_at_is_a_problem() -> None:
    [problem] = judge(WHOLE.splitlines(), catalogue(LABEL, "20261126-030000F"), segments(5)).problems
    assert problem == "backup 20261126-030000F is not among those that were checked"


def test_silence_is_a_problem() -> None:
    assert judge([], catalogue(), ()).problems == ("pgBackRest says: status unknown",)


def test_a_repository_without_its_lists_is_a_problem() -> None:
    assert judge(UNUSABLE.splitlines(), catalogue(), ()).problems == ("No usable backup.info file",)


def test_missing_wal_is_a_problem_though_pgbackrest_says_all_is_well() -> None:
    [problem] = judge(WHOLE.splitlines(), catalogue(LABEL), segments(5, 7)).problems
    assert problem == "WAL is missing between 000000010000000000000005 and 000000010000000000000007"
