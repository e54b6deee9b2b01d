"""The commands that make backups and show which there are."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from fkplus.cli import output
from fkplus.cli.options import JsonOption, TopologyOption, site
from fkplus.model.backup import Backup
from fkplus.model.errors import FkplusError
from fkplus.operations import backup as backup_operation
from fkplus.operations import drill as drill_operation

_MEBIBYTE = 1024 * 1024

commands = typer.Typer(
    name="backup", help="Make backups and look at them.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands)


@commands.command()
def create(context: typer.Context, topology: TopologyOption = None, json: JsonOption = False) -> None:
    """Make a full backup now; delete the oldest beyond BACKUP_RETENTION_COUNT afterwards."""
    made = backup_operation.create(site(context, topology), output.Progress())
    if json:
        output.show_json(_facts(made))
    else:
        output.show_line(f"backup {made.label} made")


@commands.command(name="list")
def show(context: typer.Context, topology: TopologyOption = None, json: JsonOption = False) -> None:
    """List the backups in the repository, oldest first."""
    catalogue = backup_operation.read(site(context, topology))
    if json:
        output.show_json(
            {"problem": catalogue.problem or None, "backups": [_facts(each) for each in catalogue.backups]}
        )
        return
    if not catalogue.backups:
        output.show_line("there is no backup yet")
    else:
        columns = ("label", "type", "finished (UTC)", "MiB", "stored", "timeline", "WAL", "page errors")
        output.show_table("Backups", columns, [_row(each) for each in catalogue.backups])
    if catalogue.problem:
        output.show_problem(f"pgBackRest says of the repository: {catalogue.problem}")


@commands.command()
def verify(context: typer.Context, topology: TopologyOption = None, json: JsonOption = False) -> None:
    """Read every file in the repository again; exit 1 where one is damaged or missing."""
    progress = output.Progress()
    progress("reading every backup and every segment of WAL in the repository")
    checked = backup_operation.verify(site(context, topology))
    if json:
        output.show_json(asdict(checked))
    else:
        for problem in checked.problems:
            output.show_line(problem)
        output.show_line(f"checked {len(checked.backups)} backups and {checked.segments} segments of WAL")
    if checked.problems:
        raise FkplusError(
            f"the repository is damaged: {len(checked.problems)} problems",
            "make a new backup now (`fkplus backup create`), then find out what happened to the disk",
        )


@commands.command()
def drill(
    context: typer.Context,
    backup: Annotated[
        str | None, typer.Option("--set", metavar="LABEL", help="Not the newest backup but this one.")
    ] = None,
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """Restore the newest backup beside the cluster, read it to the last page, and delete it."""
    result = drill_operation.drill(site(context, topology), output.Progress(), label=backup)
    if json:
        output.show_json(asdict(result))
    elif result.problem is None:
        lost = "unknown" if result.lost_seconds is None else f"{result.lost_seconds} s"
        output.show_line(
            f"backup {result.backup} restores: ready after {result.recovery_seconds} s, {lost} lost,"
            f" {result.tables} tables, {result.rows:,} rows, schema {result.schema_version or 'none'}"
        )
    if result.problem is not None:
        raise FkplusError(f"the drill failed: {result.problem}", "see docs/backups.md")


def _row(backup: Backup) -> tuple[object, ...]:
    return (
        backup.label,
        backup.type,
        f"{backup.finished_at:%Y-%m-%d %H:%M:%S}",
        _mebibytes(backup.size),
        _mebibytes(backup.repository_size),
        backup.timeline,
        f"{backup.lsn_start} to {backup.lsn_stop}",
        "yes" if backup.has_errors else "",
    )


def _mebibytes(size: int) -> str:
    return f"{size / _MEBIBYTE:.1f}"


def _facts(backup: Backup) -> Mapping[str, Any]:
    return {
        "label": backup.label,
        "type": backup.type,
        "started_at": backup.started_at.isoformat(),
        "finished_at": backup.finished_at.isoformat(),
        "bytes": backup.size,
        "repository_bytes": backup.repository_size,
        "timeline": backup.timeline,
        "wal_start": backup.wal_start,
        "wal_stop": backup.wal_stop,
        "lsn_start": backup.lsn_start,
        "lsn_stop": backup.lsn_stop,
        "page_errors": backup.has_errors,
    }
