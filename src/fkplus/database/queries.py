"""Where a named SQL text comes from: one file per question in `sql/`."""

from functools import cache
from pathlib import Path

from psycopg import sql

_DIRECTORY = Path(__file__).parent / "sql"


@cache
def query(name: str) -> sql.SQL:
    """Return the text of `sql/<name>.sql`; `{braces}` in it are for `.format()` with identifiers."""
    text = (_DIRECTORY / f"{name}.sql").read_text(encoding="utf-8")
    # The files are part of the program, as trusted as a literal in it.
    return sql.SQL(text)
