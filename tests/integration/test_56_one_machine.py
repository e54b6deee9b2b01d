"""What can be done to units that are processes of this machine, and to the supervisord above them."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from launcher_log import FENCED, RELEASED
from running import Fkplus
from writer import Writer

from fkplus.launcher import instance

pytestmark = pytest.mark.usefixtures("running")


def kill(*pids: int) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def supervisord(fkplus: Fkplus) -> int:
    return int((fkplus.home / "run" / "supervisord.pid").read_text())


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
        assert fkplus.leader() == node, "the leader key was released, or the lease ended already"
        if not patroni_too:
            assert psutil.Process(fkplus.patroni(node)).status() == psutil.STATUS_STOPPED
    fkplus.wait_for_log(node, FENCED, start)
    assert fkplus.wait_until_ready()["primary"] != node


def test_a_launcher_guards_on_when_supervisord_is_dead(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    with Writer(fkplus.dsn()) as writer:
        writer.wait_for_writes()
        kill(supervisord(fkplus))
        patroni = fkplus.patroni(node)
        kill(patroni, fkplus.postmaster(node))
        writer.wait_for_writes()
        assert fkplus.leader() != node
    assert writer.missing() == set()
    assert fkplus.patroni(node) != patroni, "nobody started Patroni again"
    fkplus.run("up", APP_ENV="dev", SEED_COUNT="200")
    fkplus.wait_until_ready()


@pytest.mark.parametrize("also", ["nothing", "launchers", "launchers and Patronis"])
def test_units_that_outlive_supervisord_are_taken_over(fkplus: Fkplus, also: str) -> None:
    before = fkplus.wait_until_ready()
    launchers = [pid for unit, pid in fkplus.pids().items() if unit.startswith("patroni")]
    patronis = [fkplus.patroni(member["node"]) for member in before["members"]]
    kill(supervisord(fkplus))
    kill(*launchers * ("launchers" in also), *patronis * ("Patronis" in also))
    assert not fkplus.status()["ready"]
    fkplus.run("up")
    assert fkplus.wait_until_ready()["schema_version"] == before["schema_version"]


def test_down_ends_units_that_outlived_supervisord(fkplus: Fkplus) -> None:
    fkplus.wait_until_ready()
    kill(supervisord(fkplus))
    fkplus.run("down")
    listing = subprocess.run(["ps", "axww"], capture_output=True, text=True, check=True).stdout
    assert str(fkplus.home) not in listing
    fkplus.run("up")
