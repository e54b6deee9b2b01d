"""What a person reads of one run: report.md beside its pictures and logs."""

from pathlib import Path

from fkplus.chaos.run import Recorded


def write(recorded: Recorded, path: Path) -> None:
    """Write the report of a run."""
    path.write_text(render(recorded), encoding="utf-8")


def render(recorded: Recorded) -> str:
    """Return the report as Markdown; times are in seconds since the first fault."""
    scenario, verdict = recorded.scenario, recorded.verdict
    zero = recorded.record.fault_at
    healthy = "never" if verdict.to_healthy is None else f"{verdict.to_healthy:.1f} s"
    lines = [
        f"# {scenario.name}",
        "",
        f"{scenario.shows[:1].upper()}{scenario.shows[1:]}.",
        "",
        f"Writes were away for {verdict.write_downtime:.2f} s, reads for {verdict.read_downtime:.2f} s;"
        f" all members healthy {healthy} after the last undoing.",
        f"{verdict.attempted:,} rows attempted, {verdict.acknowledged:,} acknowledged,"
        f" {verdict.unknown} without an answer, {verdict.lost} lost; {verdict.lost_past_haproxy} lost"
        " of those that the observer wrote at the instances themselves.",
        "",
        "![timeline](timeline.png)",
        "",
        "| second | what |",
        "|---|---|",
        *(
            f"| {mark.at - zero:.2f} | {mark.label}{'' if mark.begins else ': over'} |"
            for mark in recorded.marks
        ),
        "",
        "| promise | kept | seen |",
        "|---|---|---|",
        *(
            f"| {check.promise} | {'yes' if check.kept else '**no**'} | {check.found} |"
            for check in verdict.checks
        ),
        "",
    ]
    return "\n".join(lines)
