"""How long nobody can write after each fault, here and elsewhere, and whether acknowledged rows are lost.

The same faults meet one cluster after the other on the same machine. What counts is what a client sees: the
longest time between two acknowledged writes, from the fault until the cluster is whole again.
"""

import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fkplus.bench.contestant import Contestant
from fkplus.bench.figures import Figure
from fkplus.chaos import ledger
from fkplus.chaos.clients import rows, writing
from fkplus.chaos.losses import downtime, lost
from fkplus.operations.site import Say

# Seconds of the median; DESIGN section 1 names the figures.
OBJECTIVES: Mapping[str, float] = {
    "postmaster_killed": 1.5,
    "patroni_killed": 0.5,
    "both_killed": 2.0,
    "switchover": 1.0,
    "node_loss": 20.0,
}
# Above what any cluster needs to notice a fault and to act: an outage may begin late.
_WATCHED_SECONDS = 12.0
_BACK_SECONDS = 180.0
_STEADY_WRITES = 200


@dataclass(frozen=True)
class Outage:
    """What one fault cost: seconds without an acknowledged write, and acknowledged rows that are gone."""

    seconds: float
    lost_rows: int


Outages = Mapping[str, Sequence[Outage]]


def measure(
    contestants: Sequence[Contestant], faults: Sequence[str], times: int, say: Say
) -> Sequence[Figure]:
    """Hurt each contestant `times` times by each of `faults` that it has; the first one is ours.

    Leaves nothing behind. Raises NotReady when one does not come up, or does not come back.
    """
    found: dict[str, Outages] = {}
    for contestant in contestants:
        with contestant.running():
            say(f"{contestant.prefix or 'fk'}: running")
            found[contestant.prefix] = _outages(contestant, faults, times, say)
    return figures(found)


def figures(found: Mapping[str, Outages]) -> Sequence[Figure]:
    """Return medians, worst cases and ratios to ours, whose prefix is empty."""
    made: list[Figure] = []
    for prefix, outages in found.items():
        for fault, measured in outages.items():
            seconds = [outage.seconds for outage in measured]
            median = statistics.median(seconds)
            objective = None if prefix else OBJECTIVES[fault]
            made.append(Figure(f"{prefix}{fault}_s", median, "s", objective))
            made.append(Figure(f"{prefix}{fault}_worst_s", max(seconds), "s"))
            if prefix and fault in found[""]:
                ours = statistics.median(outage.seconds for outage in found[""][fault])
                made.append(Figure(f"{prefix}{fault}_ratio", median / ours, "ratio"))
        gone = sum(outage.lost_rows for measured in outages.values() for outage in measured)
        made.append(Figure(f"{prefix}lost_rows", gone, "rows", None if prefix else 0))
    return made


def _outages(contestant: Contestant, faults: Sequence[str], times: int, say: Say) -> Outages:
    found: dict[str, list[Outage]] = {fault: [] for fault in faults if fault in contestant.faults()}
    with tempfile.TemporaryDirectory(prefix="fkplus-bench-") as directory:
        for number in range(1, times + 1):
            for fault, measured in found.items():
                measured.append(_outage(contestant, fault, Path(directory, f"{fault}-{number}")))
                say(
                    f"{contestant.prefix}{fault}, run {number} of {times}: {measured[-1].seconds:.2f} s"
                    f" without writes, {measured[-1].lost_rows} acknowledged rows lost"
                )
    return found


def _outage(contestant: Contestant, fault: str, record: Path) -> Outage:
    contestant.wait_until_whole()
    contestant.prepare(fault)
    with writing(contestant.dsn(), record) as load:
        load.wait_for_acknowledged(_STEADY_WRITES)
        moment = time.monotonic()
        undo = contestant.faults()[fault]()
        try:
            time.sleep(max(0.0, moment + _WATCHED_SECONDS - time.monotonic()))
            load.wait_for_acknowledged(_STEADY_WRITES, seconds=_BACK_SECONDS)
        finally:
            undo()
        contestant.wait_until_whole()
        load.wait_for_acknowledged(_STEADY_WRITES)
    entries = ledger.read(record)
    gone = lost(entries, rows(contestant.dsn()))
    return Outage(downtime(entries, after=moment).seconds, len(gone))
