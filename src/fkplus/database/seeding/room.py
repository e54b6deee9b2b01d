"""Whether the disks have room for what a SEED_COUNT gives, as far as that can be known."""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from fkplus.database.connection import Connection
from fkplus.model.errors import BadInput

# Heap and indexes take about half of it, the WAL that is kept meanwhile the rest.
_BYTES_A_ROW = 400
# What a server needs to go on working: temporary files, logs, the next WAL.
_SPARE_BYTES = 256 * 1024**2


def data_places(connection: Connection) -> tuple[Path, ...]:
    """Return the server's data directory where it lies on this machine and the role may know it.

    Only members of pg_read_all_settings see the setting; PostgreSQL tells nobody how much space is free.
    """
    try:
        with connection.transaction():
            row = connection.execute("select current_setting('data_directory')").fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return ()
    directory = Path(row[0]) if row else Path("/nowhere")
    host = connection.info.host
    is_here = host.startswith(("/", "127.")) or host in {"localhost", "::1"}
    # Through a tunnel or into a container, the path is somebody else's.
    return (directory,) if is_here and directory.is_dir() else ()


def require(seed_count: int, rows: Mapping[str, int], places: Sequence[Path]) -> None:
    """Raise BadInput where `rows` (by table) need more than what is free on the disks of `places`.

    Each place takes all rows; places on one disk share it.
    """
    needed = sum(rows.values()) * _BYTES_A_ROW + _SPARE_BYTES
    existing = [_existing(place) for place in places]
    for device, copies in Counter(place.stat().st_dev for place in existing).items():
        place = next(each for each in existing if each.stat().st_dev == device)
        free = shutil.disk_usage(place).free
        if needed * copies > free:
            raise BadInput(
                f"SEED_COUNT={seed_count} needs about {needed * copies / 1e9:,.1f} GB for all copies,"
                f" and the disk of {place} has {free / 1e9:,.1f} GB free",
                "set a smaller SEED_COUNT or free some space",
            )


def _existing(place: Path) -> Path:
    """Return the place, or the next directory above it that is there."""
    return next(each for each in (place, *place.parents) if each.exists())
