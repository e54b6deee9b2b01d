"""Bad input ends with exit code 2, names what is wrong, and starts nothing."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Fkplus, temporary_fkplus

from conftest import NEXT_OFFSET, OFFSET


@pytest.fixture
def fresh() -> Iterator[Fkplus]:
    with temporary_fkplus(NEXT_OFFSET) as instance:
        yield instance
        assert not (instance.home / "data").exists()
        assert not (instance.home / "supervisord.conf").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MIGRATION_VERSION", "77"),
        ("MIGRATION_VERSION", "latest"),
        ("SEED_COUNT", "-1"),
        ("SEED_COUNT", "many"),
        ("BACKUP_INTERVAL_CRON", "every night"),
        ("ANALYST_NAMES", "o'brien"),
        ("ANALYST_NAMES", "postgres"),
        ("CREATOR_NAME", "postgres"),
    ],
)
def test_a_bad_variable_starts_nothing(fresh: Fkplus, name: str, value: str) -> None:
    result = fresh.run("up", check=False, **{name: value})
    assert result.returncode == 2
    assert value in result.stderr
    assert "next:" in result.stderr


def test_a_taken_port_is_named_with_its_process(fresh: Fkplus) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 5000 + NEXT_OFFSET))
        listener.listen()
        result = fresh.run("up", check=False)
    assert result.returncode == 2
    assert str(5000 + NEXT_OFFSET) in result.stderr
    assert f"pid {os.getpid()}" in result.stderr


def test_a_home_that_is_a_file_is_refused(fresh: Fkplus, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = fresh.run("up", check=False, FKPLUS_HOME=str(tmp_path / "file" / "home"))
    assert result.returncode == 2
    assert "not writable" in result.stderr


def test_a_home_with_foreign_directories_is_refused_and_left_alone(fresh: Fkplus) -> None:
    foreign = fresh.home.parent / "project"
    (foreign / "log").mkdir(parents=True)
    (foreign / "log" / "diary.txt").write_text("mine", encoding="utf-8")
    for command in (["up"], ["destroy", "--yes"]):
        result = fresh.run(*command, check=False, FKPLUS_HOME=str(foreign))
        assert result.returncode == (2 if command == ["up"] else 0)
    assert (foreign / "log" / "diary.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("running")
def test_a_home_holds_one_cluster(fkplus: Fkplus) -> None:
    result = fkplus.run("up", check=False, FKPLUS_PORT_OFFSET=str(NEXT_OFFSET))
    assert result.returncode == 2
    assert f"FKPLUS_PORT_OFFSET={OFFSET}" in result.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the daemons as another user")
def test_a_home_that_the_daemons_cannot_enter_is_refused(fresh: Fkplus) -> None:
    closed = Path(tempfile.mkdtemp(prefix="fkplus-closed-"))
    try:
        result = fresh.run("up", check=False, FKPLUS_HOME=str(closed / "home"))
    finally:
        shutil.rmtree(closed)
    assert result.returncode == 2
    assert "can't enter" in result.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system")
def test_a_home_without_space_is_refused(fresh: Fkplus) -> None:
    small = Path(tempfile.mkdtemp(prefix="fkplus-small-"))
    small.chmod(0o755)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", small], check=False)
    if mount.returncode != 0:
        pytest.skip("this machine lets nobody mount a tmpfs")
    try:
        small.chmod(0o755)
        result = fresh.run("up", check=False, FKPLUS_HOME=str(small / "home"))
    finally:
        subprocess.run(["umount", small], check=True)
        small.rmdir()
    assert result.returncode == 2
    assert "MiB free" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["up", "--nonsense"],
        ["status", "--topology", "/nonexistent.toml"],
        ["dsn", "--role", "nobody"],
        ["dsn", "--port", "sideways"],
        ["logs", "etcd-node9"],
        ["switchover", "--to", "node9"],
        ["migrate", "--target", "77"],
        ["migrate", "--dsn", "nonsense"],
    ],
)
def test_wrong_use_ends_with_2(fresh: Fkplus, arguments: list[str]) -> None:
    assert fresh.run(*arguments, check=False).returncode == 2


def test_status_of_nothing_says_so(fresh: Fkplus) -> None:
    status = fresh.status()
    assert not status["ready"]
    assert status["primary"] is None
    assert {unit["state"] for unit in status["units"]} == {"stopped"}
