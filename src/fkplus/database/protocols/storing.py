"""How staged rows become stored ones: set by set, with every constraint of the database on."""

from dataclasses import dataclass

from psycopg.types.json import Jsonb

from fkplus.database.connection import Connection
from fkplus.database.protocols import statements
from fkplus.database.protocols.report import Reject
from fkplus.database.protocols.staging import StagedFile


@dataclass(frozen=True)
class Provenance:
    """What a run records about its source; `corrected` is why differing sheets replace the stored ones."""

    source: str
    files: tuple[StagedFile, ...]
    corrected: str | None = None

    def as_json(self) -> Jsonb:
        """Return the files with their hash and number of rows, as import_run.files holds them."""
        present = [file for file in self.files if file.sha256]
        return Jsonb({file.name: {"rows": file.rows, "sha256": file.sha256} for file in present})


def rejects_of(connection: Connection, query: str) -> tuple[Reject, ...]:
    """Run a query that yields file, line and reason."""
    return tuple(Reject(*row) for row in statements.rows_of(connection, query))


def resolve(connection: Connection, corrected: str | None) -> tuple[Reject, ...]:
    """Find or make what performances and seats belong to; return the rows that conflict with others.

    A row that differs from the stored performance is one of them, unless `corrected` gives a reason.
    """
    statements.run(
        connection,
        "resolve_calendar",
        "resolve_people",
        "make_people",
        "resolve_entries",
        "resolve_officials",
        "make_people",
        "conflicts",
        "differences",
    )
    conflicts = connection.execute("SELECT file, line, reason FROM conflict").fetchall()
    rejects = tuple(Reject(*row) for row in conflicts)
    if corrected is not None:
        connection.execute("INSERT INTO corrected_performance SELECT DISTINCT stored_id FROM difference")
        return rejects
    differences = connection.execute("SELECT file, line, reason FROM difference").fetchall()
    return rejects + tuple(
        Reject(file, line, reason, is_correction=True) for file, line, reason in differences
    )


def store(connection: Connection, provenance: Provenance, left_out: int) -> None:
    """Store what is not stored yet. Deferred constraints have not spoken when this returns."""
    connection.execute("CREATE TEMP TABLE this_run (import_run_id bigint) ON COMMIT DROP")
    connection.execute(
        statements.statement("start_run"),
        {"source": provenance.source, "files": provenance.as_json(), "left_out": left_out},
    )
    if provenance.corrected is not None:
        connection.execute(statements.statement("keep_former"), {"reason": provenance.corrected})
        statements.run(connection, "make_room")
    statements.run(connection, "store")


def resolve_and_store(connection: Connection, provenance: Provenance, left_out: int) -> tuple[Reject, ...]:
    """Store all staged rows and let every constraint speak.

    Returns the rejected rows; unless there are none, nothing sound is stored and the caller rolls back.
    Raises psycopg.Error as the constraints do.
    """
    rejects = rejects_of(connection, "keys") or resolve(connection, provenance.corrected)
    if not rejects:
        store(connection, provenance, left_out)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return rejects
