"""Missing segments of WAL are found, on one timeline and where one follows another, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fkplus.backups.segments import Segment, archived, gaps, is_passed_over, parse

SUM = "8e2c02d23920a8abd58af0989a1076cf16f2b4f5"


def names(*segments: str) -> list[str]:
    return [f"15-1/{each[:16]}/{each}-{SUM}.zst" for each in segments]


def test_whole_segments_are_told_from_the_rest_of_the_archive() -> None:
    listing = [
        ".",
        "15-1",
        "15-1/0000000100000000",
        *names("0000000100000000000000FF", "000000010000000100000000"),
        f"15-1/0000000100000001/000000010000000100000001.partial-{SUM}.zst",
        "15-1/0000000100000000/000000010000000000000002.00000028.backup",
        "15-1/00000002.history",
        "archive.info",
    ]
    assert archived(listing) == {Segment(1, 0xFF), Segment(1, 0x100)}


@pytest.mark.parametrize("text", ["00000002.history", "000000010000000000000001.partial", ""])
def test_what_is_no_segment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no segment"):
        parse(text)


@given(st.integers(1, 2**31), st.integers(0, 2**32))
def test_a_name_and_its_segment_are_the_same(timeline: int, number: int) -> None:
    segment = Segment(timeline, number)
    assert parse(segment.name) == segment


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
