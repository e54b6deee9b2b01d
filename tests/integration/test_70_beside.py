"""Another fkplus on the same machine goes on undisturbed; a database elsewhere is served by its URI."""

import contextlib
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from running import CHECKOUT, Fkplus, temporary_fkplus

from conftest import NEXT_OFFSET

pytestmark = pytest.mark.usefixtures("running")


def test_a_second_fkplus_runs_beside_the_first(fkplus: Fkplus) -> None:
    before = fkplus.pids()
    with temporary_fkplus(NEXT_OFFSET) as second:
        second.run("up")
        assert second.status()["ready"]
        assert fkplus.status()["ready"]
        with second.connect() as connection:
            assert connection.execute("select count(*) from account").fetchone() == (0,)
        second.run("destroy", "--yes", "--backups")
        assert not second.home.exists()
    assert fkplus.pids() == before
    assert fkplus.status()["ready"]


def test_a_first_start_that_was_cut_off_is_completed() -> None:
    with temporary_fkplus(NEXT_OFFSET) as second:
        command = [CHECKOUT / "fkplus", "up"]
        with subprocess.Popen(command, env=second.environment(), stderr=subprocess.DEVNULL) as first:
            wait_for_file(second.home, "data/patroni-*/PG_VERSION")
            kill_everything_of(second)
            first.kill()
        kill_everything_of(second)
        second.run("up")
        assert second.status()["ready"]


def wait_for_file(directory: Path, pattern: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not any(directory.glob(pattern)):
        assert time.monotonic() < deadline, f"no {pattern} after {seconds} s"
        time.sleep(0.05)


def kill_everything_of(instance: Fkplus) -> None:
    """Kill every process that was started on something in the home: the machine as after a power cut."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if any(f"{instance.home}/" in argument for argument in process.cmdline()):
                process.kill()
                process.wait(timeout=10)


@pytest.mark.parametrize("command", ["migrate", "roles"])
def test_a_database_elsewhere_is_served_by_its_uri(fkplus: Fkplus, command: str) -> None:
    result = fkplus.run(command, "--dsn", fkplus.dsn(), "--topology", "x", check=False)
    assert result.returncode == 2
    assert "different databases" in result.stderr


def test_migrate_over_a_uri_finds_the_schema_at_its_version(fkplus: Fkplus) -> None:
    assert "already" in fkplus.run("migrate", "--dsn", fkplus.dsn()).stderr
