"""Nothing acknowledged is lost, and the cluster heals by itself."""

import os
import shutil
import signal
import time

import pytest
from running import Fkplus
from writer import Writer

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]


def test_no_commit_is_lost_when_the_postmaster_of_the_primary_is_killed(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        os.kill(fkplus.postmaster(before["primary"]), signal.SIGKILL)
        writer.wait_for_writes()
        after = fkplus.wait_until_ready()
        writer.wait_for_writes()
    assert writer.missing() == set()
    assert after["primary"] != before["primary"]
    assert after["timeline"] > before["timeline"]


def test_a_killed_patroni_comes_back_and_adopts_its_postgresql(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    node = before["primary"]
    postmaster = fkplus.postmaster(node)
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        killed = fkplus.patroni(node)
        os.kill(killed, signal.SIGKILL)
        writer.wait_for_writes()
        after = fkplus.wait_until_ready()
    assert writer.missing() == set()
    assert (after["primary"], fkplus.postmaster(node)) == (node, postmaster)
    assert fkplus.patroni(node) != killed
    assert writer.connections == 1, "a session was cut"


def test_a_switchover_moves_the_primary_where_it_is_told(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    target = next(member["node"] for member in before["members"] if member["role"] == "replica")
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        fkplus.run("switchover", "--to", target)
        writer.wait_for_writes()
    assert fkplus.wait_until_ready()["primary"] == target
    assert writer.missing() == set()
    assert "already so" in fkplus.run("switchover", "--to", target).stderr


def test_up_does_not_undo_a_switchover(fkplus: Fkplus) -> None:
    before = fkplus.status()["primary"]
    fkplus.run("up")
    assert fkplus.status()["primary"] == before


def test_status_names_what_would_not_survive_also_when_somebody_hangs(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    node = next(member["node"] for member in before["members"] if member["role"] == "replica")
    # The launcher first: it would replace a Patroni that hangs.
    frozen = [fkplus.pids()[f"patroni-{node}"], fkplus.patroni(node)]
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        risks = fkplus.status()["risks"]
    finally:
        for pid in reversed(frozen):
            os.kill(pid, signal.SIGCONT)
    assert [risk["where"] for risk in risks if "Patroni does not answer" in risk["what"]] == [node]


def test_a_whole_cluster_has_no_risk_but_a_small_disk(fkplus: Fkplus) -> None:
    deadline = time.monotonic() + 60
    while risks := [risk for risk in fkplus.status()["risks"] if "disk" not in risk["what"]]:
        assert time.monotonic() < deadline, risks
        time.sleep(0.5)


def test_a_rolling_restart_reaches_every_instance_and_loses_nothing(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    nodes = [member["node"] for member in before["members"]]
    postmasters = {node: fkplus.postmaster(node) for node in nodes}
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        fkplus.run("restart")
        writer.wait_for_writes()
    after = fkplus.wait_until_ready()
    assert writer.missing() == set()
    assert after["primary"] != before["primary"]
    assert {node for node in nodes if fkplus.postmaster(node) == postmasters[node]} == set()
    assert "already so" in fkplus.run("restart", "--pending").stderr


def test_a_restart_of_a_cluster_that_is_not_whole_is_refused(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    node = next(member["node"] for member in before["members"] if member["role"] == "replica")
    start = len(fkplus.log(node))
    needed = fkplus.settings_of_patroni(node)
    away = needed.with_suffix(".away")
    postmasters = {member["node"]: fkplus.postmaster(member["node"]) for member in before["members"]}
    needed.rename(away)
    try:
        os.kill(fkplus.patroni(node), signal.SIGKILL)
        os.kill(postmasters.pop(node), signal.SIGKILL)
        fkplus.wait_for_log(node, "fence: no process of the instance is left", start)
        result = fkplus.run("restart", check=False)
    finally:
        away.rename(needed)
    assert result.returncode == 1
    assert "not whole" in result.stderr
    assert {other: fkplus.postmaster(other) for other in postmasters} == postmasters
    fkplus.wait_until_ready()


def test_a_failover_needs_a_known_node(fkplus: Fkplus) -> None:
    result = fkplus.run("failover", "--to", "node9", check=False)
    assert result.returncode == 2
    assert "node1, node2, node3" in result.stderr


@pytest.mark.parametrize("component", ["etcd", "haproxy"])
def test_a_killed_unit_is_started_again(fkplus: Fkplus, component: str) -> None:
    unit, before = next(one for one in fkplus.pids().items() if one[0].startswith(component))
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while (now := fkplus.pids()[unit]) in (None, before):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    fkplus.wait_until_ready()
    assert now != before


def test_a_failover_by_name_loses_nothing_where_it_is_not_refused(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    target = next(member["node"] for member in before["members"] if member["role"] == "replica")
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        fkplus.run("failover", "--to", target)
        writer.wait_for_writes()
    assert fkplus.wait_until_ready()["primary"] == target
    assert writer.missing() == set()


def test_an_etcd_member_that_lost_its_data_joins_anew(fkplus: Fkplus) -> None:
    fkplus.wait_until_ready()
    unit = "etcd-node3"
    data = fkplus.node_home("node3") / "data" / unit
    lost = data.with_name(f"{unit}.lost")
    data.rename(lost)
    os.kill(fkplus.pids()[unit], signal.SIGKILL)
    try:
        said = fkplus.run("up").stderr
    finally:
        shutil.rmtree(lost)
    assert f"{unit}: had no data, joined as a new member" in said
    assert not [risk for risk in fkplus.status()["risks"] if "etcd" in str(risk)]
    assert "joined" not in fkplus.run("up").stderr
    fkplus.wait_until_ready()
