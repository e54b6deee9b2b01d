"""How does a database get to a schema version, whatever happens to its server meanwhile?"""

import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import psycopg

from fkplus.database.connection import (
    Connection,
    connect,
    is_connection_loss,
    is_lost_state,
    is_permanent,
)
from fkplus.database.flyway import history as schema_history
from fkplus.database.flyway.history import History
from fkplus.database.flyway.process import Failure, Flyway, Request
from fkplus.database.migrations import Migration, Repeatable, Version, repeatables, scan
from fkplus.database.queries import query
from fkplus.model.errors import BadInput, CommandFailed, ConnectionLost, NotReady

_LOCK_NOT_AVAILABLE = "55P03"
_POLL_SECONDS = 0.3
# A statement queueing for a lock makes everybody behind it queue too: give up soon and come back. The server
# also notices soon that a killed Flyway is gone, so that its lock does not outlive it (PostgreSQL 14 on).
_SERVER_OPTIONS = (
    "-c lock_timeout=5s -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    " -c client_connection_check_interval=2s"
)
_TLS_PROPERTIES = {
    "sslmode": "sslmode",
    "sslrootcert": "sslrootcert",
    "sslcert": "sslcert",
    "sslkey": "sslkey",
    "channel_binding": "channelBinding",
}

Say = Callable[[str], None]


@dataclass(frozen=True)
class Applied:
    """One migration that this run, or Flyway on its behalf, applied."""

    version: Version
    description: str
    milliseconds: int


@dataclass(frozen=True)
class MigrateResult:
    """From which version to which version; None is a database without migrations, or no target."""

    initial: Version | None
    final: Version | None
    target: Version | None
    applied: tuple[Applied, ...]

    @property
    def was_beyond_target(self) -> bool:
        """Tell whether the schema was already later than asked; nothing happens then: no way leads down."""
        return bool(self.target and self.initial and self.initial > self.target)


@dataclass(frozen=True)
class _Schema:
    directory: Path
    migrations: tuple[Migration, ...]
    repeatables: tuple[Repeatable, ...]
    target: Version | None

    def is_done(self, history: History) -> bool:
        current = schema_history.highest(history)
        if self.target and current and current > self.target:
            return True
        return schema_history.is_complete(history, self.migrations, self.repeatables, self.target)


def migrate(
    dsn: str,
    schema_dir: Path,
    *,
    target: Version | None,
    progress: Say,
    deadline_seconds: float,
    flyway: Flyway | None = None,
) -> MigrateResult:
    """Bring the database at `dsn` (libpq URI, over TCP) to `target`, or to the latest version for None.

    Who migrates in several steps hands over one `flyway` for all of them.

    A server that goes away, restarts or stops taking writes is waited for and Flyway run again: migration and
    history row are one transaction, so each migration is applied once. A lock that is not granted within 5 s
    is asked for again, ever later. Both until `deadline_seconds` have passed.

    Raises BadInput (before anything changes) for an unknown target, misnamed files or a DSN without TCP,
    CommandFailed with Flyway's own message when a migration fails, NotReady at the deadline.
    """
    schema = _Schema(schema_dir.resolve(), scan(schema_dir), repeatables(schema_dir), target)
    if target and target not in [each.version for each in schema.migrations]:
        raise BadInput(f"there is no schema version {target} in {schema_dir}")
    deadline = time.monotonic() + deadline_seconds
    before = history = _history(dsn, deadline, progress)
    if not schema.is_done(history):
        with nullcontext(flyway) if flyway else Flyway() as running:
            _run_until_done(dsn, schema, running, deadline, progress)
        history = _history(dsn, deadline, progress)
    result = _result(before, history, target)
    if result.was_beyond_target:
        progress(f"the schema is at version {result.initial}, later than {target}: nothing to do")
    return result


def _run_until_done(dsn: str, schema: _Schema, flyway: Flyway, deadline: float, progress: Say) -> None:
    pause = 1.0
    while not schema.is_done(history := _history(dsn, deadline, progress)):
        with _primary(dsn, deadline, progress) as connection:
            request = _request(connection, schema, history, deadline)
        failure = flyway.run(request, seconds=deadline - time.monotonic(), progress=progress)
        if failure is None:
            return
        if _LOCK_NOT_AVAILABLE in failure.sqlstates:
            progress(f"a lock was not granted within 5 s; trying again in {pause:.0f} s")
        elif any(map(is_lost_state, failure.sqlstates)):
            progress("the server went away in the middle; running again when it takes writes")
            pause = 1.0
        else:
            raise _as_error(failure)
        _sleep(pause, deadline, failure)
        pause = min(pause * 2, 15.0)


def _sleep(seconds: float, deadline: float, failure: Failure) -> None:
    if time.monotonic() + seconds > deadline:
        raise NotReady(
            f"the migration could not be finished in time: {failure.message}",
            "repeating the command goes on from the last version that is recorded",
            log_lines=failure.details,
        )
    time.sleep(seconds)


def _as_error(failure: Failure) -> CommandFailed:
    where = f"{failure.script}, line {failure.line}: " if failure.script else ""
    states = [state for state in failure.sqlstates if state]
    state = f" (SQLSTATE {states[-1]})" if states else ""
    return CommandFailed(
        f"{where}{failure.message}{state}",
        "versions before it stay applied; correct the file, then run the same command again",
        log_lines=failure.details,
    )


def _result(before: History, after: History, target: Version | None) -> MigrateResult:
    seen = {row.version for row in before if row.success}
    applied = tuple(
        Applied(row.version, row.description, row.milliseconds)
        for row in after
        if row.version and row.success and row.version not in seen
    )
    return MigrateResult(schema_history.highest(before), schema_history.highest(after), target, applied)


def _history(dsn: str, deadline: float, progress: Say) -> History:
    while True:
        try:
            with _primary(dsn, deadline, progress) as connection:
                return schema_history.read(connection)
        except psycopg.Error as error:
            if not is_connection_loss(error):
                raise CommandFailed(f"the migration history can't be read: {str(error).strip()}") from error
            time.sleep(_POLL_SECONDS)


def _primary(dsn: str, deadline: float, progress: Say) -> Connection:
    """Return an autocommit connection to a server that takes writes, waiting for one until `deadline`."""
    said = ""
    while True:
        try:
            connection = _writable(dsn)
            if connection:
                return connection
            problem = "the server takes no writes"
        except (ConnectionLost, psycopg.Error) as error:
            problem = str(error).strip()
            if not is_connection_loss(error) or is_permanent(error):
                raise
        if time.monotonic() > deadline:
            raise NotReady(f"no server to migrate: {problem}", "see `fkplus status`")
        if problem != said:
            progress(f"waiting for a server that takes writes: {problem}")
            said = problem
        time.sleep(_POLL_SECONDS)


def _writable(dsn: str) -> Connection | None:
    connection = connect(dsn, autocommit=True)
    try:
        if connection.execute(query("takes_writes")).fetchone() == (True,):
            return connection
    except psycopg.Error:
        connection.close()
        raise
    connection.close()
    return None


def _request(connection: Connection, schema: _Schema, history: History, deadline: float) -> Request:
    """Describe the very server that libpq has found, so that Flyway need not know all that libpq does."""
    parameters = {
        option.keyword.decode(): option.val.decode()
        for option in connection.pgconn.info
        if option.val is not None
    }
    info = connection.info
    if info.host.startswith("/"):
        raise BadInput(
            "migrations need a server over TCP, and this connection goes through the socket in " + info.host,
            "name a host in the connection URI: postgresql://role@127.0.0.1:5432/database",
        )
    return Request(
        host=info.host,
        port=info.port,
        database=info.dbname,
        user=info.user,
        password=info.password,
        driver_properties=_driver_properties(parameters),
        schema_dir=str(schema.directory),
        target=str(schema.target) if schema.target else None,
        has_failed_rows=not all(row.success for row in history),
        lock_seconds=max(int(deadline - time.monotonic()), 1),
    )


def _driver_properties(parameters: Mapping[str, str]) -> dict[str, str]:
    # https://jdbc.postgresql.org/documentation/use/#connection-parameters
    tls = {theirs: parameters[ours] for ours, theirs in _TLS_PROPERTIES.items() if parameters.get(ours)}
    if tls.get("sslrootcert") == "system":
        del tls["sslrootcert"]
        tls["sslfactory"] = "org.postgresql.ssl.DefaultJavaSSLFactory"
    return tls | {
        "ApplicationName": "flyway",
        "options": f"{parameters.get('options', '')} {_SERVER_OPTIONS}".strip(),
        "connectTimeout": "5",
        "loginTimeout": "10",
        "tcpKeepAlive": "true",
    }
