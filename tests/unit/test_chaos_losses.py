"""What a ledger says is what its clients saw: losses, rows from nowhere, the longest outage."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fkplus.chaos.ledger import Entry, Event, Ledger, numbers, read
from fkplus.chaos.losses import Gap, downtime, lost, never_attempted, refused_but_stored

OUTCOMES = st.sampled_from([Event.ACKNOWLEDGED, Event.REFUSED, Event.UNKNOWN])
TIMES = st.lists(st.floats(0, 1000), min_size=1, max_size=30)


def entry(event: Event, number: int, at: float) -> Entry:
    return Entry(event, number, client=1, at=at, wall=at)


def history(*outcomes: Event) -> list[Entry]:
    """One attempt a second and its outcome 0.1 s later."""
    pairs = [
        (entry(Event.ATTEMPT, number, number), entry(outcome, number, number + 0.1))
        for number, outcome in enumerate(outcomes, start=1)
    ]
    return [line for pair in pairs for line in pair]


def test_an_acknowledged_row_that_is_not_there_is_lost() -> None:
    entries = history(Event.ACKNOWLEDGED, Event.ACKNOWLEDGED, Event.UNKNOWN, Event.REFUSED)
    assert lost(entries, {1, 2, 3}) == frozenset()
    assert lost(entries, {2}) == {1}


def test_an_unknown_row_may_be_there_or_not() -> None:
    entries = history(Event.UNKNOWN)
    for stored in (set(), {1}):
        assert not lost(entries, stored)
        assert not never_attempted(entries, stored)
        assert not refused_but_stored(entries, stored)


def test_a_row_that_nobody_tried_is_found() -> None:
    assert never_attempted(history(Event.ACKNOWLEDGED), {1, 7}) == {7}


def test_a_refused_row_must_not_be_there() -> None:
    assert refused_but_stored(history(Event.REFUSED, Event.ACKNOWLEDGED), {1, 2}) == {1}


@given(st.lists(OUTCOMES, max_size=30), st.data())
def test_every_row_is_accounted_for_once(outcomes: list[Event], data: st.DataObject) -> None:
    entries = history(*outcomes)
    rows = data.draw(st.sets(st.integers(1, 40)))
    acknowledged = numbers(entries, Event.ACKNOWLEDGED)
    assert lost(entries, rows) | (acknowledged & rows) == acknowledged
    assert never_attempted(entries, rows) == {row for row in rows if row > len(outcomes)}


def test_the_outage_is_between_two_acknowledgements() -> None:
    entries = history(
        Event.ACKNOWLEDGED, Event.UNKNOWN, Event.REFUSED, Event.ACKNOWLEDGED, Event.ACKNOWLEDGED
    )
    assert downtime(entries) == Gap(1.1, 4.1)


def test_an_outage_that_lasts_to_the_end_counts() -> None:
    assert downtime(history(Event.ACKNOWLEDGED, Event.UNKNOWN, Event.UNKNOWN)).ended == 3.1
    assert downtime(history(Event.REFUSED, Event.REFUSED)) == Gap(1, 2.1)


def test_an_outage_before_the_fault_does_not_count() -> None:
    entries = history(Event.ACKNOWLEDGED, Event.UNKNOWN, Event.UNKNOWN, *[Event.ACKNOWLEDGED] * 3)
    assert downtime(entries) == Gap(1.1, 4.1)
    assert downtime(entries, after=4.5) == Gap(4.1, 5.1)


def test_without_an_entry_there_is_no_outage() -> None:
    assert downtime([]).seconds == 0


@given(TIMES)
def test_no_gap_is_longer_than_the_outage(times: list[float]) -> None:
    entries = [entry(Event.ACKNOWLEDGED, number, at) for number, at in enumerate(times)]
    gap = downtime(entries)
    assert 0 <= gap.seconds <= max(times) - min(times)
    assert not [at for at in times if gap.began < at < gap.ended]
    # The largest of n - 1 gaps is at least their mean.
    assert gap.seconds * max(1, len(times) - 1) >= (max(times) - min(times)) * (1 - 1e-9)


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.add(Event.ATTEMPT, 1, 2)
    ledger.add(Event.REFUSED, 1, 2, sqlstate="25006", detail="cannot execute INSERT")
    ledger.close()
    attempt, refused = read(tmp_path / "ledger")
    assert (attempt.event, attempt.number, attempt.client, attempt.sqlstate) == (Event.ATTEMPT, 1, 2, "")
    assert (refused.event, refused.sqlstate, refused.detail) == (
        Event.REFUSED,
        "25006",
        "cannot execute INSERT",
    )
    assert attempt.at <= refused.at


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.add(Event.ATTEMPT, 1, 1)
    ledger.close()
    with (tmp_path / "ledger").open("a") as file:
        file.write('{"event": "acknow')
    assert [found.number for found in read(tmp_path / "ledger")] == [1]
