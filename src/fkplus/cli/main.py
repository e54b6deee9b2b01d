"""The command line as a whole: its commands, and the one place where errors become text."""

import sys
import xmlrpc.client

import psycopg
import typer

from fkplus import __version__
from fkplus.cli import backup, bench, chaos, cluster, dashboards, database, output, restore, tune, workload
from fkplus.cli.options import TopologyOption
from fkplus.model.errors import FkplusError

_INTERRUPTED = 130

app = typer.Typer(
    name="fkplus",
    help="The database platform of FK+: a fault-tolerant PostgreSQL cluster, its schema, seeds and roles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        output.show_line(__version__)
        raise typer.Exit


@app.callback()
def _root(
    topology: TopologyOption = None,
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Print it."),
) -> None:
    """Take --topology before the command's name too."""


cluster.register(app)
database.register(app)
workload.register(app)
tune.register(app)
backup.register(app)
restore.register(app)
bench.register(app)
chaos.register(app)
dashboards.register(app)


def main() -> None:
    """Run one command; exit 0 done, 1 failed, 2 wrong use, 3 an objective was missed."""
    try:
        app(prog_name="fkplus")
    except FkplusError as error:
        output.show_error(error)
        sys.exit(error.exit_code)
    except psycopg.Error as error:
        output.show_error(FkplusError(f"PostgreSQL: {str(error).strip()}", "repeating the command is safe"))
        sys.exit(1)
    except (OSError, xmlrpc.client.Error) as error:
        output.show_error(FkplusError(f"{type(error).__name__}: {error}", "see `fkplus status`"))
        sys.exit(1)
    except SystemExit as end:
        # Typer ends an interrupted command with 130, which is none of ours.
        if end.code == _INTERRUPTED:
            output.show_problem("fkplus: interrupted; running the command again is safe")
            sys.exit(1)
        raise
