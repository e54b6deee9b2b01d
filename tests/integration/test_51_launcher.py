"""Nobody waits for a lease, and nothing is released before the old instance is certainly gone."""

import ctypes
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil
import psycopg
import pytest
from running import Fkplus
from writer import Writer

from fkplus.launcher import etcd, instance, unit

pytestmark = pytest.mark.usefixtures("running")

RELEASED = "LAUNCHER: released the leader key"
FENCED = "LAUNCHER: fence: no process of the instance is left"


def leader(fkplus: Fkplus) -> str:
    """Return who holds the leader key, from etcd itself."""
    return etcd.read(unit.read(fkplus.home / "units" / "patroni-node1" / "patroni.yml")).leader


def replicas(status: dict[str, Any]) -> list[str]:
    return [str(member["node"]) for member in status["members"] if member["role"] == "replica"]


def kill(*pids: int) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def set_pause(fkplus: Fkplus, on: bool) -> None:
    """Ask the first Patroni that answers to pause automatic failover in the cluster, or to resume it."""
    for node in ("node1", "node2", "node3"):
        here = unit.read(fkplus.home / "units" / f"patroni-{node}" / "patroni.yml")
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


@contextmanager
def attached_to(segment: int) -> Iterator[None]:
    """Be attached to a shared memory segment, as a backend is that no signal reaches (shmat(2))."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    libc.shmdt.argtypes = [ctypes.c_void_p]
    address = libc.shmat(segment, None, 0)
    assert address not in (None, ctypes.c_void_p(-1).value), os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        libc.shmdt(address)


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


@pytest.mark.parametrize("patroni_too", [True, False])
def test_nothing_is_released_while_somebody_may_still_write(fkplus: Fkplus, patroni_too: bool) -> None:
    node = fkplus.wait_until_ready()["primary"]
    lock = instance.postmaster(fkplus.data(node))
    assert lock is not None
    assert lock.segment is not None
    start = len(fkplus.log(node))
    with attached_to(lock.segment):
        kill(*([fkplus.patroni(node)] if patroni_too else []), lock.pid)
        log = fkplus.wait_for_log(node, "LAUNCHER: fence: not certain", start)
        assert FENCED not in log
        assert RELEASED not in log
        assert leader(fkplus) == node, "the leader key was released, or the lease ended already"
        if not patroni_too:
            assert psutil.Process(fkplus.patroni(node)).status() == psutil.STATUS_STOPPED
    fkplus.wait_for_log(node, FENCED, start)
    assert fkplus.wait_until_ready()["primary"] != node


def test_a_stopped_backend_does_not_outlive_its_postmaster(fkplus: Fkplus) -> None:
    """It ignores the signals of the postmaster and of `pg_ctl stop -m immediate`, and could wake up later."""
    node = fkplus.wait_until_ready()["primary"]
    start = len(fkplus.log(node))
    with fkplus.connect() as connection:
        backend = connection.info.backend_pid
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
    needed = fkplus.home / "units" / f"patroni-{node}" / "patroni.yml"
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
    needed = fkplus.home / "units" / f"patroni-{node}" / "patroni.yml"
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
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        os.kill(patroni, signal.SIGSTOP)
        log = fkplus.wait_for_log(node, "started Patroni", start)
        after = fkplus.wait_until_ready()
        writer.wait_for_writes()
    assert log.index("Patroni does not answer") < log.index(f"killing Patroni (pid {patroni})")
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
        log = fkplus.wait_for_log(node, f"watching postmaster (pid {postmaster})", start)
        assert f"Patroni (pid {patroni}) runs already" in log
        writer.wait_for_writes()
        assert writer.connections == 1
        assert (fkplus.patroni(node), fkplus.postmaster(node)) == (patroni, postmaster)
        kill(patroni, postmaster)
        fkplus.wait_for_log(node, RELEASED, start)
        writer.wait_for_writes()
        after = fkplus.wait_until_ready()
    assert writer.missing() == set()
    assert after["primary"] != node


def test_a_launcher_guards_on_when_supervisord_is_dead(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        kill(int((fkplus.home / "run" / "supervisord.pid").read_text()))
        patroni = fkplus.patroni(node)
        kill(patroni, fkplus.postmaster(node))
        writer.wait_for_writes()
        assert leader(fkplus) != node
    assert writer.missing() == set()
    assert fkplus.patroni(node) != patroni, "nobody started Patroni again"
    fkplus.run("up", APP_ENV="dev", SEED_COUNT="200")
    fkplus.wait_until_ready()


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
        host=fkplus.home / "run", port=port, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


def instance_port(fkplus: Fkplus, node: str) -> int:
    return int((fkplus.data(node) / "postmaster.pid").read_text().splitlines()[3])
