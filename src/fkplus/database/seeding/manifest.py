"""What a seed notes about its rows, so that anybody can tell whether they are those that others have."""

from importlib.metadata import version
from typing import Any

from fkplus.database.seeding.context import ANCHOR
from fkplus.database.seeding.tables import Tally


def generator() -> dict[str, str]:
    """Return what generated rows depend on beside the code: the versions of libraries, and the fixed time."""
    return {"numpy": version("numpy"), "faker": version("Faker"), "anchor": ANCHOR.isoformat()}


def of_tables(tally: Tally) -> dict[str, dict[str, Any]]:
    """Return by table how many rows were written, their checksum, and the first id where it numbers rows."""
    checksums = tally.checksums()
    tables: dict[str, dict[str, Any]] = {}
    for table, count in tally.rows_by_table.items():
        tables[table] = {"rows": count, "checksum": checksums[table]}
        if table in tally.first_ids:
            tables[table]["first_id"] = tally.first_ids[table]
    return tables
