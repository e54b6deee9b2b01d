"""The commands that measure and say whether the objectives hold."""

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from fkplus.bench import figures
from fkplus.bench import protocols as bench_protocols
from fkplus.bench import proxy as bench_proxy
from fkplus.bench import up as bench_up
from fkplus.bench.figures import Figure
from fkplus.cli import output
from fkplus.cli.calls import read_calls
from fkplus.cli.environment import settings
from fkplus.cli.options import (
    SCHEMA,
    DsnOption,
    JsonOption,
    SamplesOption,
    TopologyOption,
    require_directory,
    site,
    target,
    topology_file,
)
from fkplus.database.connection import connect
from fkplus.model.errors import BadInput, ObjectiveMissed
from fkplus.model.names import APP, SUPERUSER
from fkplus.model.secrets import Secret
from fkplus.operations.site import Site, site_of

# Beside a cluster at offset 0, and below 32768, where client ports begin.
_PORT_OFFSET = 16_000
_PORTS = 100


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    group = typer.Typer(
        help="Measure against something in the same run; exit 3 where an objective is missed.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    for command in (up, seed, backup, proxy, failover, queries, openloop):
        group.command()(command)
    group.command("import")(import_protocols)
    app.add_typer(group, name="bench")


def up(context: typer.Context, topology: TopologyOption = None, json: JsonOption = False) -> None:
    """How long `up` takes beside the bare components, in a cluster of its own."""
    with _directory() as base:
        mine = bench_up.without_seeds(_temporary_site(topology_file(context, topology), base / "home"))
        _show("up", bench_up.measure(mine, output.Progress()), json)


def backup(context: typer.Context, topology: TopologyOption = None, json: JsonOption = False) -> None:
    """How long backups and restores take beside pg_basebackup, and what is lost with all nodes."""
    # Imported here: no other command needs the clients and their threads.
    from fkplus.bench import backup as bench_backup  # noqa: PLC0415

    with _directory() as base:
        mine = bench_up.without_seeds(_temporary_site(topology_file(context, topology), base / "home"))
        _show("backup", bench_backup.measure(mine, output.Progress()), json)


def seed(
    context: typer.Context, topology: TopologyOption = None, dsn: DsnOption = None, json: JsonOption = False
) -> None:
    """How fast seeds are beside COPY of the same rows, and row by row; in databases of its own."""
    # Imported here: NumPy and Faker take longer than all other commands need.
    from fkplus.bench import seed as bench_seed  # noqa: PLC0415

    measured = bench_seed.measure(_server(context, topology, dsn), SCHEMA, output.Progress())
    _show("seed", measured, json)


def import_protocols(
    context: typer.Context,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Protocols to measure with.")],
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """How fast real protocols are imported beside bare COPY; in databases of its own."""
    server = _server(context, topology, dsn)
    _show("import", bench_protocols.measure(server, SCHEMA, data, output.Progress()), json)


def proxy(
    context: typer.Context,
    seconds: Annotated[int, typer.Option("--seconds", min=1, max=3600, help="How long each run is.")] = 10,
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """How many transactions go through HAProxy beside direct connections, on the running cluster."""
    _show("proxy", bench_proxy.measure(site(context, topology), seconds, output.Progress()), json)


def failover(
    context: typer.Context,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="FAULT", help="Only this one; may be repeated (default: all)."),
    ] = None,
    times: Annotated[int, typer.Option("--times", min=1, max=100, help="How often each.")] = 3,
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """How long nobody can write after a fault, beside stock settings; in clusters of its own."""
    # Imported here: no other command needs the clients and their threads.
    from fkplus.bench import failover as bench_failover  # noqa: PLC0415
    from fkplus.bench.contestants import contestants  # noqa: PLC0415

    known = tuple(bench_failover.OBJECTIVES)
    unknown = sorted(set(fault or ()) - set(known))
    if unknown:
        raise BadInput(f"there is no fault {unknown[0]!r}", f"there are: {', '.join(known)}")
    say, file = output.Progress(), topology_file(context, topology)
    with _directory() as base:
        ours, stock = (
            _temporary_site(file, base / name, beside=n) for n, name in enumerate(("ours", "stock"))
        )
        rivals = contestants(ours, stock, base / "third", _PORT_OFFSET + 2 * _PORTS, say)
        _show("failover", bench_failover.measure(rivals, fault or known, times, say), json)


def queries(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    samples: SamplesOption = 5,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", min=1, max=1000, help="How often each call is measured.")
    ] = 10,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write queries.md and queries.png there.")
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="URI",
            help="Compare with this database: the same seeds at an earlier version of the schema.",
        ),
    ] = None,
    topology: TopologyOption = None,
    dsn: DsnOption = None,
    json: JsonOption = False,
) -> None:
    """What is there for speed, what it brings and costs, on copies of seeded databases."""
    # Imported here: NumPy and the parser take longer than all other commands need.
    from fkplus.bench import picture  # noqa: PLC0415
    from fkplus.bench import queries as bench_queries  # noqa: PLC0415
    from fkplus.workload.catalogue import OPERATIONS  # noqa: PLC0415

    require_directory(write)
    place = _database(context, topology, dsn)
    earlier = Secret(before) if before else None
    # Whom the calls are about is in both.
    with connect((earlier or place).reveal(), autocommit=True) as connection:
        called = read_calls(connection, samples)
    weights = {operation.name: operation.share for operation in OPERATIONS}
    compared = bench_queries.compare(place, called, weights, rounds, output.Progress(), earlier)
    if write is not None:
        picture.draw(compared, write / "queries.png")
        (write / "queries.md").write_text(picture.table(compared), encoding="utf-8")
    _show("queries", bench_queries.figures(compared, weights), json)


def openloop(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    operation: Annotated[
        str, typer.Option("--operation", metavar="NAME", help="Which read of the backend.")
    ] = "feed",
    rate: Annotated[
        float, typer.Option("--rate", metavar="N", min=1, max=10_000, help="Calls a second, on average.")
    ] = 50.0,
    seconds: Annotated[int, typer.Option("--seconds", min=1, max=3600, help="How long each run is.")] = 20,
    connections: Annotated[
        int, typer.Option("--connections", metavar="N", min=2, max=90, help="By so many clients.")
    ] = 8,
    topology: TopologyOption = None,
    json: JsonOption = False,
) -> None:
    """Whether the simulated backend sees the times that pgbench sees, at the read port of the cluster."""
    # Imported here: NumPy takes longer than all other commands need.
    from fkplus.bench import openloop as bench_openloop  # noqa: PLC0415

    here = site(context, topology)
    wanted = bench_openloop.Wanted(operation, rate, seconds, connections)
    place, programs = here.dsn(APP, port="read"), here.cluster.layout.postgresql_bin
    measured = bench_openloop.measure(place, programs, wanted, output.Progress())
    _show("openloop", measured, json)


@contextmanager
def _directory() -> Iterator[Path]:
    """Make a directory that the daemons can enter; it goes when the block ends, also by SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    base = Path(tempfile.mkdtemp(prefix="fkplus-bench-"))
    base.chmod(0o755)
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _server(context: typer.Context, topology: Path | None, dsn: str | None) -> Secret:
    """Return the server of --dsn, or a cluster's write port as superuser, who alone makes databases."""
    if dsn is not None:
        return target(context, topology, dsn).uri
    return Secret(site(context, topology).dsn(SUPERUSER, database="postgres").uri())


def _database(context: typer.Context, topology: Path | None, dsn: str | None) -> Secret:
    """Return the database of --dsn, or the cluster's as superuser."""
    if dsn is not None:
        return target(context, topology, dsn).uri
    here = site(context, topology)
    return Secret(here.dsn(SUPERUSER, database=here.settings.database).uri())


def _temporary_site(topology: Path, home: Path, *, beside: int = 0) -> Site:
    """Return a site in `home`; `beside` tells how many of them have the ports before its own."""
    offset = _PORT_OFFSET + beside * _PORTS
    return site_of(topology, settings().elsewhere(home, offset), SCHEMA)


def _show(name: str, measured: Sequence[Figure], json: bool) -> None:
    report: Mapping[str, Any] = figures.report(name, measured)
    rows = [(f["figure"], f["value"], f["unit"], f["objective"], f["holds"]) for f in report["figures"]]
    if json:
        output.show_json(report)
    else:
        output.show_line(", ".join(f"{key}: {value}" for key, value in report["machine"].items()) + "\n")
        output.show_table(name, ("figure", "value", "unit", "objective", "holds"), rows)
    missed = [row[0] for row in rows if not row[4]]
    if missed:
        raise ObjectiveMissed(f"objective missed: {', '.join(missed)}")
