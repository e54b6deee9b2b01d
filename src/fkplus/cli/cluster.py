"""The commands that start, stop, look at and steer the cluster."""

from typing import Annotated, Any

import typer

from fkplus.cli import output
from fkplus.cli.options import JsonOption, TopologyOption, site
from fkplus.operations import down as down_operation
from fkplus.operations import logs as logs_operation
from fkplus.operations import plan
from fkplus.operations import restart as restart_operation
from fkplus.operations import status as status_operation
from fkplus.operations import switchover as switchover_operation
from fkplus.operations import up as up_operation


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for command in (up, down, destroy, status, logs, switchover, failover, restart):
        app.command()(command)


def up(
    context: typer.Context,
    topology: TopologyOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only print what would be written and run.")
    ] = False,
) -> None:
    """Start all: cluster, schema, seeds (APP_ENV=dev), roles. Safe to repeat."""
    here = site(context, topology)
    if dry_run:
        output.show_line(plan.plan(here))
        return
    up_operation.up(here, output.Progress())


def down(context: typer.Context, topology: TopologyOption = None) -> None:
    """Stop all and keep the data."""
    down_operation.down(site(context, topology), output.Progress())


def destroy(
    context: typer.Context,
    topology: TopologyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    backups: Annotated[bool, typer.Option("--backups", help="Delete the backups too.")] = False,
) -> None:
    """Stop all and delete the data, but not the backups; asks first."""
    here = site(context, topology)
    if not yes:
        too = f"its backups in {here.settings.backup_directory} too" if backups else "not its backups"
        question = f"Delete the cluster and all its data in {here.settings.home}, {too}?"
        typer.confirm(question, abort=True, err=True)
    down_operation.destroy(here, output.Progress(), backups=backups)


def status(context: typer.Context, topology: TopologyOption = None, json: JsonOption = False) -> None:
    """Show what runs, what would not survive now, who is primary, lag, endpoints, schema version, seeds."""
    facts = status_operation.status(site(context, topology))
    if json:
        output.show_json(facts)
    else:
        _show_status(facts)


def logs(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="A unit of `fkplus status`, such as patroni-node1.")],
    topology: TopologyOption = None,
    follow: Annotated[
        bool, typer.Option("-f", "--follow", help="Go on as lines come, until Ctrl-C.")
    ] = False,
    lines: Annotated[int, typer.Option("-n", "--lines", min=1, max=100_000, help="How many lines.")] = 100,
) -> None:
    """Show what a unit printed last."""
    for line in logs_operation.logs(site(context, topology), unit, lines=lines, follow=follow):
        output.show_line(line)


def switchover(
    context: typer.Context,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NODE", help="The node of the new primary.")
    ] = None,
    topology: TopologyOption = None,
) -> None:
    """Move the primary's role in a healthy cluster."""
    switchover_operation.switchover(site(context, topology), output.Progress(), to)


def failover(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="NODE", help="The node of the new primary.")],
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="Also a replica that may lack acknowledged rows.")
    ] = False,
    topology: TopologyOption = None,
) -> None:
    """Make a node the primary by force, also when there is none."""
    here = site(context, topology)
    switchover_operation.failover(here, output.Progress(), to, accept_loss=accept_loss)


def restart(
    context: typer.Context,
    pending: Annotated[
        bool, typer.Option("--pending", help="Only instances for which a changed setting waits.")
    ] = False,
    topology: TopologyOption = None,
) -> None:
    """Restart all instances, one after the other, while the cluster goes on serving."""
    restart_operation.restart(site(context, topology), output.Progress(), pending_only=pending)


def _show_status(facts: Any) -> None:
    ready = "ready" if facts["ready"] else "not ready"
    primary, timeline = facts["primary"] or "none", facts["timeline"] or "-"
    paused = ", paused" if facts["paused"] else ""
    output.show_line(f"{facts['topology']}: {ready}, primary {primary}, timeline {timeline}{paused}")
    seeds = ", ".join(facts["seeded_versions"]) or "none"
    output.show_line(f"schema version {facts['schema_version'] or 'none'}, seeded versions {seeds}")
    output.show_line(f"{_last_backup(facts['last_backup'])}\n")
    if facts["risks"]:
        output.show_line("Risks")
        for risk in facts["risks"]:
            output.show_line(f"{risk['where']}: {risk['what']}\n  next: {risk['next']}")
        output.show_line("")
    members = [
        (m["node"], m["role"], m["state"], m["timeline"], m["lag_bytes"], "yes" if m["synchronous"] else "")
        for m in facts["members"]
    ]
    output.show_table("Members", ("node", "role", "state", "timeline", "lag bytes", "synchronous"), members)
    output.show_table(
        "\nUnits", ("unit", "state", "pid"), [(u["unit"], u["state"], u["pid"]) for u in facts["units"]]
    )
    for absent in facts["absent"]:
        output.show_line(f"{absent['unit']}: not started, {absent['why']}")
    rows = [(name, _place(place)) for name, place in facts["endpoints"].items() if place]
    output.show_table("\nEndpoints", ("endpoint", "at"), rows)


def _place(place: Any) -> str:
    return str(place.get("url") or f"{place['host']}:{place['port']}")


def _last_backup(last: Any) -> str:
    if last is None:
        return "no backup yet"
    following = f", the next {last['next_run']}" if last["next_run"] else ""
    if last["running"]:
        return f"a backup is being made, the last good one is {last['last_good'] or 'none'}"
    if last["ok"]:
        return f"last backup {last['label']}, made in {last['seconds']} s{following}"
    why = last["problem"] or ("it was cut off" if last["started_at"] else "none was tried")
    return f"last backup failed: {why}; the last good one is {last['last_good'] or 'none'}{following}"
