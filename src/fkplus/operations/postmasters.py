"""How the instances of a cluster are stopped whose Patroni could not do it, each on its own node."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from fkplus.backups import postmaster
from fkplus.components import patroni
from fkplus.operations.site import Site


def stop_left(site: Site) -> Sequence[Path]:
    """Stop every instance that still runs; returns their directories of data."""
    layout = site.cluster.layout
    instances = [(unit.node, layout.data(unit)) for unit in site.cluster.topology.units(patroni.NAME)]
    return [
        data
        for node, data in instances
        if postmaster.stop(data, layout.postgresql_bin, partial(site.runtime.run, node=node))
    ]
