"""Which disks are full, or may become so while nobody looks."""

from collections.abc import Iterator

from fkplus.model.observation import Observation
from fkplus.operations.risks.risk import MEBIBYTE, Risk, mebibytes

# An instance may come to need this much at any time: what a dead replica's slot holds back
# (max_slot_wal_keep_size), the WAL between two checkpoints (max_wal_size), and a little for itself.
INSTANCE_FREE_BYTES = 2048 * MEBIBYTE
# etcd writes WAL files of 64 MB and keeps five, and a few snapshots of some MB.
STORE_FREE_BYTES = 512 * MEBIBYTE
# Two WAL segments: with less the next statement may be the one that fails.
FULL_BYTES = 32 * MEBIBYTE


def full(seen: Observation) -> Iterator[Risk]:
    """Return the disks on which nothing more can be written."""
    for unit, space in seen.spaces.items():
        if space.free < FULL_BYTES:
            yield Risk(
                f"the disk of its data is full: {mebibytes(space.free)} of {mebibytes(space.size)} free",
                unit,
                "free space on it or make it larger; the unit comes back by itself",
            )


def low(seen: Observation) -> Iterator[Risk]:
    """Return the disks that have less free than the unit on them may come to need."""
    for unit, space in seen.spaces.items():
        limit = STORE_FREE_BYTES if unit.startswith("etcd-") else INSTANCE_FREE_BYTES
        if FULL_BYTES <= space.free < limit:
            yield Risk(
                f"the disk of its data is low: {mebibytes(space.free)} free, it may need {mebibytes(limit)}",
                unit,
                "free space on it or make it larger",
            )
