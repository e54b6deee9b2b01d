"""Which seeds a database has had, and how its table of them comes to exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from fkplus.database.connection import Connection
from fkplus.database.queries import query


@dataclass(frozen=True)
class SeedRecord:
    """One row of public.seed_history.

    `id_blocks` maps a name to the first id and the number of ids, `tables` a table to its rows and their
    checksum, `generator` says what the rows depend on beside the code. Both are empty in a row that an
    earlier fkplus wrote.
    """

    version: str
    name: str
    seed_count: int
    row_count: int
    checksum: str
    id_blocks: dict[str, list[int]]
    tables: dict[str, dict[str, Any]]
    generator: dict[str, str]
    seeded_at: datetime
    seeded_by: str
    milliseconds: int


def history(connection: Connection) -> tuple[SeedRecord, ...]:
    """Return the seeds that ran, oldest first; empty where nothing was ever seeded."""
    if not _exists(connection):
        return ()
    columns = ("tables", "generator") if _has_manifest(connection) else ("'{}'::jsonb", "'{}'::jsonb")
    records = query("seed_records").format(*map(sql.SQL, columns))
    return tuple(SeedRecord(*row) for row in connection.execute(records))


def blocks(records: Sequence[SeedRecord]) -> Mapping[str, range]:
    """Return the ids that these seeds reserved, by the names of the blocks."""
    return {
        name: range(first, first + count)
        for record in records
        for name, (first, count) in record.id_blocks.items()
    }


def ensure(connection: Connection) -> None:
    """Make the table of seeds, or give an old one its manifest, in the open transaction."""
    if not _exists(connection):
        connection.execute(query("seed_history"))
    elif not _has_manifest(connection):
        connection.execute(query("seed_history_upgrade"))


def _exists(connection: Connection) -> bool:
    row = connection.execute("select to_regclass('public.seed_history') is not null").fetchone()
    return row is not None and bool(row[0])


def _has_manifest(connection: Connection) -> bool:
    """Tell whether the history has the columns of the manifest; databases of earlier versions do not."""
    row = connection.execute(query("seed_history_has_manifest")).fetchone()
    return row is not None and bool(row[0])
