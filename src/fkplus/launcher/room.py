"""Whether the disk of an instance has room for its next WAL.

PostgreSQL ends when it can't write WAL ("PANIC: could not write to file pg_wal/xlogtemp"), and again each
time it is started. Patroni starts it again every second or two, and copies it afresh in the end.
"""

import os
from pathlib import Path

_MEBIBYTE = 1024 * 1024

# Two WAL segments: the one that could not be made, and one for the recovery. Going on needs twice as much,
# so that a few bytes more or less don't start and end it in turn.
_FULL_BYTES = 32 * _MEBIBYTE
_ENOUGH_BYTES = 64 * _MEBIBYTE


def is_full(data: Path) -> bool:
    """Tell whether an instance with this data directory, there or not yet, would end for want of room."""
    return _free(data) < _FULL_BYTES


def is_enough(data: Path) -> bool:
    """Tell whether it is worth starting again after the disk was full."""
    return _free(data) >= _ENOUGH_BYTES


def needed() -> str:
    """Return how much has to be free, for a person."""
    return f"{_ENOUGH_BYTES // _MEBIBYTE} MiB"


def _free(data: Path) -> int:
    """Return the bytes that an ordinary user can still write, on the fuller of the disks of data and WAL."""
    places = (data / "pg_wal", data, *data.parents)
    first = next(place for place in places[1:] if place.exists())
    disks = [os.statvfs(place) for place in (places[0], first) if place.exists()]
    return min(disk.f_bavail * disk.f_frsize for disk in disks)
