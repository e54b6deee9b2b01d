"""The command that measures and says whether the objectives hold."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from fkplus.bench import figures
from fkplus.bench import protocols as bench_protocols
from fkplus.bench import up as bench_up
from fkplus.bench.figures import Figure
from fkplus.cli import output
from fkplus.cli.environment import settings
from fkplus.cli.options import SCHEMA, DsnOption, JsonOption, TopologyOption, site, target, topology_file
from fkplus.model.errors import BadInput, ObjectiveMissed
from fkplus.model.names import SUPERUSER
from fkplus.model.secrets import Secret
from fkplus.operations.site import Site, local_site

# Beside a cluster at offset 0, and below 32768, where client ports begin.
_PORT_OFFSET = 16_000

BENCHMARKS = ("import", "seed", "up")


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(bench)


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {', '.join(BENCHMARKS)}.")],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Protocols to measure `import` with.")
    ] = None,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """Measure, in a cluster or in databases of its own; exit 3 where an objective is missed."""
    if name not in BENCHMARKS:
        raise BadInput(f"there is no benchmark {name!r}", f"there are: {', '.join(BENCHMARKS)}")
    if (name == "import") != (data is not None):
        raise BadInput("`bench import`, and no other, measures with protocols", "name them with --data DIR")
    if name == "up":
        if dsn is not None:
            raise BadInput("--dsn names a database, and `bench up` starts a cluster", "leave --dsn out")
        measured = _up(context, topology)
    elif data is not None:
        place = _server(context, topology, dsn)
        measured = bench_protocols.measure(place, SCHEMA, data, output.Progress())
    else:
        measured = _seed(context, topology, dsn)
    _show(figures.report(name, measured), json)


def _up(context: typer.Context, topology: Path | None) -> Sequence[Figure]:
    base = Path(tempfile.mkdtemp(prefix="fkplus-bench-"))
    base.chmod(0o755)
    try:
        mine = bench_up.without_seeds(_temporary_site(topology_file(context, topology), base))
        return bench_up.measure(mine, output.Progress())
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _seed(context: typer.Context, topology: Path | None, dsn: str | None) -> Sequence[Figure]:
    # Imported here: NumPy and Faker take longer than all other commands need.
    from fkplus.bench import seed  # noqa: PLC0415

    return seed.measure(_server(context, topology, dsn), SCHEMA, output.Progress())


def _server(context: typer.Context, topology: Path | None, dsn: str | None) -> Secret:
    """Return the server of --dsn, or a cluster's write port as superuser, who alone makes databases."""
    if dsn is not None:
        return target(context, topology, dsn).uri
    return Secret(site(context, topology).dsn(SUPERUSER, database="postgres").uri())


def _temporary_site(topology: Path, base: Path) -> Site:
    mine = settings()
    return local_site(topology, replace(mine, home=base / "home", port_offset=_PORT_OFFSET), SCHEMA)


def _show(report: Mapping[str, Any], json: bool) -> None:
    rows = [(f["figure"], f["value"], f["unit"], f["objective"], f["holds"]) for f in report["figures"]]
    if json:
        output.show_json(report)
    else:
        output.show_line(", ".join(f"{key}: {value}" for key, value in report["machine"].items()) + "\n")
        output.show_table(report["name"], ("figure", "value", "unit", "objective", "holds"), rows)
    missed = [row[0] for row in rows if not row[4]]
    if missed:
        raise ObjectiveMissed(f"objective missed: {', '.join(missed)}")
