"""The launcher knows when an instance would find no room for its WAL, also before there is a directory."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fkplus.launcher import room

MEBIBYTE = 1024 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    mount = ["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_disk_is_full_when_two_segments_find_no_room(disk: Path) -> None:
    assert not room.is_full(disk)
    assert room.is_enough(disk)
    (disk / "some").write_bytes(bytes(30 * MEBIBYTE))
    assert not room.is_full(disk)
    assert not room.is_enough(disk), "one that was full waits for more than what just suffices"
    (disk / "more").write_bytes(bytes(30 * MEBIBYTE))
    assert room.is_full(disk)


def test_the_disk_of_a_directory_that_is_not_there_yet_counts(disk: Path) -> None:
    (disk / "fill").write_bytes(bytes(60 * MEBIBYTE))
    assert room.is_full(disk / "data" / "patroni-node1")


def test_wal_on_a_disk_of_its_own_counts(disk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (disk / "fill").write_bytes(bytes(60 * MEBIBYTE))
    data = tmp_path_factory.mktemp("data")
    assert room.is_enough(data)
    (data / "pg_wal").symlink_to(disk)
    assert room.is_full(data)
