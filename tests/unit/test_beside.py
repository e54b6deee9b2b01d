"""The command line's container sees the nodes' files, not their processes, and refuses what needs these."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sites import CHECKOUT, settings

from fkplus.model.errors import BadInput
from fkplus.operations import down, home, restore_copy, restore_stage
from fkplus.operations.site import Site, site_of
from fkplus.runtimes.containers.beside import BesideRuntime
from fkplus.runtimes.containers.compose import ComposeRuntime

_TOPOLOGY = CHECKOUT / "topologies" / "compose.toml"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("FKPLUS_BESIDE_NODES", "yes")
    return site_of(_TOPOLOGY, settings(home=tmp_path / "home"), CHECKOUT / "schema")


def test_it_reaches_the_entry_at_its_own_address(site: Site) -> None:
    assert isinstance(site.runtime, BesideRuntime)
    assert site.cluster.shown_host(site.cluster.first("haproxy")) == "10.83.17.10"
    assert site.cluster.topology.entry.name == "entry"


def test_elsewhere_the_same_topology_asks_the_engine(tmp_path: Path) -> None:
    made = site_of(_TOPOLOGY, settings(home=tmp_path), CHECKOUT / "schema")
    assert isinstance(made.runtime, ComposeRuntime)


@pytest.mark.parametrize(
    "work",
    [
        lambda site: down.down(site, print),
        lambda site: down.destroy(site, print, backups=False),
        lambda site: restore_stage.stage(site, "node1"),
        lambda site: restore_copy.drop(site, print),
    ],
)
def test_what_needs_processes_is_refused_before_anything_changes(
    site: Site, work: Callable[[Site], object]
) -> None:
    home.claim(site)
    before = sorted(site.settings.home.rglob("*"))
    with pytest.raises(BadInput, match="can't see the processes"):
        work(site)
    after = [path for path in site.settings.home.rglob("*") if path.name != "lock"]
    assert sorted(after) == before
