"""Where a named SQL text comes from: one file per question in a folder `sql/` beside the code that asks."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from psycopg import sql


def folder(module_file: str) -> Callable[[str], sql.SQL]:
    """Return what gives the text of `sql/<name>.sql` beside `module_file` (a module's `__file__`).

    `{braces}` in it are for `.format()` with identifiers.
    """
    directory = Path(module_file).parent / "sql"

    @cache
    def named(name: str) -> sql.SQL:
        # The files are part of the program, as trusted as a literal in it.
        return sql.SQL((directory / f"{name}.sql").read_text(encoding="utf-8"))

    return named


query = folder(__file__)
