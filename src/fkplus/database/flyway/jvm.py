"""How is Flyway's Java API called? Runs as a child: requests on stdin, answers on stdout, a line each.

Its arguments are libjvm.so and Flyway's jars.

Both are JSON. An answer is `null` after success, else why Flyway stopped; lines for the person, which begin
with "progress: ", come before it. Everything else, the JVM's own words included, goes to stderr.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO

import jpype

from fkplus.database.flyway.process import PROGRESS

# Measured in docs/decisions/0003-flyway-in-process.md: in a short run, quick to start beats quick to run.
_JVM_OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-Xshare:auto",
    "-Xmx256m",
    "-Xrs",
    "-XX:+ErrorFileToStderr",
    "-Djava.util.logging.SimpleFormatter.format=%4$s: %5$s%n",
)
_LONGEST_TEXT = 4000

Say = Callable[[str], None]


def main() -> None:
    """Start the JVM, then answer the requests on stdin, one after the other."""
    # The JVM prints warnings on file descriptor 1; only answers and progress may come out there.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    library, *jars = sys.argv[1:]
    jpype.startJVM(library, *_JVM_OPTIONS, classpath=jars, convertStrings=True)
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line), channel)), file=channel, flush=True)
    sys.stderr.flush()
    # An orderly end of the JVM takes time and has nothing left to save.
    os._exit(0)


def _answer(request: dict[str, Any], channel: TextIO) -> dict[str, Any] | None:
    def say(text: str) -> None:
        print(PROGRESS + text, file=channel, flush=True)

    try:
        flyway = _flyway(request, say)
        answer = _repair(flyway, say) if request["has_failed_rows"] else None
        if answer is None:
            flyway.migrate()
    except jpype.JException as error:
        answer = _failure(error)
    return answer


def _flyway(request: dict[str, Any], say: Say) -> Any:
    configuration = (
        jpype.JClass("org.flywaydb.core.Flyway")
        .configure()
        .dataSource(_data_source(request))
        .locations("filesystem:" + request["schema_dir"])
        .failOnMissingLocations(True)
        .schemas("public")
        .defaultSchema("public")
        .createSchemas(False)
        .validateMigrationNaming(True)
        .placeholderReplacement(False)
        .skipDefaultCallbacks(True)
        .cleanDisabled(True)
        .outOfOrder(False)
        .outputQueryResults(False)
        .connectRetries(3)
        .connectRetriesInterval(1)
        .lockRetryCount(request["lock_seconds"])
        .callbacks(_announcer(say))
    )
    if request["target"] is not None:
        configuration = configuration.target(request["target"])
    # With the default, the lock sits in a second connection and the history row is committed apart from the
    # migration: a crash between the two leaves a change that nobody has recorded.
    extension = jpype.JClass("org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension")
    configuration.getConfigurationExtension(extension).setTransactionalLock(False)
    return configuration.load()


def _data_source(request: dict[str, Any]) -> Any:
    source = jpype.JClass("org.postgresql.ds.PGSimpleDataSource")()
    source.setServerNames([request["host"]])
    source.setPortNumbers([request["port"]])
    source.setDatabaseName(request["database"])
    source.setUser(request["user"])
    source.setPassword(request["password"])
    for name, value in request["driver_properties"].items():
        source.setProperty(name, value)
    return source


def _repair(flyway: Any, say: Say) -> dict[str, Any] | None:
    """Remove failed rows of migrations that run outside a transaction, so that they may run again.

    A transactional migration leaves no failed row on PostgreSQL. Flyway's repair also adopts edited files and
    forgets missing ones, so it is only called where there is none of either.
    """
    recorded = [info for info in flyway.info().all() if info.isApplied() or info.getState().isFailed()]
    failed = [info for info in recorded if info.getState().isFailed()]
    names = ", ".join(str(info.getVersion()) for info in failed)
    if not all(_may_be_repaired(info) for info in recorded):
        return _refusal(
            f"version {names} is recorded as failed, and this history can't be repaired without a person: "
            "a file was edited or is missing, or the failed migration now runs in a transaction"
        )
    say(f"version {names} stopped half-way outside a transaction: its failed record goes, and it runs again")
    flyway.repair()
    return None


def _may_be_repaired(info: Any) -> bool:
    state = str(info.getState().name())
    if state == "FAILED":
        return not info.canExecuteInTransaction()
    return state == "SUCCESS" and bool(info.isChecksumMatching() and info.isDescriptionMatching())


def _refusal(message: str) -> dict[str, Any]:
    return {"message": message, "sqlstates": [], "script": "", "line": 0, "details": []}


def _failure(error: Any) -> dict[str, Any]:
    """Gather Flyway's message, the script and line, and the SQLSTATEs of the whole chain of causes."""
    details = str(error.getMessage() or error.toString())[:_LONGEST_TEXT].splitlines()
    answer = _refusal(details[0] if details else "") | {"details": details}
    script_error = jpype.JClass("org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException")
    sql_error = jpype.JClass("java.sql.SQLException")
    for cause in _chain(error):
        if isinstance(cause, sql_error):
            answer["sqlstates"].append(str(cause.getSQLState() or ""))
            answer["message"] = str(cause.getMessage())[:_LONGEST_TEXT]
        if isinstance(cause, script_error) and cause.getResource() is not None:
            answer["script"] = str(cause.getResource().getFilename())
            answer["line"] = int(cause.getLineNumber())
    return answer


def _chain(error: Any) -> list[Any]:
    chain: list[Any] = []
    while error is not None and len(chain) < 20:
        chain.append(error)
        chain.extend(error.getSuppressed())
        error = error.getCause()
    return chain


def _announcer(say: Say) -> Any:
    """Return a Java object that tells which migration begins; the names are those of Flyway's interface."""

    def handle(_event: Any, context: Any) -> None:
        info = context.getMigrationInfo()
        version = f"version {info.getVersion()}" if info.getVersion() is not None else "repeatable"
        say(f"migrating: {version} ({info.getDescription()})")

    answers = {
        "supports": lambda event, _context: str(event.getId()) == "beforeEachMigrate",
        "canHandleInTransaction": lambda _event, _context: True,
        "handle": handle,
        "getCallbackName": lambda: "fkplus",
    }
    return jpype.JProxy("org.flywaydb.core.api.callback.Callback", dict=answers)


if __name__ == "__main__":
    main()
