"""How many members etcd can still lose."""

from collections.abc import Iterator, Mapping
from typing import Any

from fkplus.model.observation import Observation
from fkplus.operations.risks.risk import Risk


def risks(seen: Observation) -> Iterator[Risk]:
    """Return members that are silent or know no leader, and alarms that etcd has raised."""
    away = [node for node, status in seen.etcd.items() if not _works(status)]
    if away:
        yield Risk(
            _what(len(seen.etcd), len(seen.etcd) - len(away)),
            ", ".join(f"etcd-{node}" for node in away),
            f"`fkplus up`, `fkplus logs etcd-{away[0]}`",
        )
    for node, status in seen.etcd.items():
        # Without a leader that is the error, and has been said.
        if status and _works(status):
            for alarm in status.get("errors", ()):
                yield Risk(f"it says {alarm}", f"etcd-{node}", f"`fkplus logs etcd-{node}`")


def _works(status: Mapping[str, Any] | None) -> bool:
    """Tell whether a member answered and follows a leader; JSON leaves a zero out or writes "0"."""
    return status is not None and status.get("leader", "0") != "0"


def _what(total: int, working: int) -> str:
    spare = working - (total // 2 + 1)
    here = f"{working} of {total} members of etcd work"
    if spare < 0:
        return f"{here}, which is no quorum: there is no failover"
    if spare == 0:
        return f"{here}: without one more there is no failover"
    return f"{here}: {spare} more may go"
