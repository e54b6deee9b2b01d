"""What a unit printed: its last lines, and then the new ones as they come."""

import time
from collections.abc import Iterator
from pathlib import Path

from fkplus.operations.site import Site

_PAUSE_SECONDS = 0.2


def logs(site: Site, unit_name: str, *, lines: int, follow: bool) -> Iterator[str]:
    """Yield the last `lines` lines of a unit; with `follow`, new ones until the caller stops.

    Raises BadInput for an unknown unit, naming the known ones.
    """
    unit = site.cluster.topology.unit(unit_name)
    path = site.cluster.layout.log(unit)
    position = path.stat().st_size if path.exists() else 0
    yield from site.runtime.tail(unit.name, lines)
    while follow:
        time.sleep(_PAUSE_SECONDS)
        position, fresh = _read_from(path, position)
        yield from fresh


def _read_from(path: Path, position: int) -> tuple[int, list[str]]:
    """Return the position after the last whole line, and the lines since `position`."""
    if not path.exists():
        return 0, []
    if path.stat().st_size < position:  # rotated
        position = 0
    with path.open("rb") as file:
        file.seek(position)
        data = file.read()
    end = data.rfind(b"\n") + 1
    return position + end, data[:end].decode(errors="replace").splitlines()
