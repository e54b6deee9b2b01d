"""Whether the newest backup restores: it is restored beside the cluster, started, read whole, and deleted."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
from psycopg import sql

from fkplus.backups import archive, create, recover, repository, runs
from fkplus.backups.lone import Lone
from fkplus.backups.repository import Say
from fkplus.components.lone_instance import Recovery
from fkplus.database.connection import Connection, naming_loss
from fkplus.database.flyway import history as schema_history
from fkplus.database.queries import query
from fkplus.database.seeding.history import history as seed_history
from fkplus.model import recovery
from fkplus.model.backup import BackupPlace
from fkplus.model.backup_runs import Drill
from fkplus.model.errors import BadInput, CommandFailed, ConnectionLost, FkplusError, NoPrimary
from fkplus.model.recovery import Latest, Plan

_CHECK_SECONDS = 24 * 3600.0

# Opens a superuser's autocommit connection to the running primary; raises ConnectionLost or NoPrimary.
Primary = Callable[[], Connection]


def drill(
    place: BackupPlace, here: Lone, primary: Primary, say: Say, *, database: str, label: str | None = None
) -> Drill:
    """Restore the newest backup, or the one called `label`, into `here`, check it, and record how that went.

    Raises BackupRuns while backups are made, BadInput where there is no backup of that label, or no room for
    it; any other failure is the result.
    """
    repository.make_directory(place, here.run)
    with create.exclusive(place):
        begin = time.monotonic()
        result = Drill(datetime.now(UTC).isoformat(timespec="seconds"))
        try:
            plan = _plan(place, here, label)
            result = replace(result, backup=plan.backup.label)
            beaten = _beat(primary)
            _serve(plan, place, here, say)
            result = replace(result, recovery_seconds=round(time.monotonic() - begin, 1))
            result = _checked(replace(result, lost_seconds=_lost(here, plan, beaten)), here, database, say)
        except (FkplusError, psycopg.Error) as error:
            if label is not None and isinstance(error, BadInput):
                raise
            result = replace(result, problem=" ".join(str(error).split()))
        finally:
            here.remove()
        result = replace(result, seconds=round(time.monotonic() - begin, 1))
        runs.end_drill(place, result)
        return result


def _plan(place: BackupPlace, here: Lone, label: str | None) -> Plan:
    known = repository.read(place, here.run).backups
    chosen = [each for each in known if label in (None, each.label)]
    if label is not None and not chosen:
        raise BadInput(f"there is no backup {label!r}", f"there are: {', '.join(b.label for b in known)}")
    kept = archive.read(place, here.run, name=chosen[0].archive if label else None)
    plan = recovery.plan(Latest(), kept, chosen, (), datetime.now(UTC))
    recover.require_room(here, plan.backup)
    return plan


def _serve(plan: Plan, place: BackupPlace, here: Lone, say: Say) -> None:
    """Bring the backup, and all log since, to a server that takes writes."""
    say(f"restoring backup {plan.backup.label} into {here.root}")
    recover.restore_files(here, place, plan.backup, say)
    recover.replay(here, place, Recovery(plan.target, plan.timeline, pauses=False), say, archives_later=False)


def _beat(primary: Primary) -> datetime | None:
    """Commit something in the running cluster and return when; None where no primary answers."""
    try:
        with naming_loss(), primary() as connection:
            row = connection.execute(query("beat")).fetchone()
    except (ConnectionLost, NoPrimary):
        return None
    return row[1] if row else None


def _lost(here: Lone, plan: Plan, beaten: datetime | None) -> float | None:
    with here.connect() as connection:
        row = connection.execute(query("replayed_to")).fetchone()
    # No commit in the log: the copy is as old as the backup's end.
    last_commit: datetime = (row[1] if row else None) or plan.backup.finished_at
    if beaten is None:
        return None
    return round(max(0.0, (beaten - last_commit).total_seconds()), 3)


def _checked(result: Drill, here: Lone, database: str, say: Say) -> Drill:
    """Read everything in three ways; raises CommandFailed with what is wrong."""
    with here.connect(database) as connection:
        version = schema_history.current_version(connection)
        seeds = tuple(record.version for record in seed_history(connection))
        tables = connection.execute(query("user_tables")).fetchall()
        rows = 0
        for table in tables:
            count = connection.execute(query("count_rows").format(table=sql.Identifier(*table))).fetchone()
            rows += int(count[0]) if count else 0
    say(f"schema {version or 'none'}, {len(tables)} tables, {rows:,} rows")
    place = ["--host", str(here.listening.sockets), "--port", str(here.listening.port), "--username=postgres"]
    _check(here, say, "index", ["pg_amcheck", "--all", "--install-missing", "--heapallindexed", *place])
    _check(here, say, "dump", ["pg_dumpall", "--file=/dev/null", "--no-sync", *place])
    here.stop()
    _check(here, say, "checksum", ["pg_checksums", "--check", f"--pgdata={here.data}"])
    return replace(
        result,
        schema_version=str(version) if version else None,
        seeded_versions=seeds,
        tables=len(tables),
        rows=rows,
    )


def _check(here: Lone, say: Say, what: str, argv: Sequence[str]) -> None:
    ended = here.run([here.programs / argv[0], *argv[1:]], seconds=_CHECK_SECONDS)
    if ended.returncode != 0:
        said = ended.output[-1] if ended.output else f"exit {ended.returncode}"
        raise CommandFailed(f"the {what} check failed: {said}", log_lines=ended.output[-20:])
    say(f"{what} check: nothing wrong")
