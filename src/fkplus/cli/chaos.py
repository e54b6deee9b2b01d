"""The commands that break a cluster on purpose and say what clients saw of it."""

import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fkplus.chaos import network, own, scenarios, session, summary
from fkplus.chaos.ground import Ground
from fkplus.chaos.scenarios import Scenario
from fkplus.chaos.verdict import Verdict
from fkplus.cli import output
from fkplus.cli.environment import CHECKOUT, settings
from fkplus.cli.options import SCHEMA, JsonOption, TopologyOption, site, topology_file
from fkplus.components import BY_NAME
from fkplus.model.errors import BadInput, FkplusError, ObjectiveMissed
from fkplus.model.topology import COMPOSE, read
from fkplus.runtimes.machine import machine

ResultsOption = Annotated[
    Path, typer.Option("--results", metavar="DIR", help="Where each run leaves a folder.")
]
_RESULTS = CHECKOUT / "chaos-results"


def register(app: typer.Typer) -> None:
    """Add the group of commands to `app`."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_scenarios)
    group.command("run")(run)
    group.command("report")(report)
    app.add_typer(group, name="chaos", help="Break a cluster on purpose, and say what clients saw of it.")


def list_scenarios(json: JsonOption = False) -> None:
    """Show every scenario and what it shows."""
    if json:
        facts = [
            {"name": one.name, "shows": one.shows, "objective_s": one.objective} for one in scenarios.ALL
        ]
        output.show_json({"scenarios": facts})
    else:
        output.show_table("Scenarios", ("name", "shows"), [(one.name, one.shows) for one in scenarios.ALL])


def run(
    context: typer.Context,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Scenarios of `chaos list`, or `all`.")
    ],
    times: Annotated[int, typer.Option("--times", min=1, max=100, help="How often each is run.")] = 1,
    results: ResultsOption = _RESULTS,
    here: Annotated[
        bool, typer.Option("--here", help="In the running cluster of FKPLUS_HOME, not in one made for it.")
    ] = False,
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """Run scenarios in a cluster made for them; exit 1: a promise broken, 3: an objective missed."""
    named = scenarios.ALL if names == ["all"] else [scenarios.find(name) for name in dict.fromkeys(names)]
    progress = output.Progress()
    wanted = _possible(named, topology_file(context, topology), progress)
    # What is frozen, cut or full is undone then, and the cluster destroyed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    grounds: Mapping[bool, session.MakeGround] = {
        False: partial(_running_ground, context, topology)
        if here
        else partial(own.local_ground, topology_file(context, topology), settings(), SCHEMA, progress),
        True: partial(own.machine_ground, settings(), SCHEMA, progress),
    }
    found: list[Verdict] = []
    for machines, make in grounds.items():
        some = [one for one in wanted if one.machines is machines]
        obstacle = ("--here" if here else network.obstacle()) if some and machines else ""
        if obstacle:
            progress(f"skipped {', '.join(one.name for one in some)}: {obstacle}")
            continue
        for verdict in session.run_all(some, times, make, results, progress):
            _show(verdict, progress)
            found.append(verdict)
    lines = summary.summarise(found)
    facts = summary.document(lines, machine())
    if json:
        output.show_json(facts)
    else:
        output.show_line(summary.table(facts))
    _end(lines)


def report(results: ResultsOption = _RESULTS, json: JsonOption = False) -> None:
    """Show what all runs in a folder of results showed together."""
    verdicts = summary.read(results)
    if not verdicts:
        raise BadInput(f"there are no runs in {results}", "`fkplus chaos run all --times 3` makes some")
    facts = summary.document(summary.summarise(verdicts), machine())
    if json:
        output.show_json(facts)
    else:
        output.show_line(summary.table(facts))


def _running_ground(context: typer.Context, topology: Path | None) -> AbstractContextManager[Ground]:
    running = site(context, topology)
    running.runtime.require_processes()
    return nullcontext(Ground(running))


def _possible(wanted: Sequence[Scenario], topology: Path, progress: output.Progress) -> Sequence[Scenario]:
    """Return the scenarios that the topology's nodes can be put through, and say which are left out."""
    if read(topology, BY_NAME).runtime == COMPOSE:
        return wanted
    if others := [one.name for one in wanted if one.containers]:
        progress(f"skipped {', '.join(others)}: the nodes of {topology.name} are no containers")
    return [one for one in wanted if not one.containers]


def _show(verdict: Verdict, progress: output.Progress) -> None:
    healthy = "never" if verdict.to_healthy is None else f"after {verdict.to_healthy:.1f} s"
    progress(
        f"  writes away {verdict.write_downtime:.2f} s, reads {verdict.read_downtime:.2f} s,"
        f" healthy {healthy}; {verdict.acknowledged:,} rows acknowledged, {verdict.lost} lost,"
        f" {verdict.unknown} without an answer"
    )
    for check in verdict.checks:
        if not check.kept:
            progress(f"  BROKEN: {check.promise}: {check.found}")


def _end(lines: Sequence[summary.Line]) -> None:
    """Raise what the exit code says: a broken promise comes before a missed objective."""
    broken = [f"{line.scenario.name} ({'; '.join(line.broken)})" for line in lines if line.broken]
    if broken:
        raise FkplusError(
            f"promises were broken: {', '.join(broken)}", "read report.md and log/ in the folders of the runs"
        )
    missed = [
        f"{line.scenario.name}: {line.writes.median} s, objective {line.scenario.objective} s"
        for line in lines
        if not line.meets_objective
    ]
    if missed:
        raise ObjectiveMissed(f"writes were away for longer than meant: {', '.join(missed)}")
