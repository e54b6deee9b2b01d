"""The commands that need only a database: the topology's, or the one of --dsn."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fkplus.cli import output
from fkplus.cli.options import DsnOption, JsonOption, TopologyOption, site, target
from fkplus.database import migrations
from fkplus.database.partitions import MONTHS_AHEAD
from fkplus.database.protocols import ImportReport
from fkplus.database.seeding.verdict import Verdict
from fkplus.model.errors import BadInput, FkplusError
from fkplus.operations import evolve, import_protocols, psql
from fkplus.operations import partitions as partitions_operation
from fkplus.operations import roles as roles_operation
from fkplus.operations.lock import exclusive
from fkplus.operations.site import ENDPOINTS

_REJECTED_SHOWN = 50

RoleOption = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", help="Whom to log in as (default: owner).")
]
PortOption = Annotated[str, typer.Option("--port", metavar="write|read|analyst", help="Which endpoint.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for command in (dsn, migrate, seed, roles, partitions):
        app.command()(command)
    app.command("psql", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(run_psql)
    imports = typer.Typer(help="Load real data.", no_args_is_help=True, rich_markup_mode=None)
    imports.command("protocols")(import_protocol_files)
    app.add_typer(imports, name="import")


def dsn(
    context: typer.Context,
    role: RoleOption = None,
    port: PortOption = "write",
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """Print a connection URI, with its password, for psql or an application."""
    here = site(context, topology)
    uri = here.dsn(role or here.settings.creator_name, port=_endpoint(port)).uri()
    if json:
        output.show_json({"dsn": uri})
    else:
        output.show_line(uri)


def run_psql(
    context: typer.Context,
    role: RoleOption = None,
    port: PortOption = "write",
    topology: TopologyOption = None,
) -> None:
    """Open psql there; what follows -- goes to psql."""
    here = site(context, topology)
    place = here.dsn(role or here.settings.creator_name, port=_endpoint(port))
    raise typer.Exit(psql.psql(place, context.args))


def migrate(
    context: typer.Context,
    target_version: Annotated[
        str | None, typer.Option("--target", metavar="V", help="Up to this version.")
    ] = None,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
) -> None:
    """Migrate with Flyway to MIGRATION_VERSION, or all the way; nothing is ever taken back."""
    there = target(context, topology, dsn)
    wanted = target_version or there.settings.migration_version
    last = migrations.resolve_target(wanted, migrations.scan(there.schema))
    evolve.migrate(there, output.Progress(), last)


def seed(
    context: typer.Context,
    verify: Annotated[
        bool, typer.Option("--verify", help="Write nothing: compare with what was seeded.")
    ] = False,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """Run the seeds that are due, where APP_ENV is dev."""
    there = target(context, topology, dsn)
    if verify:
        _show_verdict(evolve.verify_seeds(there, output.Progress()), json)
        return
    records = evolve.seed(there, output.Progress())
    if json:
        output.show_json({"seeds": [asdict(record) for record in records]})
        return
    rows = [
        (record.version, table, f"{noted['rows']:,}", f"{noted['rows'] / record.seed_count:.4g}")
        for record in records
        for table, noted in record.tables.items()
    ]
    if rows:
        output.show_table("Seeded", ("version", "table", "rows", "rows a user"), rows)


def _show_verdict(verdict: Verdict, json: bool) -> None:
    if json:
        output.show_json({**asdict(verdict), "reproducible": verdict.is_reproducible})
    else:
        rows = [
            (check.version, check.table, f"{check.seeded:,}", f"{check.present:,}", check.is_equal)
            for check in verdict.checks
        ]
        output.show_table("Seeds", ("version", "table", "seeded", "present", "same today"), rows)
        for note in verdict.notes:
            output.show_line(f"note: {note}")
    other = [check.table for check in verdict.checks if not check.is_equal]
    if other:
        raise FkplusError(
            f"the seeds would write other rows today: {', '.join(other)}",
            "the code, a library or the rows that seeds build on have changed since",
        )


def roles(context: typer.Context, topology: TopologyOption = None, dsn: DsnOption = None) -> None:
    """Bring roles, analysts and rights to the settings."""
    if dsn is not None:
        there = target(context, topology, dsn)
        with exclusive(there.settings.home):
            roles_operation.apply_to(there, output.Progress())
    else:
        here = site(context, topology)
        with exclusive(here.settings.home):
            roles_operation.apply(here, output.Progress())


def partitions(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    months: Annotated[
        int, typer.Option("--months", metavar="N", min=0, max=120, help="So many months ahead.")
    ] = MONTHS_AHEAD,
    detach: Annotated[
        bool, typer.Option("--detach", help="Detach the months past their lifetime; their tables stay.")
    ] = False,
    drop: Annotated[
        bool, typer.Option("--drop", help="Detach them, and drop the tables of all detached months.")
    ] = False,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """Make month partitions ahead, and detach old ones where asked; nobody else waits."""
    there = target(context, topology, dsn)
    done = partitions_operation.keep(there, output.Progress(), months=months, detach=detach, drop=drop)
    if json:
        output.show_json(asdict(done))
    elif not (done.made or done.detached or done.dropped):
        output.show_line("partitions are as they should be")


def import_protocol_files(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="performances.csv and the files beside it.")
    ],
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out performances with a bad row.")
    ] = False,
    corrected: Annotated[
        str | None,
        typer.Option(
            "--corrected",
            metavar="REASON",
            help="Replace stored performances that differ, keeping the former sheets.",
        ),
    ] = None,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """Load real judging protocols, all or nothing; repeating it changes nothing."""
    there = target(context, topology, dsn)
    report = import_protocols.import_protocols(
        there, directory, output.Progress(), skip_bad=skip_bad, corrected=corrected
    )
    if json:
        output.show_json(asdict(report))
    else:
        _show_report(report)
    _show_rejected(report)
    if report.rejected and not report.committed:
        raise FkplusError(
            f"{len(report.rejected)} rows are bad, so nothing was loaded",
            _hint(report),
        )


def _hint(report: ImportReport) -> str:
    if all(reject.is_correction for reject in report.rejected):
        return "where these are corrected protocols, give the reason with --corrected REASON"
    hint = "mend the files, or leave those performances out with --skip-bad"
    if any(reject.is_correction for reject in report.rejected):
        hint += "; for corrected protocols there is --corrected REASON"
    return hint


def _show_report(report: ImportReport) -> None:
    if report.committed:
        rows = [(c.file, c.read, c.new, c.already_present, c.corrected) for c in report.counts]
        output.show_table("Imported", ("file", "rows", "new", "already stored", "corrected"), rows)
    for notice in report.notices:
        output.show_line(f"note: {notice}")


def _show_rejected(report: ImportReport) -> None:
    for reject in report.rejected[:_REJECTED_SHOWN]:
        output.show_problem(f"{reject.file}:{reject.line}: {reject.reason}")
    if len(report.rejected) > _REJECTED_SHOWN:
        more = len(report.rejected) - _REJECTED_SHOWN
        output.show_problem(f"... and {more} more; --json lists all of them")
    for name in report.left_out:
        output.show_problem(f"left out: {name}")


def _endpoint(name: str) -> str:
    if name not in ENDPOINTS:
        raise BadInput(f"--port {name!r} is no endpoint", f"it takes {', '.join(ENDPOINTS)}")
    return name
