"""The command that measures and says whether the objectives hold."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from fkplus.bench import figures
from fkplus.bench import up as bench_up
from fkplus.cli import output
from fkplus.cli.environment import settings
from fkplus.cli.options import SCHEMA, JsonOption, TopologyOption, topology_file
from fkplus.model.errors import BadInput, ObjectiveMissed
from fkplus.operations.site import Site, local_site

# Beside a cluster at offset 0, and below 32768, where client ports begin.
_PORT_OFFSET = 16_000

BENCHMARKS = ("up",)


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(bench)


def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {', '.join(BENCHMARKS)}.")],
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """Measure in a cluster of its own; exit 3 where an objective is missed."""
    if name not in BENCHMARKS:
        raise BadInput(f"there is no benchmark {name!r}", f"there are: {', '.join(BENCHMARKS)}")
    base = Path(tempfile.mkdtemp(prefix="fkplus-bench-"))
    base.chmod(0o755)
    try:
        site = bench_up.without_seeds(_temporary_site(topology_file(context, topology), base))
        report = figures.report(name, bench_up.measure(site, output.Progress()))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    _show(report, json)


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
