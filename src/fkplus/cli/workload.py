"""The command that simulates the backend for a while and says how the database answered."""

import signal
from typing import Annotated, Any

import typer

from fkplus.cli import output
from fkplus.cli.options import DsnOption, JsonOption, TopologyOption, site, target
from fkplus.model import names
from fkplus.model.errors import FkplusError
from fkplus.model.secrets import Secret
from fkplus.workload.engine import Endpoints

_RATE = 20.0
_SECONDS = 60.0
_CONNECTIONS = 8


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    workload = typer.Typer(help="Simulate the backend.", no_args_is_help=True, rich_markup_mode=None)
    workload.callback()(_workload)
    workload.command("run")(run)
    app.add_typer(workload, name="workload")


def _workload() -> None:
    """Keep `run` a command of its own."""


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    rate: Annotated[
        float,
        typer.Option("--rate", metavar="N", min=0.1, max=10_000, help="Operations a second, on average."),
    ] = _RATE,
    duration: Annotated[
        float, typer.Option("--duration", metavar="SECONDS", min=1, max=86_400, help="For how long.")
    ] = _SECONDS,
    connections: Annotated[
        int, typer.Option("--connections", metavar="N", min=1, max=90, help="By so many clients.")
    ] = _CONNECTIONS,
    day: Annotated[
        float | None,
        typer.Option("--day", metavar="SECONDS", min=1, max=86_400, help="A day's length (the duration's)."),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Another one, another schedule.")
    ] = 1,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """Do what users do, waiting for no answer; exit 1 where an acknowledged write is lost."""
    # Imported here: NumPy takes longer than all other commands need.
    from fkplus.workload import run as backend  # noqa: PLC0415

    wanted = backend.Wanted(rate, duration, connections, day or duration, seed)
    found = backend.run(_endpoints(context, topology, dsn), wanted, output.Progress(), _ends_at_interrupt)
    if json:
        output.show_json(found)
    else:
        _show(found)
    lost = found["acknowledged_writes"]["lost"]
    if lost:
        raise FkplusError(f"{lost} acknowledged writes are not in the database", "see `fkplus status`")


def _endpoints(context: typer.Context, topology: Any, dsn: str | None) -> Endpoints:
    if dsn is not None:
        there = target(context, topology, dsn).uri
        return Endpoints(there, there)
    here = site(context, topology)
    return Endpoints(Secret(here.dsn(names.APP).uri()), Secret(here.dsn(names.APP, port="read").uri()))


def _ends_at_interrupt(engine: Any) -> None:
    """Let Ctrl-C end the schedule, and the report still come."""
    signal.signal(signal.SIGINT, lambda *_: engine.stop())


def _show(found: Any) -> None:
    failed = ", ".join(f"{reason} {count}" for reason, count in found["failed"].items()) or "none"
    output.show_line(
        f"{found['operations']} operations in {found['seconds']} s: offered {found['offered_rate']} a second"
        f" (asked {found['asked_rate']:g}), acknowledged {found['achieved_rate']}; failed: {failed}"
    )
    for detail, count in found["failure_details"].items():
        output.show_line(f"  {count} x {detail}")
    writes, own = found["acknowledged_writes"], found["read_your_writes"]
    output.show_line(
        f"acknowledged writes looked for {writes['looked_for']}, lost {writes['lost']};"
        f" looked for at the read port at once {own['looked_for']}, not there yet {own['violations']}\n"
    )
    rows = [
        (name, "", "", *_times(found[name])) for name in ("response_ms", "service_ms", "scheduler_lag_ms")
    ] + [
        (
            line["operation"],
            line["bucket"],
            line["ok"] + sum(line["failed"].values()),
            *_times(line["response_ms"]),
        )
        for line in found["by_operation"]
    ]
    output.show_table("Milliseconds", ("what", "bucket", "n", "p50", "p95", "p99", "max"), rows)


def _times(times: Any) -> tuple[str, ...]:
    return tuple(f"{times[name]:.1f}" for name in ("p50", "p95", "p99", "max"))
