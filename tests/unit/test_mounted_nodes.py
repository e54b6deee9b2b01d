"""A node's disk that is mounted below FKPLUS_HOME is emptied and stays; everything beside it goes."""

import os
import subprocess
from pathlib import Path

import pytest

from fkplus.operations.down import _delete


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_mounted_disk_stays_without_its_files(tmp_path: Path) -> None:
    nodes = tmp_path / "nodes"
    for name in ("node1", "node2", "node3"):
        (nodes / name).mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "fkplus-test", nodes / "node2"]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        for name in ("node1", "node2", "node3"):
            (nodes / name / "data").write_text("x")
        _delete(nodes)
        assert [path.relative_to(nodes) for path in nodes.rglob("*")] == [Path("node2")]
    finally:
        subprocess.run(["umount", nodes / "node2"], check=True)
    _delete(nodes)
    assert not nodes.exists()
