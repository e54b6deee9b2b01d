"""A disk mounted for a node below FKPLUS_HOME: a new cluster takes it, `destroy` empties and leaves it."""

import os
import subprocess
from pathlib import Path

import pytest
from sites import CHECKOUT, layout, settings, site

from fkplus.components import BY_NAME, METRICS, PORTS
from fkplus.model import topology
from fkplus.model.cluster import Cluster
from fkplus.model.errors import BadInput
from fkplus.operations import home
from fkplus.operations.down import _delete
from fkplus.operations.site import Site


def in_home(place: Path) -> Site:
    shipped = topology.read(CHECKOUT / "topologies" / "compose.toml", BY_NAME)
    return site(Cluster(shipped, settings(home=place), layout(place), PORTS, METRICS))


def test_directories_made_for_disks_are_no_obstacle_to_a_new_cluster_and_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "nodes" / "node1" / "lost+found").mkdir(parents=True)
    home.check(in_home(tmp_path))
    (tmp_path / "nodes" / "node1" / "somebody.txt").touch()
    with pytest.raises(BadInput, match="did not put there: nodes"):
        home.check(in_home(tmp_path))


def test_an_empty_directory_of_another_name_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "photographs").mkdir()
    with pytest.raises(BadInput, match="photographs"):
        home.check(in_home(tmp_path))


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
