"""How much WAL is held back for replicas that are away."""

from collections.abc import Iterator

from fkplus.model.observation import Observation, Slot
from fkplus.operations.risks.risk import Risk, mebibytes


def risks(seen: Observation) -> Iterator[Risk]:
    """Return slots that hold back more than `max_wal_size`, or are lost, and a bound that is missing."""
    bound = ((seen.configuration.get("postgresql") or {}).get("parameters") or {}).get(
        "max_slot_wal_keep_size", "-1"
    )
    if seen.configuration and str(bound) == "-1":
        yield Risk(
            "max_slot_wal_keep_size is not set: a replica that is away fills the primary's disk",
            "cluster",
            "set it (PATCH /config)",
        )
    for slot in seen.database.slots:
        yield from _slot(slot, str(bound))


def _slot(slot: Slot, bound: str) -> Iterator[Risk]:
    where = f"slot {slot.name}"
    if slot.wal_status == "lost":
        yield Risk(
            "the WAL that its replica needs is gone: it will be copied afresh",
            where,
            "bring the node back: `fkplus up`; nothing, where the node is gone for good",
        )
    # "extended": more than max_wal_size; "unreserved": it may go at the next checkpoint.
    elif slot.wal_status in ("extended", "unreserved"):
        yield Risk(
            f"it holds back {mebibytes(slot.retained_bytes or 0)} of WAL; beyond {bound} its replica must be"
            " copied afresh",
            where,
            "see the lag of its replica" if slot.active else "bring the node back: `fkplus up`",
        )
