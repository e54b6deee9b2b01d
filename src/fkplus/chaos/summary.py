"""What all runs together showed: for each scenario the losses, and median and worst of each time."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fkplus.chaos import verdict
from fkplus.chaos.scenarios import ALL, Scenario
from fkplus.chaos.verdict import Verdict

FILE_NAME = "summary.json"


@dataclass(frozen=True)
class Times:
    """Median and worst of one time over the runs, in seconds; None: it never came to that."""

    median: float | None
    worst: float | None


@dataclass(frozen=True)
class Line:
    """One scenario over all its runs. `broken` names the promises that a run did not keep."""

    scenario: Scenario
    runs: int
    acknowledged: int
    unknown: int
    lost: int
    lost_past_haproxy: int
    writes: Times
    reads: Times
    healthy: Times
    broken: Sequence[str]

    @property
    def meets_objective(self) -> bool:
        """Tell whether the median write outage is within the scenario's objective, if it has one."""
        objective = self.scenario.objective
        return objective is None or (self.writes.median is not None and self.writes.median <= objective)


def read(results: Path) -> Sequence[Verdict]:
    """Return the verdicts of all runs in a folder of results."""
    return [verdict.read(path) for path in sorted(results.glob(f"*/{verdict.FILE_NAME}"))]


def summarise(verdicts: Iterable[Verdict]) -> Sequence[Line]:
    """Return a line for each scenario that was run, in the order of the scenarios."""
    found = list(verdicts)
    runs = {scenario.name: [one for one in found if one.scenario == scenario.name] for scenario in ALL}
    return [_line(scenario, runs[scenario.name]) for scenario in ALL if runs[scenario.name]]


def document(lines: Sequence[Line], machine: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the content of summary.json, which the table of docs/fault-tolerance.md is made of."""
    return {
        "machine": machine,
        "scenarios": [
            {
                "name": line.scenario.name,
                "shows": line.scenario.shows,
                "runs": line.runs,
                "acknowledged": line.acknowledged,
                "unknown": line.unknown,
                "lost": line.lost,
                "lost_past_haproxy": line.lost_past_haproxy,
                "write_outage_s": {"median": line.writes.median, "worst": line.writes.worst},
                "read_outage_s": {"median": line.reads.median, "worst": line.reads.worst},
                "healthy_after_s": {"median": line.healthy.median, "worst": line.healthy.worst},
                "objective_s": line.scenario.objective,
                "broken": list(line.broken),
            }
            for line in lines
        ],
    }


def table(summary: Mapping[str, Any]) -> str:
    """Return the table of docs/fault-tolerance.md of a summary.json."""
    rows = [
        "| scenario | runs | rows acknowledged | lost | writes away, s | reads away, s | healthy after, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in summary["scenarios"]:
        times = " | ".join(_cell(one[key]) for key in ("write_outage_s", "read_outage_s", "healthy_after_s"))
        rows.append(f"| {one['name']} | {one['runs']} | {one['acknowledged']:,} | {one['lost']} | {times} |")
    total = sum(one["acknowledged"] for one in summary["scenarios"])
    runs = sum(one["runs"] for one in summary["scenarios"])
    rows.append(f"| all | {runs} | {total:,} | {sum(one['lost'] for one in summary['scenarios'])} | | | |")
    return "\n".join(rows) + "\n"


def _line(scenario: Scenario, runs: Sequence[Verdict]) -> Line:
    broken = {check.promise for one in runs for check in one.checks if not check.kept}
    return Line(
        scenario=scenario,
        runs=len(runs),
        acknowledged=sum(one.acknowledged for one in runs),
        unknown=sum(one.unknown for one in runs),
        lost=sum(one.lost for one in runs),
        lost_past_haproxy=sum(one.lost_past_haproxy for one in runs),
        writes=_times([one.write_downtime for one in runs]),
        reads=_times([one.read_downtime for one in runs]),
        healthy=_times([one.to_healthy for one in runs]),
        broken=sorted(broken),
    )


def _times(seconds: Sequence[float | None]) -> Times:
    """Return median and worst; a run in which it never came to that makes the worst None."""
    known = [one for one in seconds if one is not None]
    if not known:
        return Times(None, None)
    worst = max(known) if len(known) == len(seconds) else None
    return Times(round(statistics.median(known), 3), worst)


def _cell(times: Mapping[str, float | None]) -> str:
    if times["median"] is None:
        return "never"
    worst = "never" if times["worst"] is None else f"{times['worst']:.2f}"
    return f"{times['median']:.2f} / {worst}"
