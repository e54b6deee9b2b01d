"""What has Flyway recorded in a database, and does it leave anything to do?"""

from dataclasses import dataclass

import psycopg

from fkplus.database.connection import Connection
from fkplus.database.migrations import Migration, Repeatable, Version
from fkplus.database.queries import query


@dataclass(frozen=True)
class HistoryRow:
    """One row of `flyway_schema_history`; `version` is None for a repeatable migration."""

    rank: int
    version: Version | None
    description: str
    kind: str
    checksum: int | None
    milliseconds: int
    success: bool


History = tuple[HistoryRow, ...]


def read(connection: Connection) -> History:
    """Return what Flyway has recorded in schema `public`, oldest first; empty before the first migration.

    Raises psycopg.Error when the connection breaks.
    """
    try:
        with connection.transaction():
            rows = connection.execute(query("flyway_history")).fetchall()
    except psycopg.errors.UndefinedTable:
        return ()
    return tuple(HistoryRow(row[0], Version.parse(row[1]) if row[1] else None, *row[2:]) for row in rows)


def current_version(connection: Connection) -> Version | None:
    """Return the schema's version, None before the first migration; works on a replica too."""
    return highest(read(connection))


def highest(history: History) -> Version | None:
    """Return the highest version that was applied with success."""
    return max((row.version for row in history if row.success and row.version), default=None)


def is_complete(
    history: History,
    migrations: tuple[Migration, ...],
    repeatables: tuple[Repeatable, ...],
    target: Version | None,
) -> bool:
    """Tell whether Flyway would find nothing to do and nothing to complain about.

    Any doubt (an edited or unreadable file, a row of an unusual kind, a failed row, a row without a file) is
    a no: then the real Flyway is asked.
    """
    try:
        return _rows_are_plain(history) and (
            _versions(history, migrations, target)
            and _latest_repeatables(history) == {each.name: each.checksum for each in repeatables}
        )
    except UnicodeDecodeError:
        return False


def _rows_are_plain(history: History) -> bool:
    return all(row.success and row.kind == "SQL" for row in history)


def _versions(history: History, migrations: tuple[Migration, ...], target: Version | None) -> bool:
    recorded = {row.version: (row.description, row.checksum) for row in history if row.version}
    files = {each.version: (each.name, each.checksum) for each in migrations}
    wanted = [version for version in files if target is None or version <= target]
    newest = max(files, default=None)
    # A version above all files was applied by a newer checkout, which Flyway lets pass.
    known = [version for version in recorded if newest and version <= newest]
    return all(version in recorded for version in wanted) and all(
        recorded[version] == files.get(version) for version in known
    )


def _latest_repeatables(history: History) -> dict[str, int | None]:
    return {row.description: row.checksum for row in history if row.version is None}
