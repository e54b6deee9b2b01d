"""A replica is promoted by name only where it has every row that any synchronous replica has."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fkplus.model.promotion import objection

VOTERS = ("node2", "node3")
OLD: Mapping[str, object] = {"role": "primary", "state": "running"}


def replica(received: int | None, replayed: int = 1) -> Mapping[str, object]:
    return {
        "role": "replica",
        "state": "running",
        "xlog": {"received_location": received, "replayed_location": replayed},
    }


@pytest.mark.parametrize(
    ("statuses", "why"),
    [
        ({"node2": replica(9)}, "node3 may have rows that node2 lacks"),
        ({"node2": replica(9), "node3": replica(10)}, "node2 lacks 1 bytes"),
        ({"node2": replica(9), "node3": {"role": "replica", "state": "starting"}}, "can't be asked"),
        ({"node1": OLD, "node2": replica(9), "node3": replica(9)}, "node1 still"),
    ],
)
def test_what_may_lose_rows_has_its_reason(statuses: Mapping[str, Mapping[str, object]], why: str) -> None:
    assert why in objection("node2", VOTERS, statuses)


def test_who_does_not_vote_may_lack_anything() -> None:
    assert "no synchronous replica" in objection("node4", VOTERS, {"node4": replica(99)})


def test_a_replica_that_has_only_replayed_since_its_start_counts_as_far_as_that() -> None:
    assert objection("node2", VOTERS, {"node2": replica(None, 10), "node3": replica(7)}) == ""


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 5), min_size=1))
def test_exactly_the_furthest_are_accepted(positions: dict[str, int]) -> None:
    statuses = {node: replica(position) for node, position in positions.items()}
    accepted = {node for node in positions if not objection(node, tuple(positions), statuses)}
    assert accepted == {node for node in positions if positions[node] == max(positions.values())}
