"""How a database reaches its schema version, each version seeded while the schema is at that version."""

from collections.abc import Sequence

from fkplus.database import migrations
from fkplus.database.connection import connect
from fkplus.database.flyway import history as schema_history
from fkplus.database.flyway import migrate as flyway
from fkplus.database.migrations import Migration, Version
from fkplus.database.seeding import run as seeding
from fkplus.operations.site import Say
from fkplus.operations.target import Target

_MIGRATE_SECONDS = 1800.0

# Below this a seed takes seconds, and a line per table is only noise.
_USERS_WORTH_A_LINE = 10_000


def evolve(target: Target, say: Say, *, seeds: bool) -> None:
    """Migrate to MIGRATION_VERSION; with `seeds`, stop at each version whose seed is due and run it.

    A migration and its history row are one transaction, a seed and its row too: whatever breaks off,
    the next run completes it.
    """
    known = migrations.scan(target.schema)
    last = migrations.resolve_target(target.settings.migration_version, known)
    for migration in _due_seeds(target, known, last) if seeds else ():
        if not _is_at(target, migration.version):
            migrate(target, say, migration.version)
        _seed(target, migration, say)
    migrate(target, say, last)


def migrate(target: Target, say: Say, last: Version | None) -> None:
    """Run Flyway up to `last` (None: all versions) ; it says itself what it does."""
    result = flyway.migrate(
        target.uri.reveal(), target.schema, target=last, progress=say, deadline_seconds=_MIGRATE_SECONDS
    )
    if not result.applied and not result.was_beyond_target:
        say(f"schema is at version {result.final or 'none'} already")


def seed(target: Target, say: Say) -> None:
    """Run the seeds of all versions that the schema has reached; only where APP_ENV is dev."""
    if not target.settings.seeds_run:
        say(f"APP_ENV is {target.settings.app_env!r}, not 'dev': nothing is seeded")
        return
    known = migrations.scan(target.schema)
    for migration in known:
        if migration.seed is not None and _is_at(target, migration.version):
            _seed(target, migration, say)


def _due_seeds(target: Target, known: Sequence[Migration], last: Version | None) -> Sequence[Migration]:
    with connect(target.uri.reveal()) as connection:
        done = {record.version for record in seeding.history(connection)}
    wanted = [m for m in known if m.seed and (last is None or m.version <= last)]
    return [migration for migration in wanted if str(migration.version) not in done]


def _is_at(target: Target, version: Version) -> bool:
    with connect(target.uri.reveal()) as connection:
        current = schema_history.current_version(connection)
    return current is not None and current >= version


def _seed(target: Target, migration: Migration, say: Say) -> None:
    count = target.settings.seed_count
    progress = say if count >= _USERS_WORTH_A_LINE else _silent
    with connect(target.uri.reveal()) as connection:
        result = seeding.seed_version(connection, migration, seed_count=count, progress=progress)
    say(result.sentence())


def _silent(_: str) -> None:
    return
