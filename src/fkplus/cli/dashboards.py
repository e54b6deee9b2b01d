"""The command that says where dashboards and alerts are."""

import typer

from fkplus.cli import output
from fkplus.cli.options import JsonOption, TopologyOption, site
from fkplus.model.errors import FkplusError
from fkplus.operations import dashboards as dashboards_operation
from fkplus.operations.site import NOT_INSTALLED

_group = typer.Typer(no_args_is_help=True, help="Look at dashboards and alerts.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.add_typer(_group, name="dashboards")


@_group.command("open")
def open_(context: typer.Context, topology: TopologyOption = None, json: JsonOption = False) -> None:
    """Print the address of each dashboard and of the alerts; they answer while the units run."""
    here = site(context, topology)
    found = dashboards_operation.addresses(here)
    for unit in here.absent:
        output.show_problem(f"{unit.name}: {NOT_INSTALLED}")
    if not found:
        raise FkplusError("this topology has neither Grafana nor Prometheus", "add them to a node's units")
    if json:
        output.show_json(found)
    else:
        output.show_table("Dashboards", ("dashboard", "at"), list(found.items()))
