"""Which options several commands share, and how they become a site or a target."""

import os
from pathlib import Path
from typing import Annotated

import typer

from fkplus.cli.environment import CHECKOUT, settings
from fkplus.database import dsn as dsn_rules
from fkplus.database.connection import connect
from fkplus.model.errors import BadInput
from fkplus.operations.site import Site, site_of
from fkplus.operations.target import Target

DEFAULT_TOPOLOGY = CHECKOUT / "topologies" / "local.toml"
SCHEMA = CHECKOUT / "schema"

TopologyOption = Annotated[
    Path | None,
    typer.Option(
        "--topology", metavar="FILE", help="Which units run where (default: topologies/local.toml)."
    ),
]
DsnOption = Annotated[
    str | None,
    typer.Option(
        "--dsn", metavar="URI", help="Work on this database, PostgreSQL 15 or later, not on a topology's."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
SamplesOption = Annotated[
    int, typer.Option("--samples", metavar="N", min=1, max=100, help="Calls of each read in each bucket.")
]


def site(context: typer.Context, topology: Path | None) -> Site:
    """Return the site of --topology, which may stand before or after the command's name."""
    _forget_libpq_variables()
    return site_of(topology_file(context, topology), settings(), SCHEMA)


def topology_file(context: typer.Context, topology: Path | None) -> Path:
    """Return the file of --topology, wherever it stands, or the default one."""
    return _given(context, topology) or DEFAULT_TOPOLOGY


def target(context: typer.Context, topology: Path | None, uri: str | None) -> Target:
    """Return the database of --dsn, else the one of the topology, as its owner."""
    if uri is None:
        return site(context, topology).target()
    if _given(context, topology) is not None:
        raise BadInput("--topology and --dsn name different databases", "give one of them")
    there = Target(dsn_rules.checked(uri), settings(), SCHEMA)
    # A cluster's failover is waited for; a wrong address should be told at once.
    connect(there.uri.reveal()).close()
    return there


def _given(context: typer.Context, topology: Path | None) -> Path | None:
    found = topology or context.find_root().params.get("topology")
    return Path(found) if found else None


def _forget_libpq_variables() -> None:
    """Drop PGHOSTADDR, PGPASSWORD and the like, which libpq would let change where a full URI leads."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]


def require_directory(write: Path | None) -> None:
    """Raise BadInput where --write names no directory: before anything is measured, not after."""
    if write is not None and not write.is_dir():
        raise BadInput(f"{write} is not a directory", "name one that is there with --write")
