"""Patroni's answer becomes one picture of who is primary and who follows."""

from typing import Any

from fkplus.model.members import parse


def answer(**changes: Any) -> dict[str, Any]:
    replica = {"role": "quorum_standby", "state": "streaming", "timeline": 3, "replay_lag": 0, "lag": 0}
    members = [
        {"name": "node1", "role": "leader", "state": "running", "timeline": 3},
        {"name": "node2", **replica},
        {"name": "node3", **(replica | changes)},
    ]
    return {"members": members, "scope": "local"}


def test_a_whole_cluster_is_healthy() -> None:
    picture = parse(answer())
    assert picture.healthy
    assert picture.primary is not None
    assert picture.primary.node == "node1"
    assert [member.role for member in picture.members] == ["primary", "replica", "replica"]


def test_a_replica_on_another_timeline_is_not() -> None:
    assert not parse(answer(timeline=2)).healthy


def test_a_replica_that_does_not_stream_is_not() -> None:
    assert not parse(answer(state="starting")).healthy


def test_an_unknown_lag_is_not_taken_for_zero() -> None:
    member = parse(answer(replay_lag="unknown", lag="unknown")).get("node3")
    assert member is not None
    assert member.lag_bytes is None


def test_a_leader_whose_postgresql_is_down_is_no_primary() -> None:
    given = answer()
    given["members"][0]["state"] = "crashed"
    assert parse(given).primary is None


def test_a_replica_that_streams_and_does_not_count_for_commits_is_named() -> None:
    assert parse(answer()).not_yet_synchronous == ()
    assert parse(answer(role="replica")).not_yet_synchronous == ("node3",)
    assert parse(answer(role="replica", state="starting")).not_yet_synchronous == ()


def test_nobody_is_not_healthy() -> None:
    assert not parse({}).healthy
