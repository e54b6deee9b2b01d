"""What is left of a run when it is over: the rows on every node, and what every unit printed meanwhile."""

from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg

from fkplus.chaos import clients
from fkplus.chaos.ground import Ground
from fkplus.model.errors import FkplusError, NotReady
from fkplus.runtimes.wait import until

_COPIES_SECONDS = 15.0


def rows_or_none(read: Callable[[], frozenset[int]]) -> frozenset[int]:
    """Return what `read` reads; no row where the cluster does not answer, so that all count as lost."""
    try:
        return read()
    except (FkplusError, psycopg.Error):
        return frozenset()


def copies(ground: Ground) -> Mapping[str, frozenset[int]]:
    """Return the writers' rows of each node as soon as all have the same, or after a while."""
    found: dict[str, frozenset[int]] = {}

    def problem() -> str | None:
        for node in ground.nodes:
            found[node] = rows_or_none(lambda node=node: clients.rows(ground.own_dsn(node)))  # type: ignore[misc]
        return None if len(set(found.values())) == 1 else "they differ"

    try:
        until(problem, _COPIES_SECONDS, "comparing the rows of all nodes")
    except NotReady:
        return found
    return found


def log_sizes(ground: Ground) -> Mapping[Path, int]:
    """Return how long every unit's log is now, in bytes."""
    paths = [ground.site.cluster.layout.log(unit) for unit in ground.site.cluster.topology.units()]
    return {path: path.stat().st_size if path.exists() else 0 for path in paths}


def copy_logs(positions: Mapping[Path, int], folder: Path) -> None:
    """Keep what every unit printed during the run; a log that was rotated meanwhile is kept whole."""
    folder.mkdir()
    for path, position in positions.items():
        with path.open("rb") as log:
            log.seek(position if path.stat().st_size >= position else 0)
            (folder / path.name).write_bytes(log.read())
