"""What the schema needs time and again: months made ahead, measures ended, erasures completed."""

from collections.abc import Callable

from fkplus.database import partitions
from fkplus.database.connection import Connection

_MAKE_SECONDS = 120.0

# From the versions 18.1 and 19 on (schema/v018_1_measures, schema/v019_account_deletion).
_CALLS = (
    ("private.end_measures()", "measures ended"),
    ("private.sweep_deleted_accounts(interval)", "deleted accounts swept"),
)


def keep(connection: Connection, say: Callable[[str], None]) -> None:
    """Do what is due; `connection` is the owner's, in autocommit. Safe to repeat.

    Does nothing before the versions that bring it. Raises NotReady when a lock is not granted in time.
    """
    if partitions.is_needed(connection):
        partitions.make_ahead(connection, partitions.MONTHS_AHEAD, say, deadline_seconds=_MAKE_SECONDS)
    for function, what in _CALLS:
        if connection.execute("select to_regprocedure(%s)", [function]).fetchone() == (None,):
            continue
        name = function.partition("(")[0]
        row = connection.execute(f"select {name}()".encode()).fetchone()
        if row and row[0]:
            say(f"{what}: {row[0]}")
