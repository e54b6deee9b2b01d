"""Which moments a restore can go to, and how it gets there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fkplus.model import recovery, wal
from fkplus.model.backup import Backup
from fkplus.model.errors import BadInput
from fkplus.model.recovery import Archive, AtName, AtPosition, AtTime, Fork, Latest
from fkplus.model.wal import SEGMENT_BYTES, Segment

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
NOW = NOON + timedelta(hours=6)

# What PostgreSQL wrote after a failover, and after a restore of the past (timeline 3 left at its beginning).
HISTORY_OF_4 = """\
1\t0/6000000\tno recovery target specified

2\t0/A000000\tno recovery target specified

3\t0/C0000A0\tbefore 2026-11-25 14:00:00+00
"""
HISTORIES = {
    2: "1\t0/6000000\tno recovery target specified\n",
    3: "1\t0/6000000\tx\n\n2\t0/A000000\ty\n",
    4: HISTORY_OF_4,
}
FORK = Fork("15-1", NOON + timedelta(hours=4), 3, "before_restore_1", wal.position("0/E000000"))


def backup(timeline: int, start: str, stop: str, finished_at: datetime) -> Backup:
    names = [Segment(timeline, wal.position(at) // SEGMENT_BYTES).name for at in (start, stop)]
    return Backup(
        label=f"{finished_at:%Y%m%d-%H%M%S}F",
        type="full",
        started_at=finished_at - timedelta(minutes=1),
        finished_at=finished_at,
        size=1,
        repository_size=1,
        wal_start=names[0],
        wal_stop=names[1],
        lsn_start=start,
        lsn_stop=stop,
        archive="15-1",
        has_errors=False,
    )


FIRST = backup(1, "0/3000028", "0/4000050", NOON)
SECOND = backup(3, "0/B000028", "0/B000100", NOON + timedelta(hours=1))
AFTER_RESTORE = backup(4, "0/D000028", "0/D000100", NOON + timedelta(hours=5))
BACKUPS = (FIRST, SECOND, AFTER_RESTORE)


def segments(timeline: int, numbers: Sequence[int]) -> set[Segment]:
    return {Segment(timeline, number) for number in numbers}


def archive(**changes: object) -> Archive:
    kept = segments(1, range(6)) | segments(2, range(6, 10)) | segments(3, range(10, 15))
    whole = Archive("15-1", frozenset(kept | segments(4, range(12, 16))), HISTORIES, NOW)
    return replace(whole, **changes)  # type: ignore[arg-type]


def plan(text: str, *, timeline: int | None = None, **changes: object) -> recovery.Plan:
    target = recovery.parse(text)
    return recovery.plan(target, archive(**changes), BACKUPS, (FORK,), NOW, timeline)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("latest", Latest()),
        ("0/800B8B0", AtPosition(0x800B8B0)),
        ("a/1", AtPosition(10 * 2**32 + 1)),
        ("before_restore_20261125T150000Z", AtName("before_restore_20261125T150000Z")),
        ("2026-11-25 12:00:00Z", AtTime(NOON)),
        ("2026-11-25 12:00:00 UTC", AtTime(NOON)),
        ("2026-11-25T15:00+03:00", AtTime(NOON)),
        ("2026-11-25 12:00:00.5+00", AtTime(NOON + timedelta(seconds=0.5))),
    ],
)
def test_a_target_is_read_as_it_is_meant(text: str, target: recovery.Target) -> None:
    assert recovery.parse(text) == target


@pytest.mark.parametrize(
    "text",
    ["", "2026-11-25", "2026-13-25 12:00Z", "12:00", "0/800B8B0/1", "0/123456789", "it's", "25.11.2026"],
)
def test_what_is_no_point_in_time_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="no point in time") as refused:
        recovery.parse(text)
    assert "latest" in refused.value.hint


def test_a_time_without_a_zone_is_refused_rather_than_guessed() -> None:
    with pytest.raises(BadInput, match="no time zone"):
        recovery.parse("2026-11-25 12:00:00")


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_time_is_the_same_moment_in_every_zone_and_in_what_postgresql_gets(
    moment: datetime, minutes: int
) -> None:
    local = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    target = recovery.parse(local.isoformat(sep=" "))
    assert target == AtTime(local)
    assert recovery.parse(str(target)) == target


@given(st.integers(0, 2**64 - 1))
def test_a_position_is_read_back_as_it_is_shown(position: int) -> None:
    assert wal.position(wal.shown(position)) == position


@given(st.integers(1, 2**32 - 1), st.integers(0, 2**40 - 1))
def test_a_segment_is_known_by_its_name(timeline: int, number: int) -> None:
    segment = Segment(timeline, number)
    assert wal.segment(segment.name + "-0123.zst") == segment
    assert wal.shown(segment.begins).split("/")[0] == f"{int(segment.name[8:16], 16):X}"


def test_names_that_are_no_segments_are_left_alone() -> None:
    assert [wal.segment(name) for name in ("00000002.history", "archive.info", "F" * 24)] == [None] * 3


def test_the_newest_backup_before_the_target_is_taken() -> None:
    assert plan("2026-11-25 12:30:00Z").backup == FIRST
    assert plan("2026-11-25 13:30:00Z").backup == SECOND
    assert plan("0/B0000FF").backup == FIRST
    assert plan("0/B000100").backup == SECOND
    assert plan("latest").backup == AFTER_RESTORE


def test_a_backup_counts_from_a_second_after_its_end_because_that_is_known_in_whole_seconds() -> None:
    assert plan("2026-11-25 13:00:00.9Z").backup == FIRST
    assert plan("2026-11-25 13:00:01Z").backup == SECOND


def test_a_time_is_meant_as_it_was_lived_before_an_earlier_restore() -> None:
    assert plan("2026-11-25 15:59:59Z").timeline == 3
    assert plan("2026-11-25 16:00:00Z").timeline == 4
    assert plan("2026-11-25 12:30:00Z").timeline == 3


def test_the_restore_point_of_a_restore_leads_back_to_what_it_left() -> None:
    back = plan("before_restore_1")
    assert (back.timeline, back.backup) == (3, SECOND)


def test_a_restore_point_of_unknown_place_is_looked_for_from_the_oldest_backup_on() -> None:
    assert plan("before_the_release").backup == FIRST


def test_a_backup_that_the_history_did_not_go_through_is_never_taken() -> None:
    left_behind = backup(3, "0/D000028", "0/D000100", NOON + timedelta(hours=3))
    found = recovery.plan(Latest(), archive(), (FIRST, SECOND, left_behind), (FORK,), NOW)
    assert found.backup == SECOND


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-25 18:00:01Z", "in the future"),
        ("2026-11-25 11:59:59Z", "before the end of the oldest backup"),
        ("0/4000049", "before the end of the oldest backup"),
        ("0/10000000", "behind the end of the log"),
    ],
)
def test_what_can_not_be_reached_is_refused_with_the_range(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        plan(text)
    assert refused.value.hint.endswith(
        "reachable on timeline 4: 2026-11-25 12:00:01Z (0/4000050) to 2026-11-25 18:00:00Z (0/10000000)"
    )


def test_the_range_of_a_timeline_that_a_restore_left_ends_with_that_restore() -> None:
    with pytest.raises(BadInput) as refused:
        plan("2026-11-25 11:00:00Z")
    assert "on timeline 3: 2026-11-25 12:00:01Z (0/4000050) to 2026-11-25 16:00:00Z" in refused.value.hint


def test_a_position_that_only_another_timeline_reached_is_refused() -> None:
    only_3 = archive(segments=archive().segments - segments(4, [13, 14, 15]))
    with pytest.raises(BadInput, match="behind the end of the log"):
        recovery.plan(AtPosition(wal.position("0/D800000")), only_3, BACKUPS[:2], (FORK,), NOW)
    assert (
        recovery.plan(AtPosition(wal.position("0/D800000")), only_3, BACKUPS[:2], (FORK,), NOW, 3).timeline
        == 3
    )


def test_a_time_behind_the_end_of_the_log_is_refused_where_nothing_runs() -> None:
    with pytest.raises(BadInput, match="behind the end"):
        plan("2026-11-25 17:30:00Z", ends=NOON + timedelta(hours=5.25))


def test_no_backup_reaches_nothing() -> None:
    with pytest.raises(BadInput, match="no backup") as refused:
        recovery.plan(Latest(), archive(), (), (), NOW)
    assert "no backup leads to it" in refused.value.hint


def test_a_missing_segment_ends_the_range_and_is_named() -> None:
    gap = archive(segments=archive().segments - segments(4, [14]))
    with pytest.raises(BadInput) as refused:
        recovery.plan(AtPosition(wal.position("0/F000000")), gap, BACKUPS, (), NOW)
    assert "(0/E000000); 00000004000000000000000E is missing there" in refused.value.hint


def test_what_a_running_primary_has_not_archived_yet_can_be_reached() -> None:
    running = recovery.with_primary(archive(ends=NOON), 4, wal.position("0/11000100"), NOW)
    assert recovery.plan(AtPosition(wal.position("0/110000FF")), running, BACKUPS, (FORK,), NOW).timeline == 4
    with pytest.raises(BadInput, match="behind the end of the log, 0/11000100"):
        recovery.plan(AtPosition(wal.position("0/11000100")), running, BACKUPS, (FORK,), NOW)


@given(st.sets(st.integers(12, 15), max_size=4), st.integers(0xD000100, 0xFFFFFFF))
def test_no_position_is_promised_behind_a_gap(lost: set[int], position: int) -> None:
    damaged = archive(segments=archive().segments - segments(4, sorted(lost)))
    try:
        found = recovery.plan(AtPosition(position), damaged, BACKUPS, (FORK,), NOW)
    except BadInput:
        assert lost
        return
    begins = wal.position(found.backup.lsn_start) // SEGMENT_BYTES
    needed = range(begins, position // SEGMENT_BYTES + 1)
    assert not lost & set(needed) or (12 in lost and 13 not in lost)


def test_backups_of_an_earlier_cluster_in_the_same_repository_lead_nowhere() -> None:
    earlier = [replace(each, archive="15-0") for each in BACKUPS]
    with pytest.raises(BadInput, match="no backup"):
        recovery.plan(Latest(), archive(), earlier, (), NOW)
