"""Which columns of a database may hold what a user wrote or told, and where is a text found?"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

# Tables from which foreign keys lead to an account, at any distance; the months of a table count as it.
_REACHABLE = """
WITH RECURSIVE reference AS (
    SELECT DISTINCT coalesce(pg_partition_root(conrelid), conrelid)::oid AS child,
           coalesce(pg_partition_root(confrelid), confrelid)::oid AS parent
      FROM pg_constraint WHERE contype = 'f'
), reachable AS (
    SELECT 'public.account'::regclass::oid AS table_id
    UNION SELECT child FROM reference JOIN reachable ON table_id = parent
)
SELECT table_id FROM reachable
"""
_TEXTS = """
SELECT n.nspname, c.relname, a.attname, c.oid,
       EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid AND contype = 'c' AND conkey = ARRAY[a.attnum]
                  AND pg_get_constraintdef(oid) ~ '= ANY \\(+ARRAY\\[') AS is_listed
  FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_type AS t ON t.oid = a.atttypid
 WHERE n.nspname IN ('public', 'private') AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
   AND a.attnum > 0 AND NOT a.attisdropped
   AND (t.typcategory = 'S' OR t.typname IN ('jsonb', 'json', 'xml', 'bytea', 'tsvector', 'hstore')
        OR t.typelem IN (SELECT oid FROM pg_type WHERE typcategory = 'S' OR typname IN ('jsonb', 'json')))
 ORDER BY 1, 2, a.attnum
"""


@dataclass(frozen=True, order=True)
class TextColumn:
    """A column that can hold free text, wherever it stands."""

    schema: str
    table: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}.{self.name}"


def text_columns(connection: psycopg.Connection) -> list[TextColumn]:
    """Return every column of every table that can hold text, lists of known words included."""
    return [TextColumn(*row[:3]) for row in connection.execute(_TEXTS)]


def free_texts_of_accounts(connection: psycopg.Connection) -> list[TextColumn]:
    """Return the text columns of tables that lead to an account, but those a CHECK binds to known words."""
    reachable = {row[0] for row in connection.execute(_REACHABLE)}
    rows = connection.execute(_TEXTS).fetchall()
    return [TextColumn(*row[:3]) for row in rows if row[3] in reachable and not row[4]]


def columns_with(connection: psycopg.Connection, text: str) -> set[TextColumn]:
    """Return the columns of the whole database in which `text` stands somewhere, in whatever case."""
    found = set()
    for column in text_columns(connection):
        query = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE {}::text ILIKE {})").format(
            sql.Identifier(column.schema, column.table), sql.Identifier(column.name), sql.Literal(f"%{text}%")
        )
        row = connection.execute(query).fetchone()
        if row and row[0]:
            found.add(column)
    return found
