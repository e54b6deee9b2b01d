"""Nobody waits for a lease, and nothing is released before the old instance is certainly gone."""

import os
import signal
from typing import Any

import httpx
import psutil
import psycopg
import pytest
from launcher_log import FENCED, RELEASED
from running import Fkplus
from writer import Writer

from fkplus.launcher import instance, unit
from fkplus.runtimes.processes import own_pid

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]


def replicas(status: dict[str, Any]) -> list[str]:
    return [str(member["node"]) for member in status["members"] if member["role"] == "replica"]


def kill(*pids: int) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def set_pause(fkplus: Fkplus, on: bool) -> None:
    """Ask the first Patroni that answers to pause automatic failover in the cluster, or to resume it."""
    for node in ("node1", "node2", "node3"):
        here = unit.read(fkplus.settings_of_patroni(node))
        try:
            answer = httpx.patch(
                f"http://{here.rest}/config",
                json={"pause": True if on else None},
                auth=(here.rest_user, here.rest_password),
                trust_env=False,
            )
        except httpx.ConnectError:
            continue
        assert answer.status_code == 200
        return
    raise AssertionError("no Patroni answers")


def wait_until_gone(pid: int) -> None:
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=30)
    assert not psutil.pid_exists(pid)


@pytest.mark.parametrize("order", ["patroni first", "postmaster first"])
def test_when_both_die_the_launcher_releases_the_lock_after_a_fence(fkplus: Fkplus, order: str) -> None:
    before = fkplus.wait_until_ready()
    node = before["primary"]
    start = len(fkplus.log(node))
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        pids = [fkplus.patroni(node), fkplus.postmaster(node)]
        kill(*(pids if order == "patroni first" else reversed(pids)))
        log = fkplus.wait_for_log(node, RELEASED, start)
        writer.wait_for_writes()
        after = fkplus.wait_until_ready()
        writer.wait_for_writes()
    assert log.index(FENCED) < log.index(RELEASED)
    assert writer.missing() == set()
    assert after["primary"] != node


def test_a_stopped_backend_does_not_outlive_its_postmaster(fkplus: Fkplus) -> None:
    """It ignores the signals of the postmaster and of `pg_ctl stop -m immediate`, and could wake up later."""
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    with fkplus.connect() as connection:
        backend = fkplus.pid_here(node, connection.info.backend_pid)
        os.kill(backend, signal.SIGSTOP)
        kill(fkplus.postmaster(node))
        fkplus.wait_for_log(node, FENCED, start)
        wait_until_gone(backend)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    assert fkplus.wait_until_ready()["primary"] != node


def test_a_primary_whose_patroni_stays_away_makes_room(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    needed = fkplus.settings_of_patroni(node)
    away = needed.with_suffix(".away")
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        patroni = fkplus.patroni(node)
        needed.rename(away)
        try:
            kill(patroni)
            log = fkplus.wait_for_log(node, RELEASED, start)
            writer.wait_for_writes()
        finally:
            away.rename(needed)
        after = fkplus.wait_until_ready()
    assert log.index("does not come back") < log.index(FENCED) < log.index(RELEASED)
    assert writer.missing() == set()
    assert after["primary"] != node


def test_a_replica_whose_patroni_stays_away_keeps_serving(fkplus: Fkplus) -> None:
    status = fkplus.wait_until_ready()
    node = replicas(status)[0]
    postmaster, start = fkplus.postmaster(node), len(fkplus.log(node))
    needed = fkplus.settings_of_patroni(node)
    away = needed.with_suffix(".away")
    patroni = fkplus.patroni(node)
    needed.rename(away)
    try:
        kill(patroni)
        fkplus.wait_for_log(node, f"the postmaster goes on: the leader is {status['primary']}", start)
    finally:
        away.rename(needed)
    assert fkplus.wait_until_ready()["primary"] == status["primary"]
    assert fkplus.postmaster(node) == postmaster


def test_a_patroni_that_hangs_is_replaced_beside_its_postgresql(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    patroni, postmaster = fkplus.patroni(node), fkplus.postmaster(node)
    killed = f"killing Patroni (pid {own_pid(patroni)})"
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        os.kill(patroni, signal.SIGSTOP)
        log = fkplus.wait_for_log(node, "started Patroni", start)
        after = fkplus.wait_until_ready()
        writer.wait_for_writes()
    assert log.index("Patroni does not answer") < log.index(killed)
    assert (after["primary"], fkplus.postmaster(node)) == (node, postmaster)
    assert writer.missing() == set()


def test_a_patroni_that_waits_for_a_frozen_instance_is_not_replaced(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    frozen = instance.processes(fkplus.data(node))
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        log = fkplus.wait_for_log(node, "the instance neither", start)
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
    fkplus.wait_until_ready()
    assert "killing Patroni" not in log


def test_a_killed_launcher_changes_nothing_and_the_next_one_guards_as_well(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    patroni, postmaster = fkplus.patroni(node), fkplus.postmaster(node)
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        kill(fkplus.pids()[f"patroni-{node}"])
        log = fkplus.wait_for_log(node, f"watching postmaster (pid {own_pid(postmaster)})", start)
        assert f"Patroni (pid {own_pid(patroni)}) runs already" in log
        writer.wait_for_writes()
        assert writer.connections == 1
        assert (fkplus.patroni(node), fkplus.postmaster(node)) == (patroni, postmaster)
        kill(patroni, postmaster)
        fkplus.wait_for_log(node, RELEASED, start)
        writer.wait_for_writes()
        after = fkplus.wait_until_ready()
    assert writer.missing() == set()
    assert after["primary"] != node


def test_no_key_is_released_in_a_pause(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    set_pause(fkplus, True)
    try:
        kill(fkplus.patroni(node), fkplus.postmaster(node))
        log = fkplus.wait_for_log(node, "the leader key is not released: the cluster is paused", start)
        assert RELEASED not in log
    finally:
        set_pause(fkplus, False)
    fkplus.wait_until_ready()


def test_a_reload_reaches_patroni(fkplus: Fkplus) -> None:
    node = replicas(fkplus.wait_until_ready())[0]
    start = len(fkplus.log(node))
    os.kill(fkplus.pids()[f"patroni-{node}"], signal.SIGHUP)
    # "nothing to reload" in Patroni's words, or "reloading configuration files" in those of PostgreSQL.
    log = fkplus.wait_for_log(node, "reload", start)
    assert "LAUNCHER: passing SIGHUP on" in log


def test_an_old_primary_that_cannot_be_rewound_is_copied_afresh(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    # pg_rewind reads the new primary's files through it; the right goes away on every node.
    function = "function pg_read_binary_file(text, bigint, bigint, boolean)"
    execute(fkplus, f"revoke execute on {function} from fkplus_rewind")
    kill(fkplus.patroni(node), fkplus.postmaster(node))
    log = fkplus.wait_for_log(node, "replica has been created", start, seconds=120)
    assert log.index("pg_rewind exit code=1") < log.index("Removing data directory")
    execute(fkplus, f"grant execute on {function} to fkplus_rewind")
    assert fkplus.wait_until_ready()["primary"] != node


def test_an_old_primary_is_rewound_where_that_suffices(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    kill(fkplus.patroni(node), fkplus.postmaster(node))
    log = fkplus.wait_for_log(node, "pg_rewind exit code=0", start, seconds=120)
    assert fkplus.wait_until_ready()["primary"] != node
    assert "replica has been created" not in log


def execute(fkplus: Fkplus, statement: str) -> None:
    """Run a statement in the database `postgres` of the primary, as superuser through its Unix socket."""
    node = fkplus.status()["primary"]
    port = instance_port(fkplus, node)
    with psycopg.connect(
        host=fkplus.node_home(node) / "run", port=port, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


def instance_port(fkplus: Fkplus, node: str) -> int:
    return int((fkplus.data(node) / "postmaster.pid").read_text().splitlines()[3])
