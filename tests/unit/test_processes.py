"""A process is known by the pid that it has for itself, too."""

import os

import pytest

from fkplus.runtimes import processes


def test_outside_of_a_container_both_pids_are_one() -> None:
    assert processes.own_pid(os.getpid()) == os.getpid()


def test_a_process_that_is_gone_has_no_pid() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    with pytest.raises(OSError, match="No such file"):
        processes.own_pid(child)
    assert processes.with_own_pid([child, os.getpid()], os.getpid()) == [os.getpid()]
