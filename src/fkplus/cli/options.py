"""Which options several commands share, and how they become a site or a target."""

from pathlib import Path
from typing import Annotated

import typer

from fkplus.cli.environment import CHECKOUT, settings
from fkplus.database import dsn as dsn_rules
from fkplus.model.errors import BadInput
from fkplus.operations.site import Site, local_site
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


def site(context: typer.Context, topology: Path | None) -> Site:
    """Return the site of --topology, which may stand before or after the command's name."""
    chosen = topology or context.find_root().params.get("topology") or DEFAULT_TOPOLOGY
    return local_site(Path(chosen), settings(), SCHEMA)


def target(context: typer.Context, topology: Path | None, uri: str | None) -> Target:
    """Return the database of --dsn, else the one of the topology, as its owner."""
    if uri is None:
        return site(context, topology).target()
    if topology is not None:
        raise BadInput("--topology and --dsn name different databases", "give one of them")
    return Target(dsn_rules.checked(uri), settings(), SCHEMA)
