"""How the seeds read back what earlier ones wrote: whole columns at once, by binary COPY."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from psycopg import ClientCursor, sql

from fkplus.database.connection import Connection
from fkplus.model.errors import FkplusError

# Types by their oid in pg_type, which is the same in every PostgreSQL: name and layout in binary COPY.
_LAYOUTS = {16: "u1", 20: ">i8", 21: ">i2", 23: ">i4", 1082: ">i4", 1184: ">i8"}
_DATE, _BOOL, _TIMESTAMPTZ = 1082, 16, 1184
_DAYS_TO_2000, _MICROSECONDS_TO_2000 = 10_957, 946_684_800_000_000
_HEADER, _TRAILER = 19, 2


def columns(
    connection: Connection, query: sql.SQL, parameters: Mapping[str, Any]
) -> Mapping[str, np.ndarray[Any, Any]]:
    """Return the columns of `query` as arrays by name; it gives neither NULL nor text.

    Integers and dates (days since 1970) come as int64, timestamptz as int64 microseconds since 1970, and
    booleans as they are. A comment may stand in front of the query.
    """
    text = sql.SQL(ClientCursor(connection).mogrify(query, parameters or None))
    names, oids = _described(connection, text)
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("copy ({}) to stdout (format binary)").format(text)) as copy,
    ):
        data = b"".join(copy)
    fields = [("", ">i2")]
    for name, oid in zip(names, oids, strict=True):
        # Each value has its length in front.
        fields += [(f"{name} length", ">i4"), (name, _LAYOUTS[oid])]
    row = np.dtype(fields)
    body = memoryview(data)[_HEADER:-_TRAILER]
    if len(body) % row.itemsize:
        raise FkplusError("a query for a seed gives NULL", text.as_string().strip())
    rows = np.frombuffer(body, row)
    return {name: _as_array(rows[name], oid) for oid, name in zip(oids, names, strict=True)}


def _described(connection: Connection, text: sql.SQL) -> tuple[list[str], list[int]]:
    described = (
        connection.execute(sql.SQL("select * from ({}) described limit 0").format(text)).description or []
    )
    unknown = [column.name for column in described if column.type_code not in _LAYOUTS]
    if unknown:
        raise FkplusError(f"column {unknown[0]} of a query for a seed is no number, time or boolean")
    return [column.name for column in described], [column.type_code for column in described]


def _as_array(values: np.ndarray[Any, Any], oid: int) -> np.ndarray[Any, Any]:
    if oid == _BOOL:
        return values.astype(np.bool_)
    whole = values.astype(np.int64)
    return whole + {_DATE: _DAYS_TO_2000, _TIMESTAMPTZ: _MICROSECONDS_TO_2000}.get(oid, 0)
