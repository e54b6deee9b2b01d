"""What a cluster would not survive now, judged from one look at it: guard rails, computed without any I/O."""

from fkplus.model.observation import Observation
from fkplus.operations.risks import backups, disks, leadership, replication, settings, slots, stores, units
from fkplus.operations.risks.risk import Risk

__all__ = ["Risk", "risks"]

_STOPPED = Risk("everything is stopped", "cluster", "`fkplus up`")


def risks(seen: Observation) -> tuple[Risk, ...]:
    """Return all risks, the most pressing kind first; empty for a whole cluster."""
    if all(state == "stopped" for state in seen.units.values()):
        return (_STOPPED,)
    return (
        *disks.full(seen),
        *leadership.risks(seen),
        *units.risks(seen),
        *replication.risks(seen),
        *stores.risks(seen),
        *slots.risks(seen),
        *backups.risks(seen),
        *disks.low(seen),
        *settings.risks(seen),
    )
