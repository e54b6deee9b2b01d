"""How a database reaches its schema version, each version seeded while the schema is at that version."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from fkplus.database import migrations
from fkplus.database.connection import Connection
from fkplus.database.flyway import history as schema_history
from fkplus.database.flyway.migrate import migrate as migrate_schema
from fkplus.database.flyway.process import Flyway
from fkplus.database.migrations import Migration, Version
from fkplus.database.retry import FAILOVER_SECONDS, repeat
from fkplus.database.seeding import ratios, room
from fkplus.database.seeding.history import SeedRecord, history
from fkplus.database.seeding.verdict import Verdict
from fkplus.operations import partitions
from fkplus.operations.site import Say
from fkplus.operations.target import Target

Result = TypeVar("Result")

_MIGRATE_SECONDS = 1800.0

# Below this a seed takes seconds, and a line per table is only noise.
_USERS_WORTH_A_LINE = 10_000


def evolve(target: Target, say: Say, flyway: Flyway, *, seeds: bool) -> None:
    """Migrate to MIGRATION_VERSION; with `seeds`, stop at each version whose seed is due and run it.

    A migration and its history row are one transaction, a seed and its row too: whatever breaks off,
    the next run completes it.
    """
    known = migrations.scan(target.schema)
    last = migrations.resolve_target(target.settings.migration_version, known)
    due = _due_seeds(target, known, last, say) if seeds else ()
    _require_room(target, due, say)
    for migration in due:
        if not _is_at(target, migration.version, say):
            _migrate(target, say, migration.version, flyway)
        _seed(target, migration, say)
    _migrate(target, say, last, flyway)
    partitions.keep(target, say)


def migrate(target: Target, say: Say, last: Version | None) -> None:
    """Run Flyway up to `last` (None: all versions), then make month partitions ahead; both say it."""
    with Flyway() as flyway:
        _migrate(target, say, last, flyway)
    partitions.keep(target, say)


def _migrate(target: Target, say: Say, last: Version | None, flyway: Flyway) -> None:
    result = migrate_schema(
        target.uri.reveal(),
        target.schema,
        target=last,
        progress=say,
        deadline_seconds=_MIGRATE_SECONDS,
        flyway=flyway,
    )
    if not result.applied and not result.was_beyond_target:
        say(f"schema is at version {result.final or 'none'} already")


def seed(target: Target, say: Say) -> Sequence[SeedRecord]:
    """Run the seeds of all versions that the schema has reached; only where APP_ENV is dev.

    Returns what the database has been seeded with, now or earlier.
    """
    if not target.settings.seeds_run:
        say(f"APP_ENV is {target.settings.app_env!r}, not 'dev': nothing is seeded")
        return ()
    known = migrations.scan(target.schema)
    _require_room(target, _due_seeds(target, known, None, say), say)
    for migration in known:
        if migration.seed is not None and _is_at(target, migration.version, say):
            _seed(target, migration, say)
    return _asked(target, say, history)


def verify_seeds(target: Target, say: Say) -> Verdict:
    """Compare what the seeds would write today, and what is there, with what they wrote."""
    from fkplus.database.seeding.verify import verify  # noqa: PLC0415 as in _seed

    return _asked(target, say, lambda connection: verify(connection, migrations.scan(target.schema), say))


def _require_room(target: Target, due: Sequence[Migration], say: Say) -> None:
    """Refuse a SEED_COUNT for which the disk is too small, as far as can be told, before a row is written."""
    if not due:
        return
    seeded = {table for record in _asked(target, say, history) for table in record.tables}
    places = target.data_places or _asked(target, say, room.data_places)
    count = target.settings.seed_count
    rows = ratios.expected(count, without=seeded)
    say(f"SEED_COUNT={count:,} users give about {sum(rows.values()):,} rows in {len(rows)} tables")
    if not places:
        say("whether the disk has room for them can't be told from here")
    room.require(count, rows, places)


def _due_seeds(
    target: Target, known: Sequence[Migration], last: Version | None, say: Say
) -> Sequence[Migration]:
    done = {record.version for record in _asked(target, say, history)}
    wanted = [m for m in known if m.seed and (last is None or m.version <= last)]
    return [migration for migration in wanted if str(migration.version) not in done]


def _is_at(target: Target, version: Version, say: Say) -> bool:
    current = _asked(target, say, schema_history.current_version)
    return current is not None and current >= version


def _seed(target: Target, migration: Migration, say: Say) -> None:
    count = target.settings.seed_count
    progress = say if count >= _USERS_WORTH_A_LINE else _silent
    # Imported here: NumPy and Faker take longer than all other commands need.
    from fkplus.database.seeding.run import seed_version  # noqa: PLC0415

    result = _asked(
        target,
        say,
        lambda connection: seed_version(connection, migration, seed_count=count, progress=progress),
    )
    say(result.sentence())


def _asked(target: Target, say: Say, work: Callable[[Connection], Result]) -> Result:
    """Return what `work`, which may be repeated, makes of the database, whatever happens to its server."""
    return repeat(target.uri.reveal(), work, seconds=FAILOVER_SECONDS, say=say)


def _silent(_: str) -> None:
    return
