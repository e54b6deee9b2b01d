"""How the generated rows of one schema version are loaded: whole or not at all, and once only."""

import importlib.util
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from fkplus.database.connection import Connection, is_connection_loss
from fkplus.database.flyway import history as schema_history
from fkplus.database.migrations import Migration, Version
from fkplus.database.queries import query
from fkplus.database.seeding import history as seed_history
from fkplus.database.seeding import manifest, sinks
from fkplus.database.seeding.context import SeedContext, new_context
from fkplus.database.seeding.history import SeedRecord, history
from fkplus.database.seeding.progress import SeedProgress
from fkplus.database.seeding.sinks import Sink, table_name
from fkplus.database.seeding.tables import SeedTables, Tally
from fkplus.model.errors import BadInput, ConnectionLost, FkplusError, NotReady

# Any constant of our own will do: whoever seeds this database takes this lock.
_ADVISORY_LOCK = 7_305_804_402_331_649_281
_LOCK_TIMEOUT = "5min"
MOST_USERS = 1_000_000


@dataclass(frozen=True)
class SeedResult:
    """What seeding a version came to; `already_so`: its rows were there, nothing was done."""

    record: SeedRecord
    already_so: bool
    asked_seed_count: int

    def sentence(self) -> str:
        """Say the result in one line, for people."""
        record = self.record
        if not self.already_so:
            return f"seeded version {record.version}: {record.row_count:,} rows in {record.milliseconds:,} ms"
        text = f"version {record.version} is seeded already, with SEED_COUNT={record.seed_count}"
        if self.asked_seed_count != record.seed_count:
            text += f"; SEED_COUNT={self.asked_seed_count} changes nothing in it"
        return text


def seed_version(
    connection: Connection,
    migration: Migration,
    *,
    seed_count: int,
    progress: Callable[[str], None],
    sink: Sink | None = None,
) -> SeedResult:
    """Load the seed of `migration` and its row in seed_history in one transaction; once only.

    `connection` is the schema owner's and has no transaction open. Raises BadInput for a version without
    seed or a SEED_COUNT out of range, FkplusError when the schema is not at the version or the seed fails,
    NotReady when another run holds a lock for minutes, and ConnectionLost when the server went away:
    nothing is left then, repeat the call. `progress` gets a line per table; the result says the rest. `sink`
    gets the rows instead of the connection. After
    the commit the filled tables are analysed.
    """
    if migration.seed is None:
        raise BadInput(f"version {migration.version} has no seed")
    if not 1 <= seed_count <= MOST_USERS:
        raise BadInput(f"SEED_COUNT={seed_count}: it is a whole number from 1 to {MOST_USERS}")
    if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        raise ValueError("seed_version needs a connection without an open transaction")
    steps = SeedProgress(str(migration.version), progress)
    tables = SeedTables(connection, Tally(), steps, sink or sinks.Database(connection))
    try:
        with connection.transaction():
            result = _seed_once(migration, migration.seed, seed_count, tables)
        _analyse(connection, tables.tally)
    except psycopg.Error as error:
        raise _explained(error, str(migration.version)) from error
    return result


def _seed_once(migration: Migration, path: Path, seed_count: int, tables: SeedTables) -> SeedResult:
    connection, tally = tables.connection, tables.tally
    version = str(migration.version)
    _begin(connection)
    _require_version(connection, migration.version)
    records = {record.version: record for record in history(connection)}
    if version in records:
        return SeedResult(records[version], already_so=True, asked_seed_count=seed_count)
    started = time.monotonic()
    context = new_context(version, seed_count, seed_history.blocks([*records.values()]), tables)
    load(path)(context)
    tables.advance_sequences()
    parameters = {
        "version": version,
        "name": migration.name,
        "seed_count": seed_count,
        "row_count": tally.row_count,
        "checksum": tally.checksum(),
        "id_blocks": Jsonb({name: [ids.start, len(ids)] for name, ids in tally.blocks.items()}),
        "tables": Jsonb(manifest.of_tables(tally)),
        "generator": Jsonb(manifest.generator()),
        "milliseconds": round((time.monotonic() - started) * 1000),
    }
    connection.execute(query("seed_record_add"), parameters)
    record = next(record for record in history(connection) if record.version == version)
    return SeedResult(record, already_so=False, asked_seed_count=seed_count)


def _begin(connection: Connection) -> None:
    """Take the lock; what follows sees all that its previous holder committed."""
    # A snapshot taken before the wait would hide the row that tells us that all is done.
    connection.execute("set transaction isolation level read committed")
    connection.execute("select set_config('lock_timeout', %s, true)", [_LOCK_TIMEOUT])
    # psycopg reads times in no other style, and a role or a database may have set one.
    connection.execute("set local datestyle = 'ISO'")
    connection.execute("select pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
    seed_history.ensure(connection)


def _require_version(connection: Connection, version: Version) -> None:
    rows = schema_history.read(connection)
    if not any(row.success and row.version == version for row in rows):
        raise FkplusError(
            f"seed of version {version}: the schema is not at that version",
            f"fkplus migrate --target {version}",
        )


def load(path: Path) -> Callable[[SeedContext], Any]:
    """Load `seed` from a seed.py by its path: schema/ is data beside the package, not a part of it."""
    spec = importlib.util.spec_from_file_location(f"fkplus_seed_{path.parent.name}", path)
    if spec is None or spec.loader is None:
        raise FkplusError(f"{path} can't be loaded as a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    seed = getattr(module, "seed", None)
    if not callable(seed):
        raise FkplusError(f"{path} defines no function seed(context)")
    return seed  # type: ignore[no-any-return]


def _analyse(connection: Connection, tally: Tally) -> None:
    with connection.transaction():
        for table in tally.rows_by_table:
            connection.execute(psycopg.sql.SQL("analyze {}").format(table_name(table)))


def _explained(error: psycopg.Error, version: str) -> FkplusError:
    if is_connection_loss(error):
        return ConnectionLost(
            f"seed of version {version}: the connection broke: {str(error).strip()}",
            "repeat the command: what was not committed is gone, what was is recognised",
        )
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return NotReady(
            f"seed of version {version}: another session held a lock for {_LOCK_TIMEOUT}",
            "see pg_locks for who holds it, or wait for the other seeding to end",
        )
    return FkplusError(f"seed of version {version} failed and left nothing: {str(error).strip()}")
