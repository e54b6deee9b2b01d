"""Missing segments of WAL are found, on one timeline and where one follows another, and nothing else is."""

from hypothesis import given
from hypothesis import strategies as st

from fkplus.backups.gaps import gaps, is_passed_over
from fkplus.model.wal import Segment


@given(start=st.integers(0, 1000), length=st.integers(2, 40), data=st.data())
def test_one_missing_segment_is_one_gap(start: int, length: int, data: st.DataObject) -> None:
    whole = [Segment(1, start + n) for n in range(length + 1)]
    missing = data.draw(st.integers(1, length - 1))
    assert gaps(whole, whole[0]) == []
    left = [segment for segment in whole if segment != whole[missing]]
    assert gaps(left, whole[0]) == [(whole[missing - 1], whole[missing + 1])]


def test_a_segment_is_passed_over_when_a_later_one_of_its_timeline_is_archived() -> None:
    archived = {Segment(1, 5), Segment(1, 7), Segment(2, 9)}
    passed = [n for n in range(4, 10) if is_passed_over(Segment(1, n), archived)]
    assert passed == [4, 6]


def test_what_lies_before_the_start_does_not_matter() -> None:
    assert gaps([Segment(1, 1), Segment(1, 5), Segment(1, 6)], Segment(1, 5)) == []


def test_a_missing_start_is_a_gap() -> None:
    assert gaps([Segment(1, 6)], Segment(1, 5)) == [(Segment(1, 5), Segment(1, 6))]


def test_a_new_timeline_goes_on_in_the_segment_of_its_switch_or_in_the_next() -> None:
    old = [Segment(1, 5), Segment(1, 6)]
    assert gaps([*old, Segment(2, 6), Segment(2, 7)], old[0]) == []
    assert gaps([*old, Segment(2, 7)], old[0]) == []


def test_an_old_primary_may_have_gone_further_than_its_successor_began() -> None:
    segments = [Segment(1, n) for n in (5, 6, 7, 8)] + [Segment(2, 6), Segment(2, 7)]
    assert gaps(segments, segments[0]) == []


def test_timelines_that_branch_off_an_earlier_one_have_no_gap() -> None:
    first = [Segment(1, n) for n in range(5, 21)]
    branches = [Segment(2, 10), Segment(2, 11), Segment(3, 7), Segment(4, 20), Segment(4, 21)]
    assert gaps([*first, *branches], first[0]) == []


def test_a_failover_with_unarchived_segments_is_a_gap() -> None:
    assert gaps([Segment(1, 5), Segment(2, 8)], Segment(1, 5)) == [(Segment(1, 5), Segment(2, 8))]
