"""A pair of tables with a partition for each month, to try the upkeep of partitions on."""

from psycopg import Connection

DEFINITION = """
CREATE TABLE private.log (
    log_id bigint DEFAULT timed_id() PRIMARY KEY,
    account_id bigint REFERENCES account
) PARTITION BY RANGE (log_id);
CREATE TABLE private.line (
    log_id bigint, line_id bigint DEFAULT timed_id(), PRIMARY KEY (log_id, line_id)
) PARTITION BY RANGE (log_id);
DELETE FROM private.partition_reference;
DELETE FROM private.partitioned_table;
INSERT INTO private.partitioned_table VALUES ('private.log', NULL, 6), ('private.line', 'private.log', NULL);
INSERT INTO private.partition_reference
    VALUES ('private.line', 'log', 'log_id', 'private.log', 'log_id', 'a line belongs to a log');
"""


def create(connection: Connection) -> None:
    """Make private.log and private.line, which refers to it, alone in the registry; no months yet."""
    connection.execute(DEFINITION.encode())


def partitions(connection: Connection, table: str) -> list[str]:
    """The attached partitions of a table by their short names, in order."""
    found = connection.execute(
        "SELECT split_part(partition_name, '.', 2) FROM private.month_partition WHERE table_name = %s"
        " ORDER BY 1",
        [table],
    )
    return [str(row[0]) for row in found]
