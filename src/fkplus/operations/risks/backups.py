"""Whether what is written now could be restored later."""

from collections.abc import Iterator

from fkplus.model.observation import Observation
from fkplus.operations.risks.risk import Risk, read_the_log

_SOON = "a backup is made by itself as soon as it can be; see `fkplus logs scheduler-NODE`"


def risks(seen: Observation) -> Iterator[Risk]:
    """Return what is wrong with the archive and the last runs; nothing where none are made."""
    if seen.backups is None:
        return
    primary = seen.members.primary
    if seen.database.unarchived:
        node = primary.node if primary else "NODE"
        yield Risk(
            f"the archive does not take WAL, from {seen.database.unarchived} on",
            "backups",
            f"is the disk of the repository full? {read_the_log(node)}",
        )
    outlook, runs = seen.backups.outlook, seen.backups.runs
    if outlook.gap:
        yield Risk(
            f"archived WAL is missing, {outlook.gap}: nothing after it can be restored from this backup",
            "backups",
            _SOON,
        )
    if outlook.problem:
        yield Risk(f"the repository can't be read: {outlook.problem}", "backups", "see docs/backups.md")
    if runs.last and runs.last.finished_at and not runs.last.ok:
        yield Risk(f"the last run failed: {runs.last.problem}", "backups", _SOON)
    elif runs.last_good is None and not seen.backups.running:
        yield Risk("there is no backup yet", "backups", _SOON)
