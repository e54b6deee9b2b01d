"""The command that brings the cluster, or a copy of it, to a moment of the past."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fkplus.cli import output
from fkplus.cli.options import JsonOption, TopologyOption, site
from fkplus.model.errors import BadInput
from fkplus.operations import restore as restore_operation
from fkplus.operations import restore_copy, restore_plan
from fkplus.operations.restore import Restored
from fkplus.operations.restore_copy import Copy
from fkplus.operations.restore_plan import Wanted
from fkplus.operations.site import Site


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(restore)


def restore(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="TIME|LSN|NAME|latest",
            help="A time with its zone ('2026-11-25 15:04:05Z'), a position, a restore point, or the end.",
        ),
    ] = None,
    as_copy: Annotated[
        bool, typer.Option("--as-copy", help="Leave the cluster alone and start a copy beside it.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Bring back the data that the last restore replaced.")
    ] = False,
    drop_copy: Annotated[bool, typer.Option("--drop-copy", help="Stop the copy and delete it.")] = False,
    backup: Annotated[
        str | None, typer.Option("--set", metavar="LABEL", help="Begin with this backup of `backup list`.")
    ] = None,
    timeline: Annotated[
        int | None, typer.Option("--timeline", min=1, help="Follow this timeline, not the one that is meant.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """Bring the whole cluster, replicas included, to a moment of the past; asks first. Can be undone."""
    if [to is not None, undo, drop_copy].count(True) != 1:
        raise BadInput("restore takes one of --to, --undo and --drop-copy", "see `fkplus restore --help`")
    if to is None and (as_copy or backup or timeline):
        raise BadInput("--as-copy, --set and --timeline belong to --to", "see `fkplus restore --help`")
    here = site(context, topology)
    say = output.Progress()
    if drop_copy:
        restore_copy.drop(here, say)
    elif to is None:
        _confirm(yes, "Replace the cluster's data by those that the last restore replaced?")
        undone = restore_operation.undo(here, say)
        if undone is not None:
            _show(undone, json)
    else:
        _to(here, Wanted(to, timeline, backup), as_copy=as_copy, yes=yes, json=json)


def _to(here: Site, wanted: Wanted, *, as_copy: bool, yes: bool, json: bool) -> None:
    say = output.Progress()
    plan = restore_plan.plan(here, wanted)
    if plan.missing:
        say(
            f"WAL segment {plan.missing.name} is missing: the log ends there, what followed can't be replayed"
        )
    if as_copy:
        _show_copy(restore_copy.make(here, plan, say), json)
        return
    _confirm(
        yes,
        f"Bring the cluster to {plan.target} (backup {plan.backup.label}, timeline {plan.timeline})?"
        " What was written later leaves it; the data as they are now are kept.",
    )
    _show(restore_operation.restore(here, wanted, plan, say), json)


def _confirm(yes: bool, question: str) -> None:
    if not yes:
        typer.confirm(question, abort=True, err=True)


def _show(restored: Restored, json: bool) -> None:
    if json:
        output.show_json(asdict(restored))
        return
    output.show_line(
        f"restored to {restored.target}: primary {restored.primary}, timeline {restored.timeline},"
        f" new backup {restored.new_backup}"
    )
    output.show_line(
        f"took {restored.seconds:.1f} s, {restored.stopped_seconds:.1f} s of them without a primary"
    )
    output.show_line(f"back again: fkplus restore --undo; no longer needed: rm -r {_word(restored.kept)}")


def _show_copy(copy: Copy, json: bool) -> None:
    if json:
        facts = {"dsn": copy.dsn.uri(), "target": copy.target, "backup": copy.backup}
        output.show_json({**facts, "timeline": copy.timeline})
        return
    output.show_line(copy.dsn.uri())
    output.show_problem("a copy beside the cluster; stop and delete it with `fkplus restore --drop-copy`")


def _word(path: Path) -> str:
    return f"'{path}'" if " " in str(path) else str(path)
