"""Directories take each other's places wherever their disks are, and what was there is kept."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sites import CHECKOUT, layout, settings, site

from fkplus.backups.lone import Lone
from fkplus.components import BY_NAME, METRICS, PORTS, pgbackrest
from fkplus.components.lone_instance import Listening
from fkplus.model import topology
from fkplus.model.cluster import Cluster
from fkplus.operations import restore, restore_journal, restore_stage, restore_swap
from fkplus.operations.restore_journal import Journal
from fkplus.operations.site import Site
from fkplus.runtimes.base import Result

JOURNAL = Journal(
    name="20261126T120000Z",
    node="node2",
    asked="--to 'latest'",
    target="latest",
    target_timeline=1,
    backup="20261126-110000F",
    archive="17-1",
    undoes=None,
    timeline=1,
    position="0/0",
    began="2026-11-26T12:00:00+00:00",
    had_primary=True,
)


def silent(_: str) -> None:
    return


def nothing(*_: object, **__: object) -> Result:
    return Result(0, [])


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Yield a directory of another file system than that of `tmp_path`."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this machine has no second file system to write to")
    made = Path(tempfile.mkdtemp(prefix="fkplus-test-", dir=memory))
    yield made
    shutil.rmtree(made)


def apart(home: Path, backups: Path) -> Site:
    shipped = topology.read(CHECKOUT / "topologies" / "compose.toml", BY_NAME)
    here = settings(home=home, backup_directory=backups)
    return site(Cluster(shipped, here, replace(layout(home), apart=True), PORTS, METRICS))


def test_data_stay_on_the_disks_of_their_nodes_and_received_wal_on_that_of_the_backups(
    tmp_path: Path, elsewhere: Path
) -> None:
    home = tmp_path / "home"
    here = apart(home, tmp_path / "backup")
    nodes = home / "nodes"
    nodes.mkdir(parents=True)
    # A node on a disk of its own.
    (elsewhere / "node2").mkdir()
    (nodes / "node2").symlink_to(elsewhere / "node2")
    for unit in here.cluster.topology.units("patroni"):
        here.cluster.layout.data(unit).mkdir(parents=True)
        (here.cluster.layout.data(unit) / "former").touch()
    place = pgbackrest.place(here.cluster)
    place.received.mkdir(parents=True)
    (place.received / "segment").touch()
    stage = restore_stage.stage(here, "node2")
    lone = Lone(stage.root, Path("/nowhere"), Listening(home, 1), nothing)
    lone.data.mkdir(parents=True)
    (lone.data / "restored").touch()

    restore_swap._exchange(here, JOURNAL, lone, place, silent)

    [data] = [
        here.cluster.layout.data(unit)
        for unit in here.cluster.topology.units("patroni")
        if unit.node == "node2"
    ]
    assert [path.name for path in data.iterdir()] == ["restored"]
    assert not lone.root.exists()
    for node in ("node1", "node2", "node3"):
        assert (nodes / node / "data" / f"kept-{JOURNAL.name}" / f"patroni-{node}" / "former").exists()
    assert (tmp_path / "backup" / "left-received" / JOURNAL.name / "segment").exists()
    assert restore.last_kept(here) == JOURNAL

    restore_swap._drop_former_replicas(here, JOURNAL)
    kept = sorted(path.parent.parent.name for path in nodes.glob("*/data/kept-*"))
    assert kept == ["node2"]
    assert restore.last_kept(here) == JOURNAL


def test_backups_on_another_disk_than_the_cluster_are_no_obstacle(tmp_path: Path, elsewhere: Path) -> None:
    here = apart(tmp_path, elsewhere / "backup")
    place = pgbackrest.place(here.cluster)
    place.received.mkdir(parents=True)
    lone = Lone(restore_stage.stage(here, "node2").root, Path("/nowhere"), Listening(tmp_path, 1), nothing)
    lone.data.mkdir(parents=True)
    restore_swap._exchange(here, JOURNAL, lone, place, silent)
    assert (elsewhere / "backup" / "left-received" / JOURNAL.name).is_dir()


def test_a_journal_of_before_is_read_as_one_whose_primary_has_not_led(tmp_path: Path) -> None:
    restore_journal.write(tmp_path, JOURNAL)
    path = tmp_path / restore_journal.FILE_NAME
    path.write_text(path.read_text().replace(',\n  "leads": false', ""))
    assert restore_journal.read(tmp_path) == JOURNAL
