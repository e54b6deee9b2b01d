"""Which type each column of a table has, as the server will read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.model.errors import FkplusError


@dataclass(frozen=True)
class ColumnType:
    """A type by its name in pg_type, domains resolved; `element` is that of an array, "" otherwise.

    `oid` and `element_oid` are what binary COPY data must name: of an array's elements their declared type.
    """

    name: str
    oid: int
    element: str = ""
    element_oid: int = 0


def column_types(connection: Connection, table: str) -> Mapping[str, ColumnType]:
    """Return the writable columns of `table` ("schema.name") in their order; generated ones can't be written.

    Raises FkplusError for a table that is not there. Binary COPY takes a value of a domain as one of its
    base type (https://www.postgresql.org/docs/current/sql-copy.html, domain_recv).
    """
    rows = connection.execute(query("seed_column_types"), {"table": table}).fetchall()
    if not rows:
        raise FkplusError(f"there is no table {table} to seed")
    return {column: ColumnType(*fields) for column, *fields in rows}
