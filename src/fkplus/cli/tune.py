"""The commands that say which queries cost most, and which indexes would be worth their price."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from psycopg.conninfo import conninfo_to_dict

from fkplus.cli import output
from fkplus.cli.calls import read_calls
from fkplus.cli.options import (
    SCHEMA,
    DsnOption,
    JsonOption,
    SamplesOption,
    TopologyOption,
    require_directory,
    site,
    target,
)
from fkplus.database import migrations
from fkplus.database.connection import Connection, connect
from fkplus.database.copying import copied_database
from fkplus.model.names import SUPERUSER
from fkplus.model.secrets import Secret
from fkplus.operations.database import places

_MEBIBYTE = 2**20


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    tune = typer.Typer(
        help="Find costly queries and the indexes they need.", no_args_is_help=True, rich_markup_mode=None
    )
    for command in (report, advise):
        tune.command()(command)
    app.add_typer(tune, name="tune")


def report(
    context: typer.Context,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """Show the statements that take 95 % of the time on all members, with their operation and plan."""
    # Imported here and below: NumPy and the parser take longer than all other commands need.
    from fkplus.tuning import hot, measure  # noqa: PLC0415

    with ExitStack() as stack:
        members = [
            stack.enter_context(connect(uri.reveal(), autocommit=True))
            for uri in _members(context, topology, dsn)
        ]
        counted = hot.together([hot.read(member) for member in members])
        chosen = hot.hot(counted)
        plans = measure.measure(members[0], read_calls(members[0], 1))
    by_operation = {operation: cost.plan for (operation, bucket), cost in plans.items() if bucket == "median"}
    total = sum(each.milliseconds for each in counted)
    lines = [
        {
            "operation": each.operation,
            "share": round(each.milliseconds / total, 4),
            "calls": each.calls,
            "mean_ms": round(each.milliseconds / each.calls, 3),
            "buffers_a_call": round(each.buffers / each.calls, 1),
            "rows_a_call": round(each.rows / each.calls, 1),
            "plan": by_operation.get(each.operation or ""),
            "query": each.text,
        }
        for each in chosen
    ]
    if json:
        output.show_json({"members": len(members), "statements": len(counted), "hot": lines})
        return
    rows = [
        (
            line["operation"] or " ".join(str(line["query"]).split())[:50],
            f"{line['share']:.1%}",
            line["calls"],
            line["mean_ms"],
            line["buffers_a_call"],
            line["rows_a_call"],
        )
        for line in lines
    ]
    title = f"{len(lines)} of {len(counted)} statements take 95 % of the time on {len(members)} members"
    output.show_table(title, ("operation or text", "share", "calls", "mean ms", "buffers", "rows"), rows)
    output.show_line("\nWhat they read, in the median bucket:")
    for line in lines:
        if line["plan"]:
            output.show_line(f"  {line['operation']}: {line['plan']}")


def advise(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    budget: Annotated[
        int, typer.Option("--budget", metavar="MIB", min=1, help="What all new indexes may take together.")
    ] = 512,
    samples: SamplesOption = 5,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write the proposed migrations there.")
    ] = None,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """Try indexes on a copy of the database, and propose those that earn their place."""
    from fkplus.tuning import advise as advising  # noqa: PLC0415
    from fkplus.tuning import hygiene, proposal  # noqa: PLC0415

    require_directory(write)
    say = output.Progress()
    places_of_members = _members(context, topology, dsn)
    with ExitStack() as stack:
        members = [stack.enter_context(connect(uri.reveal(), autocommit=True)) for uri in places_of_members]
        called = read_calls(members[0], samples)
        weights = _weights(members)
        found = hygiene.inspect(members)
    first = places_of_members[0]
    database = str(conninfo_to_dict(first.reveal())["dbname"])
    with copied_database(first, f"{database}_tuning", say) as copy:
        advice = advising.advise(copy, called, weights, budget * _MEBIBYTE, say)
    proposed = proposal.proposals(advice.verdicts, advice.partitioned, _next_version())
    for each in proposed if write else ():
        (Path(write or "") / each.name).write_text(each.text, encoding="utf-8")
    if json:
        output.show_json({
            "verdicts": [{**asdict(v), "definition": v.index.definition, "worth": advice.worth.get(v.index)}
                         for v in advice.verdicts],
            "estimated": {"before": advice.estimate_before, "after": advice.estimate_after},
            "hygiene": asdict(found),
            "proposals": [asdict(each) for each in proposed],
        })  # fmt: skip
    else:
        _show(advice, found, proposed)


def _show(advice: Any, found: Any, proposed: Sequence[Any]) -> None:
    rows = [
        (
            verdict.index.definition,
            "adopted" if verdict.adopted else "refuted",
            f"{verdict.share:.2f}",
            f"{verdict.size / _MEBIBYTE:.1f}",
            verdict.reason,
        )
        for verdict in advice.verdicts
    ]
    output.show_table("Tried on a copy", ("index", "verdict", "all buffers x", "MiB", "why"), rows)
    for title, lines in (
        (
            "Used by nobody since statistics began",
            [f"{name}, {size / _MEBIBYTE:.1f} MiB" for name, size in found.unused],
        ),
        ("Covered by another index", [f"{narrow} by {wide}" for narrow, wide in found.duplicates]),
        (
            "Foreign keys without index or reason",
            [f"{table}: {key}" for table, key in found.keys_without_index],
        ),
        ("Proposed migrations", [each.name for each in proposed]),
    ):
        output.show_line(f"\n{title}: {', '.join(lines) or 'none'}")


def _members(context: typer.Context, topology: Path | None, dsn: str | None) -> Sequence[Secret]:
    """Return every member that answers, the primary's endpoint first; or the one database of --dsn."""
    if dsn is not None:
        return [target(context, topology, dsn).uri]
    here = site(context, topology)
    primary = Secret(here.dsn(SUPERUSER, database=here.settings.database).uri())
    own = [Secret(place.uri()) for place in places(here, here.settings.database)]
    with connect(primary.reveal()) as connection:
        row = connection.execute("select inet_server_port()").fetchone()
    port = str(row[0]) if row else ""
    return [primary, *(uri for uri in own if conninfo_to_dict(uri.reveal())["port"] != port)]


def _weights(members: Sequence[Connection]) -> Mapping[str, float]:
    """Return the time by operation as it was counted, or the catalogue's shares where nothing was."""
    from fkplus.tuning import hot  # noqa: PLC0415
    from fkplus.workload.catalogue import OPERATIONS  # noqa: PLC0415

    shares = {operation.name: operation.share for operation in OPERATIONS}
    counted = {
        each.operation: each.milliseconds
        for each in hot.together([hot.read(member) for member in members])
        if each.operation in shares
    }
    return {name: counted[name] for name in counted if name is not None} or shares


def _next_version() -> int:
    return max(migration.version.parts[0] for migration in migrations.scan(SCHEMA)) + 1
