"""What a database holds, as text that two moments can be compared by."""

from conftest import Server


def dump(server: Server, database: str, *, with_sequences: bool = True) -> str:
    """All rows of all tables, and where the sequences stand."""
    text = server.run("pg_dump", "-d", server.dsn(database), "--data-only")
    # Newer versions guard the script with a random key; sequences move even where all is rolled back.
    guards = ("\\restrict", "\\unrestrict")
    skipped = guards if with_sequences else (*guards, "SELECT pg_catalog.setval")
    return "\n".join(line for line in text.splitlines() if not line.startswith(skipped))


def schema_dump(server: Server, database: str) -> str:
    """The whole definition as pg_dump writes it, partitions included, without the two histories."""
    histories = ("--exclude-table=public.flyway_schema_history", "--exclude-table=public.seed_history")
    text = server.run("pg_dump", "-d", server.dsn(database), "--schema-only", *histories)
    # The guard is a random key in newer versions; comments name what is written below them anyway.
    return "\n".join(line for line in text.splitlines() if not line.startswith(("\\", "--")))
