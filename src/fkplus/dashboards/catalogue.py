"""Which dashboards there are, in the order in which they are listed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from fkplus.dashboards import backend, backups, cluster, host, postgresql, queries
from fkplus.dashboards.panels import Dashboard

DASHBOARDS: Sequence[Dashboard] = (
    cluster.DASHBOARD,
    backend.DASHBOARD,
    postgresql.DASHBOARD,
    queries.DASHBOARD,
    backups.DASHBOARD,
    host.DASHBOARD,
)

# Written by `make golden`, so that nothing that runs needs the generator.
DIRECTORY = Path(__file__).with_name("json")


def files() -> Mapping[str, str]:
    """Return file name -> JSON of every dashboard."""
    return {f"{d.uid}.json": (DIRECTORY / f"{d.uid}.json").read_text(encoding="utf-8") for d in DASHBOARDS}
