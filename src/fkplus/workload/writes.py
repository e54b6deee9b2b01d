"""What users write: each comes to the same whether it is done once or twice (docs/clients.md)."""

from fkplus.database.connection import Connection
from fkplus.workload.statements import Values, statement


def post(connection: Connection, parameters: Values) -> None:
    """Publish a post under an id that the client made."""
    _run(connection, "post", parameters)


def comment(connection: Connection, parameters: Values) -> None:
    """Answer a post."""
    _run(connection, "comment", parameters)


def react(connection: Connection, parameters: Values) -> None:
    """Applaud a post; once, however often it is sent."""
    _run(connection, "react", parameters)


def follow(connection: Connection, parameters: Values) -> None:
    """Follow a team."""
    _run(connection, "follow", parameters)


def give_bears(connection: Connection, parameters: Values) -> None:
    """Give a team one bear."""
    _run(connection, "give_bears", parameters)


def predict(connection: Connection, parameters: Values) -> None:
    """Foretell the podium of today's event; who has done so already keeps what they said."""
    _run(connection, "predict", parameters)


def write_note(connection: Connection, parameters: Values) -> None:
    """Write a private note about a team."""
    _run(connection, "write_note", parameters)


def enter_score(connection: Connection, parameters: Values) -> None:
    """Enter the sheet of who has skated, replacing one that was entered before: all of it or nothing."""
    with connection.transaction():
        row = connection.execute(statement("score_performance"), parameters).fetchone()
        scored = {**parameters, "scored_id": row[0] if row else None}
        for name in ("clear_elements", "clear_components", "elements", "components"):
            _run(connection, f"score_{name}", scored)


def _run(connection: Connection, name: str, parameters: Values) -> None:
    connection.execute(statement(name), parameters)
