"""What one run showed, as figures and checks: the content of verdict.json."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fkplus.chaos import checks, losses
from fkplus.chaos.checks import Check, Record
from fkplus.chaos.ledger import Event, numbers
from fkplus.chaos.scenarios import Scenario

FILE_NAME = "verdict.json"


@dataclass(frozen=True)
class Verdict:
    """One run; seconds are rounded to milliseconds, `None`: it did not come to that.

    `write_downtime`, `read_downtime`: the longest time between two answers after the fault began.
    `lost_past_haproxy` counts rows that the observer was told to be written at an instance itself.
    `to_healthy`: from the last undoing until all members were healthy for good.
    """

    scenario: str
    attempted: int
    acknowledged: int
    unknown: int
    lost: int
    lost_past_haproxy: int
    write_downtime: float
    read_downtime: float
    to_healthy: float | None
    checks: Sequence[Check]

    @property
    def kept(self) -> bool:
        """Tell whether every promise was kept."""
        return all(check.kept for check in self.checks)


def judge(scenario: Scenario, record: Record, problem: str = "") -> Verdict:
    """Judge a run; `problem`: what went wrong with the run itself, which then fails."""
    found = [
        checks.nothing_lost(record),
        checks.nothing_invented(record),
        checks.one_primary(record),
        checks.same_rows(record),
        checks.one_timeline(record),
        checks.healthy_again(record, scenario.healthy_within),
    ]
    if scenario.guarded:
        found.append(checks.nothing_lost_past_haproxy(record))
    if scenario.reads_within is not None:
        found.append(checks.reads_served(record, scenario.reads_within))
    if problem:
        found.append(Check("the run came to its end", False, problem))
    healthy = checks.seconds_to_healthy(record)
    return Verdict(
        scenario=scenario.name,
        attempted=len(numbers(record.writes, Event.ATTEMPT)),
        acknowledged=len(numbers(record.writes, Event.ACKNOWLEDGED)),
        unknown=len(numbers(record.writes, Event.UNKNOWN)),
        lost=len(losses.lost(record.writes, record.rows)),
        lost_past_haproxy=len(checks.lost_past_haproxy(record)),
        write_downtime=round(losses.downtime(record.writes, after=record.fault_at).seconds, 3),
        read_downtime=round(losses.downtime(record.reads, after=record.fault_at).seconds, 3),
        to_healthy=None if healthy is None else round(healthy, 1),
        checks=found,
    )


def write(verdict: Verdict, folder: Path) -> None:
    """Write verdict.json into the folder of the run."""
    document = asdict(verdict) | {"kept": verdict.kept}
    (folder / FILE_NAME).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")


def read(path: Path) -> Verdict:
    """Read a verdict.json; raises OSError, ValueError or KeyError when it is none."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    del document["kept"]
    return Verdict(**(document | {"checks": [Check(**check) for check in document["checks"]]}))
