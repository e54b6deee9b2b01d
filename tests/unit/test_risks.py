"""What would not survive is named from one look at the cluster, with where it is and what to do next."""

from dataclasses import replace
from typing import Any

import pytest

from fkplus.components.dynamic_configuration import dynamic_configuration
from fkplus.model.backup_runs import Outlook, Run, Runs
from fkplus.model.members import Member, Members
from fkplus.model.observation import Backups, Database, Observation, Slot, Space
from fkplus.operations.risks import Risk, risks

GIBIBYTE = 1024**3
CALM = Space(size=100 * GIBIBYTE, free=50 * GIBIBYTE)
ETCD = {"leader": "17", "dbSize": "20480"}


def member(node: str, **changes: Any) -> Member:
    primary = node == "node1"
    role, state = ("primary", "running") if primary else ("replica", "streaming")
    usual = Member(node, role, state, 3, 0, is_synchronous=not primary, pending_restart=False)
    return replace(usual, **changes)


def members(*others: Member, paused: bool = False) -> Members:
    """Return three healthy members, those in `others` in place of the ones of the same node."""
    given = {each.node: each for each in others}
    return Members(tuple(given.get(node, member(node)) for node in ("node1", "node2", "node3")), paused)


WHOLE = Observation(
    nodes={"node1": 5441, "node2": 5442, "node3": 5443},
    members=members(),
    configuration=dynamic_configuration(),
    statuses={
        "node1": {"state": "running", "role": "primary"},
        "node2": {"state": "running", "role": "replica"},
        "node3": {"state": "running", "role": "replica"},
    },
    etcd={"node1": ETCD, "node2": ETCD, "node3": ETCD},
    spaces={"patroni-node1": CALM, "etcd-node1": CALM},
    units=dict.fromkeys(["etcd-node1", "patroni-node1", "haproxy-node1"], "running"),
    database=Database(True, 5441, "1", (), (Slot("node2", True, "reserved", 0),)),
)


GOOD = Run("2026-11-25T03:00:00+00:00", "2026-11-25T03:01:00+00:00", ok=True, label="20261125-030000F")
FAILED = Run("2026-11-26T03:00:00+00:00", "2026-11-26T03:01:00+00:00", problem="no room")
WHOLE = replace(WHOLE, backups=Backups(Runs(GOOD, GOOD)))


def backups(**changes: Any) -> dict[str, Any]:
    return {"backups": replace(Backups(Runs(GOOD, GOOD)), **changes)}


def settings(**changes: Any) -> dict[str, Any]:
    return {"configuration": {**dynamic_configuration(), **changes}}


def database(**changes: Any) -> dict[str, Any]:
    return {"database": replace(WHOLE.database, **changes)}


def slot(*values: Any) -> dict[str, Any]:
    return database(slots=(Slot(*values),))


def test_a_whole_cluster_has_no_risk() -> None:
    assert risks(WHOLE) == ()


def test_a_stopped_cluster_has_one_word_for_all() -> None:
    stopped = Observation(nodes=WHOLE.nodes, units=dict.fromkeys(WHOLE.units, "stopped"))
    assert [risk.what for risk in risks(stopped)] == ["everything is stopped"]


@pytest.mark.parametrize(
    ("changes", "where", "what"),
    [
        pytest.param(
            {"members": members(member("node3", state="starting"))},
            "node3",
            "1 of 2 replicas follow: without node2 too, commits lie on the primary's disk alone",
            id="one-replica-left",
        ),
        pytest.param(
            {"members": Members(members().members[:2], paused=False)},
            "node3",
            "1 of 2 replicas",
            id="forgotten",
        ),
        pytest.param(
            {"members": members(*(member(node, state="starting") for node in ("node2", "node3")))},
            "node2, node3",
            "no replica follows",
            id="no-replica-left",
        ),
        pytest.param(
            {"members": members(*(member(node, is_synchronous=False) for node in ("node2", "node3")))},
            "node1",
            "no synchronous replica",
            id="nobody-is-waited-for",
        ),
        pytest.param(settings(synchronous_mode=False), "cluster", "not synchronous", id="asynchronous"),
        pytest.param(
            {"members": members(member("node2", lag_bytes=17 * 1024**2))}, "node2", "17 MiB behind", id="lag"
        ),
        pytest.param(
            {"members": members(member("node2", timeline=2))},
            "node2",
            "on timeline 2, the primary on 3",
            id="timeline",
        ),
        pytest.param(
            {"members": members(member("node1", state="crashed"))},
            "node1",
            "its instance is crashed",
            id="crashed",
        ),
        pytest.param({"members": Members((), paused=False)}, "cluster", "no member holds", id="no-leader"),
        pytest.param(
            {"statuses": {**WHOLE.statuses, "node1": {"role": "replica"}}},
            "node1",
            "in recovery",
            id="read-only",
        ),
        pytest.param(
            {"statuses": {"node1": WHOLE.statuses["node1"], "node2": WHOLE.statuses["node2"]}},
            "node3",
            "Patroni does not answer",
            id="patroni-silent",
        ),
        pytest.param(
            {"statuses": {**WHOLE.statuses, "node1": {"role": "primary", "failsafe_mode_is_active": True}}},
            "node1",
            "failsafe mode",
            id="failsafe",
        ),
        pytest.param(
            {"etcd": {"node1": ETCD, "node2": ETCD, "node3": None}},
            "etcd-node3",
            "2 of 3 members of etcd work: without one more there is no failover",
            id="etcd-2-of-3",
        ),
        pytest.param(
            {"etcd": {"node1": {"errors": ["etcdserver: no leader"]}, "node2": None, "node3": None}},
            "etcd-node1, etcd-node2, etcd-node3",
            "0 of 3 members of etcd work, which is no quorum",
            id="etcd-without-quorum",
        ),
        pytest.param(
            {"etcd": {**WHOLE.etcd, "node2": {**ETCD, "errors": ["NOSPACE"]}}},
            "etcd-node2",
            "NOSPACE",
            id="alarm",
        ),
        pytest.param(
            database(port=None, accepts_writes=False), "write endpoint", "leads nowhere", id="no-endpoint"
        ),
        pytest.param(database(port=5442), "write endpoint", "leads to node2", id="wrong-endpoint"),
        pytest.param(slot("node3", False, "lost", None), "slot node3", "copied afresh", id="slot-lost"),
        pytest.param(
            slot("node3", False, "extended", 600 * 1024**2), "slot node3", "600 MiB", id="slot-grows"
        ),
        pytest.param(
            settings(postgresql={"parameters": {}}),
            "cluster",
            "max_slot_wal_keep_size is not set",
            id="no-bound",
        ),
        pytest.param(
            {"spaces": {"patroni-node1": Space(100 * GIBIBYTE, GIBIBYTE)}},
            "patroni-node1",
            "low: 1,024 MiB",
            id="low",
        ),
        pytest.param(
            {"spaces": {"patroni-node1": Space(100 * GIBIBYTE, 0)}},
            "patroni-node1",
            "is full: 0 MiB",
            id="full",
        ),
        pytest.param(
            {"spaces": {"etcd-node1": Space(GIBIBYTE, 2**28)}}, "etcd-node1", "low: 256 MiB", id="etcd-low"
        ),
        pytest.param(
            {"units": {**WHOLE.units, "haproxy-node1": "failing"}}, "haproxy-node1", "again", id="failing"
        ),
        pytest.param(
            {"units": {**WHOLE.units, "haproxy-node1": "failed"}}, "haproxy-node1", "failed", id="failed"
        ),
        pytest.param(database(unarchived="000000010000000000000007"), "backups", "from 0000", id="archive"),
        pytest.param(backups(outlook=Outlook(gap="A to B")), "backups", "missing, A to B", id="gap"),
        pytest.param(backups(outlook=Outlook(problem="gone")), "backups", "can't be read: gone", id="unread"),
        pytest.param(backups(runs=Runs(FAILED, GOOD)), "backups", "failed: no room", id="backup-failed"),
        pytest.param(backups(runs=Runs()), "backups", "no backup yet", id="no-backup"),
        pytest.param({"members": members(paused=True)}, "cluster", "paused", id="paused"),
        pytest.param(
            {"members": members(member("node2", pending_restart=True))},
            "node2",
            "restart",
            id="pending-restart",
        ),
        pytest.param(
            settings(ttl=30, retry_timeout=15), "cluster", "exceeds ttl 30", id="timings-that-do-not-fit"
        ),
        pytest.param(settings(loop_wait=0), "cluster", "loop_wait 0 is below", id="timings-too-short"),
    ],
)
def test_a_risk_is_named(changes: dict[str, Any], where: str, what: str) -> None:
    found = risks(replace(WHOLE, **changes))
    named = [risk for risk in found if risk.where == where and what in risk.what]
    assert named, found
    assert all(risk.next for risk in found)


def test_the_first_backup_in_the_making_is_no_risk() -> None:
    begun = Backups(Runs(Run("2026-11-25T03:00:00+00:00")), running=True)
    assert risks(replace(WHOLE, backups=begun)) == ()


def test_a_topology_without_backups_misses_none() -> None:
    assert risks(replace(WHOLE, backups=None)) == ()


def test_one_fault_is_one_risk() -> None:
    for changes in (
        {"members": members(member("node2", lag_bytes=17 * 1024**2))},
        {"etcd": {"node1": ETCD, "node2": ETCD, "node3": None}},
        {"etcd": {"node1": {"errors": ["etcdserver: no leader"]}, "node2": None, "node3": None}},
        {"spaces": {"patroni-node1": Space(100 * GIBIBYTE, 0)}},
    ):
        assert len(risks(replace(WHOLE, **changes))) == 1  # type: ignore[arg-type]


def test_a_cluster_of_one_instance_misses_no_replica() -> None:
    alone = replace(
        WHOLE,
        nodes={"node1": 5441},
        members=Members((member("node1"),), paused=False),
        statuses={"node1": WHOLE.statuses["node1"]},
    )
    assert risks(alone) == ()


def test_what_nobody_could_tell_is_no_reason_to_fail() -> None:
    blind = Observation(nodes=WHOLE.nodes, units={"etcd-node1": "running"}, etcd={"node1": None})
    assert all(isinstance(risk, Risk) for risk in risks(blind))
