"""A home holds one cluster: whatever stops, deletes or restores refuses another one."""

from dataclasses import replace
from pathlib import Path

import pytest
from sites import CHECKOUT, cluster, site

from fkplus.components import BY_NAME
from fkplus.model import topology
from fkplus.model.errors import BadInput
from fkplus.operations import down, home


def silent(_: str) -> None:
    return


def test_a_home_is_its_clusters_and_no_others(tmp_path: Path) -> None:
    here = site(cluster(home=tmp_path))
    assert not home.is_claimed(here)
    home.claim(here)
    assert home.is_claimed(here)
    moved = site(cluster(home=tmp_path, port_offset=100))
    shipped = topology.read(CHECKOUT / "topologies" / "compose.toml", BY_NAME)
    containers = replace(here, cluster=replace(here.cluster, topology=shipped))
    for other in (moved, containers):
        with pytest.raises(BadInput, match="holds the cluster 'local' of node1, node2, node3"):
            home.require_claimed(other)
        with pytest.raises(BadInput, match="holds the cluster"):
            down.down(other, silent)
        with pytest.raises(BadInput, match="holds the cluster"):
            down.destroy(other, silent, backups=True)
    assert home.is_claimed(here)
