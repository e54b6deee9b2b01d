"""Which event is skated today? One that is opened here, so that there is something to score and foretell."""

from fkplus.database.connection import Connection
from fkplus.workload.statements import statement

_STEPS = ("open_check", "open_event", "open_category", "open_segment", "open_entries", "open_contest")


def open_today(connection: Connection) -> None:
    """Make today's event with its entries and its contest where it is not there yet; safe to repeat."""
    with connection.transaction():
        for step in _STEPS:
            connection.execute(statement(step))
