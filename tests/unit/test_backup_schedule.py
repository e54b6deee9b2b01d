"""Backups and drills are due when cron says so; a missing backup at once, a failed one later and later."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fkplus.backups.cron import Schedule
from fkplus.backups.due import next_drill, next_run
from fkplus.model.backup_runs import Drill, Run, Runs

NIGHTLY = Schedule("0 3 * * *", "UTC")
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def run(moment: datetime, *, ok: bool = True) -> Run:
    return Run(moment.isoformat(), (moment + timedelta(minutes=1)).isoformat(), ok=ok)


def state(last: Run, last_good: Run | None = None) -> Runs:
    return Runs(last, last_good or (last if last.ok else None))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 3 * * *", "2026-11-26 03:00"),
        ("30 12 * * *", "2026-11-25 12:30"),
        ("*/20 * * * *", "2026-11-25 12:20"),
        ("0 3 * * 0", "2026-11-29 03:00"),
        ("0 3 * * 7", "2026-11-29 03:00"),
        ("0 3 * * 1-5", "2026-11-26 03:00"),
        ("0 3 * * 5-7", "2026-11-27 03:00"),
        ("0 3 * * sat,mon", "2026-11-28 03:00"),
        ("0 3 * * */2", "2026-11-26 03:00"),
        ("0 3 1 * *", "2026-12-01 03:00"),
        ("0 3 1 * 5", "2026-11-27 03:00"),
        ("0 3 31 * 1", "2026-11-30 03:00"),
    ],
)
def test_an_expression_means_what_cron_means(expression: str, expected: str) -> None:
    assert f"{Schedule(expression, 'UTC').after(NOON):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("expression", ["0 3 * *", "61 * * * *", "0 3 * * 8", "0 3 * * nonsense", ""])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Schedule(expression, "UTC")


def test_a_moment_that_never_comes_is_refused() -> None:
    with pytest.raises(ValueError, match="never"):
        Schedule("0 3 30 2 *", "UTC").after(NOON)


def test_without_a_backup_the_first_is_due_at_once() -> None:
    assert next_run(NIGHTLY, Runs(), 0, NOON, needed=False) == NOON


def test_after_a_gap_in_the_archive_a_backup_is_due_at_once() -> None:
    assert next_run(NIGHTLY, state(run(NOON - timedelta(hours=1))), 0, NOON, needed=True) == NOON


def test_a_run_missed_while_the_machine_was_off_is_due_when_it_is_back() -> None:
    three_days_ago = state(run(NOON - timedelta(days=3)))
    assert next_run(NIGHTLY, three_days_ago, 0, NOON, needed=False) <= NOON


def test_a_run_by_hand_counts_as_the_run_that_it_precedes() -> None:
    by_hand = run(datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    assert next_run(NIGHTLY, state(by_hand), 0, NOON, needed=False) == datetime(2026, 11, 26, 3, tzinfo=UTC)


def test_a_run_that_was_cut_off_is_repeated_at_once() -> None:
    good = run(NOON - timedelta(days=1, hours=9))
    cut_off = Run((NOON - timedelta(hours=9)).isoformat())
    assert next_run(NIGHTLY, state(cut_off, good), 0, NOON, needed=False) <= NOON


def test_failures_are_repeated_later_and_later_up_to_half_an_hour() -> None:
    failed = state(run(NOON - timedelta(minutes=1), ok=False), run(NOON - timedelta(days=1)))
    pauses = [next_run(NIGHTLY, failed, n, NOON, needed=False) - NOON for n in (1, 2, 3, 6, 100)]
    assert [pause.total_seconds() / 60 for pause in pauses] == [1, 2, 4, 30, 30]


@given(begun=MOMENTS, now=MOMENTS)
def test_after_a_good_run_the_next_is_within_a_day_of_its_beginning(begun: datetime, now: datetime) -> None:
    due = next_run(NIGHTLY, state(run(begun)), 0, now, needed=False)
    assert begun < due <= begun + timedelta(days=1)


def drill_due(last: datetime | None = None, foreseen: str | None = None, problem: str | None = None) -> str:
    drill = Drill(last.isoformat(), problem=problem) if last else None
    return f"{next_drill(Schedule('0 5 * * 0', 'UTC'), drill, foreseen, NOON):%Y-%m-%d %H:%M}"


def test_a_drill_is_due_once_a_week_whether_the_last_was_scheduled_or_by_hand_good_or_not() -> None:
    assert drill_due() == "2026-11-29 05:00"
    assert drill_due(NOON) == "2026-11-29 05:00"
    assert drill_due(NOON, problem="damaged") == "2026-11-29 05:00"


def test_a_drill_missed_while_the_machine_was_off_is_made_up_also_the_first() -> None:
    assert drill_due(NOON - timedelta(days=7)) == "2026-11-22 05:00"
    assert drill_due(foreseen="2026-11-22T05:00:00+00:00") == "2026-11-22 05:00"
