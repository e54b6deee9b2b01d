"""What a seed notes about its rows, so that anybody can tell whether they are those that others have."""

from importlib.metadata import version
from typing import Any

from fkplus.database.seeding.context import ANCHOR
from fkplus.database.seeding.tables import Tally


def generator() -> dict[str, str]:
    """Return what generated rows depend on beside the code: the versions of libraries, and the fixed time."""
    return {"numpy": version("numpy"), "faker": version("Faker"), "anchor": ANCHOR.isoformat()}


def of_tables(tally: Tally) -> dict[str, dict[str, Any]]:
    """Return by table how many rows were written and their checksum."""
    checksums = tally.checksums()
    return {
        table: {"rows": count, "checksum": checksums[table]} for table, count in tally.rows_by_table.items()
    }
