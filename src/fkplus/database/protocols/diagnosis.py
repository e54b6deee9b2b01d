"""Which rows of a refused data set are bad, all of them, and why."""

from collections.abc import Sequence

import psycopg

from fkplus.database.connection import Connection, is_connection_loss
from fkplus.database.protocols import statements
from fkplus.database.protocols.layout import PERFORMANCES
from fkplus.database.protocols.report import Reject
from fkplus.database.protocols.staging import leave_out
from fkplus.database.protocols.storing import Provenance, rejects_of, resolve, store


def diagnose(connection: Connection, provenance: Provenance, known: Sequence[Reject]) -> tuple[Reject, ...]:
    """Return every bad row of the staged ones beside the `known`; what it tries on the way is rolled back.

    First each row by itself, tried on clones of the tables; then the sound rows together, stored for a
    moment. The reasons are the comments of the violated constraints: the rules stand in the database only.
    """
    with connection.transaction(force_rollback=True):
        leave_out(connection, known)
        rejects = rejects_of(connection, "keys")
        statements.run(connection, "probe", "probe_reason")
        rejects += rejects_of(connection, "probe_all")
        leave_out(connection, rejects)
        rejects += _conflicts(connection, provenance)
    return rejects


def _conflicts(connection: Connection, provenance: Provenance) -> tuple[Reject, ...]:
    """Store rows that are sound by themselves and return those that are not so together."""
    try:
        with connection.transaction(force_rollback=True):
            return _rejects_together(connection, provenance)
    except (psycopg.IntegrityError, psycopg.DataError) as error:
        if is_connection_loss(error):
            raise
        return _halve(connection, provenance, error)


def _rejects_together(connection: Connection, provenance: Provenance) -> tuple[Reject, ...]:
    """Store the staged rows but for the conflicting ones; return these and the performances with faults."""
    conflicts = resolve(connection, provenance.corrected)
    connection.execute(
        "DELETE FROM resolved_performance AS r USING conflict AS c"
        " WHERE c.file = 'performances.csv' AND c.line = r.line"
    )
    # Those of the rows taken away must not be replaced either.
    connection.execute(
        "DELETE FROM corrected_performance AS c"
        " WHERE NOT EXISTS (SELECT FROM resolved_performance AS r WHERE r.stored_id = c.stored_id)"
    )
    connection.execute(
        "DELETE FROM resolved_seat AS s USING conflict AS c"
        " WHERE c.file = 'officials.csv' AND c.line = s.line"
    )
    store(connection, provenance, 0)
    return conflicts + rejects_of(connection, "faults")


def _halve(connection: Connection, provenance: Provenance, error: psycopg.Error) -> tuple[Reject, ...]:
    """Split the staged performances until one that the database refuses stands alone."""
    staged = connection.execute("SELECT line FROM staged_performance ORDER BY line").fetchall()
    lines = [line for (line,) in staged]
    if len(lines) <= 1:
        return tuple(Reject(PERFORMANCES.name, line, reason_of(connection, error)) for line in lines)
    middle = len(lines) // 2
    found: tuple[Reject, ...] = ()
    for other_half in (lines[middle:], lines[:middle]):
        with connection.transaction(force_rollback=True):
            leave_out(connection, [Reject(PERFORMANCES.name, line, "") for line in other_half])
            found += _conflicts(connection, provenance)
    return found


def reason_of(connection: Connection, error: psycopg.Error) -> str:
    """Return the rule that an error is about, in the words of its comment, or else PostgreSQL's own."""
    rule = connection.execute("SELECT pg_temp.rule(%s)", (error.diag.constraint_name,)).fetchone()
    return ": ".join(filter(None, (rule[0] if rule else None, error.diag.message_primary)))
