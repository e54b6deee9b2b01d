"""Which SQL a step of the import runs: the files beside this module."""

from functools import cache
from importlib.resources import files
from typing import Any

from fkplus.database.connection import Connection


@cache
def statement(name: str) -> bytes:
    """Return the text of `sql/<name>.sql`."""
    return files(__package__).joinpath("sql", f"{name}.sql").read_bytes()


def run(connection: Connection, *names: str) -> None:
    """Run whole files of statements, one after the other."""
    for name in names:
        connection.execute(statement(name))


def rows_of(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    """Run a file that holds one query and return its rows."""
    return connection.execute(statement(name)).fetchall()
