"""How real judging protocols get into the database: all rows of a data set, or none."""

from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from psycopg.pq import TransactionStatus

from fkplus.database.connection import Connection, is_connection_loss
from fkplus.database.protocols import statements
from fkplus.database.protocols.diagnosis import diagnose
from fkplus.database.protocols.report import FileCount, ImportReport, Reject
from fkplus.database.protocols.staging import StagedFile, check_files, leave_out, stage
from fkplus.database.protocols.storing import Provenance, resolve_and_store
from fkplus.model.errors import BadInput, ConnectionLost, FkplusError, NotReady

# Leaving rows out can make others baseless (seats of a segment of which nothing is left): another round.
_MOST_ROUNDS = 5
_LOCK_SECONDS = 60
_LONGEST_REASON = 1_000
_NEEDED_VERSION = 9


def import_protocols(
    connection: Connection,
    directory: Path,
    *,
    skip_bad: bool = False,
    corrected: str | None = None,
    progress: Callable[[str], None],
) -> ImportReport:
    """Import a data set in the layout *protocol CSV* through `connection`, in one transaction or not at all.

    The connection must not be in autocommit mode nor inside a transaction; the transaction is committed or
    rolled back here. A run with a rejected row changes nothing; with `skip_bad` the performances of rejected
    rows are left out and the rest is stored. What is stored already is not touched, so repeating an import
    changes nothing; with a reason in `corrected` (1 to 1,000 characters) a performance that differs from the
    stored one replaces it, and the former sheet is kept whole in performance_revision. When the connection
    breaks during the commit its outcome is unknown: run the import again, which is safe either way.

    `progress` is called with lines of text. Raises BadInput when the files or the reason can't be read,
    ConnectionLost when the server went away, NotReady when another import does not end in 60 seconds, and
    FkplusError for what else the database refuses.
    """
    if connection.autocommit or connection.info.transaction_status is not TransactionStatus.IDLE:
        raise ValueError("the import needs a connection without autocommit and outside a transaction")
    check_files(directory)
    reason = _checked_reason(corrected)
    try:
        return _import(connection, directory, skip_bad, reason, progress)
    except psycopg.Error as error:
        if is_connection_loss(error):
            raise ConnectionLost(
                "the connection broke during the import",
                "run the import again: what is stored is not stored twice",
            ) from error
        raise FkplusError(f"the database refused the import: {str(error).strip()}") from error
    finally:
        if not connection.closed:
            connection.rollback()


def _import(
    connection: Connection,
    directory: Path,
    skip_bad: bool,
    corrected: str | None,
    progress: Callable[[str], None],
) -> ImportReport:
    """Stage, store, and find the bad rows when that fails; commit when all is well."""
    _prepare(connection)
    staged = stage(connection, directory, progress)
    provenance = Provenance(directory.resolve().name, staged, corrected)
    rejects: tuple[Reject, ...] = ()
    for _ in range(_MOST_ROUNDS):
        progress("storing" if not rejects else "storing the rest")
        found = _attempt(connection, provenance, rejects)
        if found is not None:
            connection.commit()
            return found
        progress("refused: looking for every bad row")
        new = diagnose(connection, provenance, rejects)
        if not new:
            raise FkplusError("the database refused the import, and no row by itself explains it")
        rejects += new
        if not skip_bad:
            break
    return _report(staged, _no_counts(), _in_order(rejects), (), (), committed=False)


def _checked_reason(corrected: str | None) -> str | None:
    """Return the reason without space around it."""
    if corrected is None:
        return None
    reason = corrected.strip()
    if not 1 <= len(reason) <= _LONGEST_REASON:
        raise BadInput(f"the reason of a correction has 1 to {_LONGEST_REASON:,} characters")
    return reason


def _prepare(connection: Connection) -> None:
    """Let one import run at a time, since two would both make the same people; give its sorts some memory."""
    connection.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL search_path = public")
    needed = connection.execute("SELECT to_regprocedure('decide_standings(bigint[], text, boolean)')")
    if needed.fetchone() == (None,):
        raise BadInput(f"protocols need version {_NEEDED_VERSION} of the schema", "run `fkplus migrate`")
    try:
        connection.execute(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'".encode())
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('fkplus import', 0))")
    except psycopg.errors.LockNotAvailable as error:
        raise NotReady(
            f"another import has not ended within {_LOCK_SECONDS} s", "try again when it has"
        ) from error


def _attempt(
    connection: Connection, provenance: Provenance, rejects: Sequence[Reject]
) -> ImportReport | None:
    """Store everything but the rejected rows; None, with nothing changed, when the database refuses."""
    try:
        with connection.transaction() as savepoint:
            left_out = leave_out(connection, rejects) if rejects else ()
            if resolve_and_store(connection, provenance, len(rejects)):
                raise psycopg.Rollback(savepoint)
            counts = {name: tuple(numbers) for name, *numbers in statements.rows_of(connection, "count")}
            notices = tuple(str(notice) for (notice,) in statements.rows_of(connection, "notices"))
            return _report(provenance.files, counts, _in_order(rejects), left_out, notices, committed=True)
    except (psycopg.IntegrityError, psycopg.DataError):
        return None
    return None


def _report(
    staged: Sequence[StagedFile],
    counts: dict[str, tuple[int, ...]],
    rejects: tuple[Reject, ...],
    left_out: tuple[str, ...],
    notices: tuple[str, ...],
    *,
    committed: bool,
) -> ImportReport:
    """Put the outcome together."""
    file_counts = tuple(FileCount(file.name, file.rows, *counts.get(file.name, (0, 0))) for file in staged)
    of_files = tuple(notice for file in staged for notice in file.notices)
    return ImportReport(file_counts, rejects, left_out, of_files + notices, committed)


def _no_counts() -> dict[str, tuple[int, ...]]:
    """Nothing was stored and nothing is said about what was stored before."""
    return {}


def _in_order(rejects: Sequence[Reject]) -> tuple[Reject, ...]:
    """Sort by file and line, each reason once."""
    return tuple(sorted(set(rejects), key=lambda reject: (reject.file, reject.line, reject.reason)))
