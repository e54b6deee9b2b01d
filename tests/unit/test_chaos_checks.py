"""A run's record is judged by what happened, not by what was hoped: hand-made histories, good and bad."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fkplus.chaos import checks
from fkplus.chaos.checks import Record
from fkplus.chaos.history import Accepted, Role, Seen, Source, healthy_since
from fkplus.chaos.ledger import Entry, Event

NODES = ("node1", "node2", "node3")


def entries(event: Event, *numbers: int) -> list[Entry]:
    """An attempt at each full second and its outcome half a second later."""
    return [
        entry
        for number in numbers
        for entry in (
            Entry(Event.ATTEMPT, number, 1, number, number),
            Entry(event, number, 1, number + 0.5, number + 0.5),
        )
    ]


def wrote(node: str, number: int, timeline: int, began: float, ended: float | None = None) -> Accepted:
    return Accepted(node, number, timeline, began, began + 0.1 if ended is None else ended)


def looked(at: float, timeline: int = 1, primary: str = "node1", *away: str) -> list[Seen]:
    """What a look at every node at one moment shows when `away` nodes don't answer."""
    seen = []
    for node in NODES:
        role = Role.SILENT if node in away else Role.PRIMARY if node == primary else Role.REPLICA
        streams = role is not Role.SILENT
        seen += [
            Seen(source, node, at, role, timeline * streams, streams)
            for source in (Source.PATRONI, Source.POSTGRESQL)
        ]
    return seen


GOOD = Record(
    nodes=NODES,
    writes=entries(Event.ACKNOWLEDGED, 1, 2, 3, 4, 5, 6),
    reads=entries(Event.ACKNOWLEDGED, 1, 2, 3, 4, 5, 6),
    seen=[*looked(1), *looked(3, 1, "", "node1"), *looked(5, 2, "node2")],
    accepted=[wrote("node1", 1, 1, 1), wrote("node2", 2, 2, 5)],
    rows={1, 2, 3, 4, 5, 6},
    probes={1, 2},
    copies={node: {1, 2, 3, 4, 5, 6} for node in NODES},
    fault_at=2.0,
    healed_at=2.5,
)


def test_a_good_run_keeps_every_promise() -> None:
    found = [
        checks.nothing_lost(GOOD),
        checks.nothing_lost_past_haproxy(GOOD),
        checks.nothing_invented(GOOD),
        checks.one_primary(GOOD),
        checks.same_rows(GOOD),
        checks.one_timeline(GOOD),
        checks.healthy_again(GOOD, 3),
        checks.reads_served(GOOD, 1),
    ]
    assert [check.promise for check in found if not check.kept] == []


def test_a_lost_row_is_named() -> None:
    check = checks.nothing_lost(replace(GOOD, rows={1, 2, 3, 4, 6}))
    assert not check.kept
    assert check.found == "1 acknowledged rows lost: 5"


def test_a_row_that_an_old_primary_took_past_haproxy_and_that_is_gone_is_named() -> None:
    check = checks.nothing_lost_past_haproxy(replace(GOOD, probes={2}))
    assert not check.kept
    assert check.found == "1 of 2 lost: 1"


def test_a_row_from_nowhere_and_a_refused_row_are_found() -> None:
    assert not checks.nothing_invented(replace(GOOD, rows={*GOOD.rows, 99})).kept
    refused = [*GOOD.writes, *entries(Event.REFUSED, 7)]
    assert checks.nothing_invented(replace(GOOD, writes=refused)).kept
    assert not checks.nothing_invented(replace(GOOD, writes=refused, rows={*GOOD.rows, 7})).kept


def test_an_old_primary_that_goes_on_accepting_is_found() -> None:
    beside = [*GOOD.accepted, wrote("node1", 3, 1, 6)]
    check = checks.one_primary(replace(GOOD, accepted=beside))
    assert not check.kept
    assert check.found == "node2 wrote on timeline 2, then node1 on timeline 1"


def test_two_nodes_on_one_timeline_are_found() -> None:
    assert not checks.one_primary(
        replace(GOOD, accepted=[wrote("node1", 1, 1, 1), wrote("node2", 2, 1, 5)])
    ).kept


def test_a_commit_that_began_before_the_other_primary_accepted_proves_nothing() -> None:
    hung = [*GOOD.accepted, wrote("node1", 3, 1, 4, ended=6)]
    assert checks.one_primary(replace(GOOD, accepted=hung)).kept


def test_a_primary_may_come_back_on_a_later_timeline() -> None:
    there_and_back = [wrote("node1", 1, 1, 1), wrote("node2", 2, 2, 2), wrote("node1", 3, 3, 3)]
    check = checks.one_primary(replace(GOOD, accepted=there_and_back))
    assert check.kept
    assert check.found == "node1 (1) → node2 (2) → node1 (3)"


TURNS = st.lists(st.tuples(st.sampled_from(NODES), st.integers(1, 5)), min_size=1, max_size=6)


@given(TURNS)
def test_turns_of_primaries_one_after_the_other_are_never_blamed(turns: list[tuple[str, int]]) -> None:
    """Each turn is a promotion, so a timeline of its own; within it a few writes one after the other."""
    accepted = [
        wrote(node, 10 * turn + write, turn, 10 * turn + write)
        for turn, (node, writes) in enumerate(turns, start=1)
        for write in range(writes)
    ]
    assert checks.one_primary(replace(GOOD, accepted=accepted)).kept


@given(TURNS, st.sampled_from(NODES))
def test_a_write_on_an_overtaken_timeline_is_always_found(turns: list[tuple[str, int]], old: str) -> None:
    accepted = [wrote(node, turn, turn, turn) for turn, (node, _) in enumerate(turns, start=1)]
    newest = next((one for one in reversed(accepted) if one.node != old), None)
    late = wrote(old, 99, newest.timeline if newest else 1, 100)
    assert checks.one_primary(replace(GOOD, accepted=[*accepted, late])).kept is (newest is None)


def test_a_node_with_other_rows_and_a_silent_one_are_named() -> None:
    check = checks.same_rows(replace(GOOD, copies={"node1": set(GOOD.rows), "node2": {1}}))
    assert not check.kept
    assert check.found == "other rows on node2; no answer of node3"


def test_two_timelines_in_the_end_are_found() -> None:
    behind = [seen for seen in looked(6, 1, "node2") if seen.node == "node3"]
    assert not checks.one_timeline(replace(GOOD, seen=[*GOOD.seen, *behind])).kept


def test_two_primaries_in_the_end_are_found() -> None:
    second = Seen(Source.POSTGRESQL, "node2", 2, Role.PRIMARY, 1, streams=True)
    assert checks.one_timeline(replace(GOOD, seen=looked(1))).kept
    assert not checks.one_timeline(replace(GOOD, seen=[*looked(1), second])).kept


def test_a_cluster_that_does_not_heal_is_found() -> None:
    check = checks.healthy_again(replace(GOOD, seen=[*GOOD.seen, *looked(6, 2, "node2", "node3")]), 3)
    assert not check.kept
    assert check.found == "not healthy in the end"
    assert not checks.healthy_again(GOOD, 2).kept


def test_a_gap_in_the_reads_is_found_and_one_before_the_fault_is_not() -> None:
    gap = entries(Event.ACKNOWLEDGED, 1, 2, 7, 8)
    assert not checks.reads_served(replace(GOOD, reads=gap), 3).kept
    assert checks.reads_served(replace(GOOD, reads=gap, fault_at=8.0), 3).kept


def test_healthy_means_from_then_on() -> None:
    seen = [*looked(1), *looked(2, 1, "", "node1"), *looked(3, 2, "node2"), *looked(4, 2, "node2")]
    assert healthy_since(seen, NODES, after=1.5) == 3
    assert healthy_since([*seen, *looked(5, 2, "node2", "node3")], NODES, after=1.5) is None


def test_healthy_throughout_is_healthy_at_once() -> None:
    assert healthy_since([*looked(1), *looked(2)], NODES, after=1.5) == 1.5


def test_a_primary_that_takes_no_writes_is_not_healthy() -> None:
    hangs = [replace(seen, streams=False) if seen.role is Role.PRIMARY else seen for seen in looked(2)]
    assert healthy_since([*looked(1), *hangs], NODES, after=1) is None


def test_a_node_that_was_never_seen_is_not_healthy() -> None:
    assert healthy_since(looked(1), [*NODES, "node4"], after=0) is None
