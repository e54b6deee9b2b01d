"""What the process of an upkeep starts with: `python -m fkplus.backups.upkeep FILE`."""

import sys
from pathlib import Path

from psycopg import sql

from fkplus.backups.drilling.task import primary, read
from fkplus.backups.process import end_at_sigterm, say
from fkplus.database.upkeep import keep


def main(path: Path) -> None:
    """Do once what the schema needs, on the primary, as the owner of the database."""
    end_at_sigterm()
    task = read(path)
    with primary(task, task.database) as connection:
        connection.execute(sql.SQL("set role {}").format(sql.Identifier(task.owner)))
        keep(connection, say)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
