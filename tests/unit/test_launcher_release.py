"""When the launcher may delete the leader key, read from keys as Patroni 4.1 writes them to etcd."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from fkplus.components.dynamic_configuration import dynamic_configuration
from fkplus.launcher import etcd, release
from fkplus.launcher.release import Keys

CONFIG = dict(dynamic_configuration())
SYNC = {"leader": "node1", "sync_standby": "node2,node3", "quorum": 1}
CRASHED = Keys(leader="node1", config=CONFIG, sync=SYNC, members={"node2": "", "node3": ""})
SWITCHOVER = replace(CRASHED, failover={"leader": "node1", "member": "node3"})


def test_our_own_configuration_lets_a_crashed_primary_be_replaced() -> None:
    assert release.obstacle(CRASHED, "node1", asked=False) == ""
    assert release.too_few(CRASHED, {"node2", "node3"}, asked=False) == ""


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (replace(CRASHED, leader="node2"), "the leader is node2"),
        (replace(CRASHED, leader=""), "the leader is nobody"),
        (replace(CRASHED, config=CONFIG | {"pause": True}), "paused"),
        (replace(CRASHED, config=CONFIG | {"standby_cluster": {"host": "elsewhere"}}), "another one"),
        (replace(CRASHED, config=CONFIG | {"synchronous_mode": False}), "not synchronous"),
        (replace(CRASHED, config=CONFIG | {"primary_start_timeout": 300}), "in its place"),
        (replace(CRASHED, config={}), "not synchronous"),
        (replace(CRASHED, sync={}), "not known"),
        (replace(CRASHED, sync=SYNC | {"leader": "node2"}), "not known"),
    ],
)
def test_the_key_stays_where_patroni_itself_would_keep_it(keys: Keys, reason: str) -> None:
    assert reason in release.obstacle(keys, "node1", asked=False)


@pytest.mark.parametrize(
    ("sync", "healthy", "enough"),
    [
        (SYNC, {"node2", "node3"}, True),
        # ANY 1 of two: the one that is silent may be the only one with the last rows.
        (SYNC, {"node2"}, False),
        (SYNC, {"node2", "node4"}, False),
        (SYNC, set(), False),
        ({"leader": "node1", "sync_standby": "node2", "quorum": 0}, {"node2"}, True),
        ({"leader": "node1", "sync_standby": "node2"}, {"node2"}, True),
        ({"leader": "node1", "sync_standby": "", "quorum": 0}, {"node2", "node3"}, False),
        ({"leader": "node1", "sync_standby": None}, {"node2", "node3"}, False),
    ],
)
def test_a_quorum_of_the_voters_has_to_be_healthy(
    sync: dict[str, Any], healthy: set[str], enough: bool
) -> None:
    assert (release.too_few(replace(CRASHED, sync=sync), healthy, asked=False) == "") is enough


def test_a_switchover_needs_its_candidate_and_no_more() -> None:
    assert release.is_asked(SWITCHOVER, "node1")
    assert release.too_few(SWITCHOVER, {"node3"}, asked=True) == ""
    assert "node3" in release.too_few(SWITCHOVER, {"node2"}, asked=True)
    # After a crash the same key counts for nothing.
    assert release.too_few(SWITCHOVER, {"node3"}, asked=False) != ""


@pytest.mark.parametrize(
    "failover",
    [
        {},
        {"leader": "node2"},
        {"member": "node3"},
        {"leader": "node1", "scheduled_at": "2026-12-01T00:00:00+00:00"},
    ],
)
def test_a_clean_stop_alone_is_no_switchover(failover: dict[str, str]) -> None:
    assert not release.is_asked(replace(CRASHED, failover=failover), "node1")


def test_a_pause_also_holds_for_a_switchover_of_ours() -> None:
    paused = replace(SWITCHOVER, config=CONFIG | {"pause": True})
    assert "paused" in release.obstacle(paused, "node1", asked=True)


@pytest.mark.parametrize(
    ("status", "healthy"),
    [
        ({"state": "running", "role": "replica"}, True),
        ({"state": "running", "role": "replica", "tags": {"nofailover": True}}, False),
        ({"state": "running", "role": "primary"}, False),
        ({"state": "starting", "role": "replica"}, False),
        ({}, False),
    ],
)
def test_only_a_running_replica_counts(status: dict[str, Any], healthy: bool) -> None:
    assert release.is_healthy(status) is healthy


def test_keys_are_read_as_patroni_writes_them() -> None:
    prefix = "/fkplus/local/"

    def entry(name: str, value: str, revision: int) -> dict[str, str]:
        def encode(text: str) -> str:
            return base64.b64encode(text.encode()).decode()

        return {"key": encode(prefix + name), "value": encode(value), "mod_revision": str(revision)}

    member = {"conn_url": "postgres://127.0.0.1:5442/postgres", "api_url": "http://127.0.0.1:8012/patroni"}
    answer = {
        "kvs": [
            entry("config", json.dumps(CONFIG), 7),
            entry("leader", "node1", 9),
            entry("members/node2", json.dumps(member), 11),
            entry("sync", json.dumps(SYNC), 12),
            # Patroni leaves an empty value where there is no failover any more; etcd then sends none.
            {k: v for k, v in entry("failover", "", 13).items() if k != "value"},
        ]
    }
    keys = etcd.parse(prefix, answer)
    assert (keys.leader, keys.voters, keys.failover) == ("node1", ["node2", "node3"], {})
    assert keys.members == {"node2": "http://127.0.0.1:8012/patroni"}
    assert keys.revisions["leader"] == "9"
    assert etcd.parse(prefix, {}) == Keys()
