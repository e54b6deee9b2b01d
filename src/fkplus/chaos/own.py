"""The clusters that chaos runs have to themselves: made for them, and destroyed after them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fkplus.chaos.ground import Ground
from fkplus.chaos.machines import machine_site
from fkplus.components import etcd, haproxy, patroni
from fkplus.model.settings import Settings
from fkplus.model.topology import Topology
from fkplus.operations import backup, down, home, up
from fkplus.operations.lock import exclusive
from fkplus.operations.site import Say, Site, site_of

# Beside the operator's own cluster; the highest port stays below 32768, where client ports begin.
_OFFSET = 1000
_COMPONENTS = (etcd.NAME, patroni.NAME, haproxy.NAME)


@contextmanager
def local_ground(topology: Path, settings: Settings, schema: Path, say: Say) -> Iterator[Ground]:
    """Start a cluster of the topology's nodes, with nothing in it, and destroy it when the block ends.

    Raises BadInput where it can't be started, for instance because a port is taken.
    """
    with _base(settings) as mine:
        site = bare(site_of(topology, mine, schema))
        with running(site, say):
            yield Ground(site)


@contextmanager
def machine_ground(settings: Settings, schema: Path, say: Say) -> Iterator[Ground]:
    """The same with three nodes that have a network and a disk of their own; needs root."""
    with (
        _base(settings) as mine,
        machine_site(mine, schema) as (site, network),
        running(site, say),
    ):
        yield Ground(site, network)


@contextmanager
def _base(settings: Settings) -> Iterator[Settings]:
    base = Path(tempfile.mkdtemp(prefix="fkplus-chaos-"))
    base.chmod(0o755)  # the daemons' user has to get in
    (base / "home").mkdir(mode=0o755)
    try:
        yield settings.elsewhere(base / "home", settings.port_offset + _OFFSET)
    finally:
        shutil.rmtree(base, ignore_errors=True)


@contextmanager
def running(site: Site, say: Say) -> Iterator[None]:
    """Start an empty cluster, and destroy it when the block ends."""
    try:
        home.claim(site)
        up.check(site)
        with exclusive(site.settings.home):
            up.start(site, say)
            # Where archiving fails every shutdown waits for seconds until PostgreSQL gives it up.
            backup.prepare(site, say)
        yield
    finally:
        down.destroy(site, _silent, backups=True)


def bare(site: Site) -> Site:
    """Return the site without what has no part in failovers."""
    topology = site.cluster.topology
    nodes = tuple(
        replace(node, components=tuple(name for name in node.components if name in _COMPONENTS))
        for node in topology.nodes
    )
    return replace(
        site, cluster=replace(site.cluster, topology=Topology(topology.name, topology.runtime, nodes))
    )


def _silent(_: str) -> None:
    return
