"""Seeds a database and tells how long that took and how much memory: a process of the benchmark.

Reads {uri, schema, count} as JSON on stdin, prints {rows_by_table, seconds, peak_mib} as JSON on stdout.
"""

import json
import resource
import sys
import time
from pathlib import Path

from fkplus.database import migrations
from fkplus.database.connection import connect
from fkplus.database.seeding.run import seed_version


def main() -> None:
    """Seed every version that has a seed."""
    request = json.load(sys.stdin)
    started = time.monotonic()
    rows: dict[str, int] = {}
    with connect(request["uri"]) as connection:
        for migration in migrations.scan(Path(request["schema"])):
            if migration.seed is not None:
                result = seed_version(
                    connection, migration, seed_count=request["count"], progress=lambda _: None
                )
                for table, noted in result.record.tables.items():
                    rows[table] = rows.get(table, 0) + noted["rows"]
    seconds = time.monotonic() - started
    # Linux counts in KiB: https://man7.org/linux/man-pages/man2/getrusage.2.html
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"rows_by_table": rows, "seconds": seconds, "peak_mib": peak_mib}, sys.stdout)


if __name__ == "__main__":
    main()
