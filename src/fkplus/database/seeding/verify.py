"""Whether the generator still makes the rows that a database was seeded with, and whether they are there."""

from collections.abc import Callable, Sequence

from fkplus.database.connection import Connection
from fkplus.database.migrations import Migration
from fkplus.database.queries import query
from fkplus.database.seeding import history as seed_history
from fkplus.database.seeding import manifest, run
from fkplus.database.seeding.context import new_context
from fkplus.database.seeding.history import SeedRecord, history
from fkplus.database.seeding.sinks import Nowhere, Sink, table_name
from fkplus.database.seeding.tables import SeedTables, Tally
from fkplus.database.seeding.verdict import TableCheck, Verdict


def verify(connection: Connection, known: Sequence[Migration], progress: Callable[[str], None]) -> Verdict:
    """Generate the rows of all seeds anew, without writing them, and compare with the manifest.

    Seeds build on rows of earlier ones, which are read from the database: where users have changed such rows,
    what follows from them differs too. `connection` has no transaction open; nothing is changed.
    """
    checks: list[TableCheck] = []
    notes: list[str] = []
    records = history(connection)
    connection.rollback()
    for number, record in enumerate(records):
        migration = next((each for each in known if str(each.version) == record.version and each.seed), None)
        if migration is None or not record.tables:
            reason = "there is no seed of it" if migration is None else "an earlier fkplus seeded it"
            notes.append(f"version {record.version}: {reason}, so nothing can be compared")
            continue
        progress(f"generating the rows of version {record.version}")
        notes += _differences(record)
        checks += _checked(connection, migration, record, records[:number])
    return Verdict(tuple(checks), tuple(notes))


def _differences(record: SeedRecord) -> Sequence[str]:
    return [
        f"version {record.version} was seeded with {name} {record.generator.get(name)}, this is {here}"
        for name, here in manifest.generator().items()
        if record.generator.get(name) != here
    ]


def _checked(
    connection: Connection, migration: Migration, record: SeedRecord, earlier: Sequence[SeedRecord]
) -> Sequence[TableCheck]:
    with connection.transaction(force_rollback=True):
        connection.execute("set transaction read only")
        connection.execute("set local datestyle = 'ISO'")
        again = regenerate(connection, migration, record, earlier, Nowhere()).checksums()
        return [
            TableCheck(
                record.version,
                table,
                noted["rows"],
                _count(connection, table),
                again.get(table) == noted["checksum"],
            )
            for table, noted in record.tables.items()
        ]


def regenerate(
    connection: Connection,
    migration: Migration,
    record: SeedRecord,
    earlier: Sequence[SeedRecord],
    sink: Sink,
) -> Tally:
    """Hand to `sink` what the seed of `migration` would write today in place of `record`, and count it."""
    assert migration.seed is not None
    first_ids = {table: noted["first_id"] for table, noted in record.tables.items() if "first_id" in noted}
    tally = Tally()
    tables = SeedTables(connection, tally, lambda *_: None, sink, first_ids)
    run.load(migration.seed)(
        new_context(record.version, record.seed_count, seed_history.blocks(earlier), tables)
    )
    return tally


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(query("count_rows").format(table=table_name(table))).fetchone()
    assert row is not None
    return int(row[0])
