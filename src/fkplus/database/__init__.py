"""What needs only a PostgreSQL, wherever it runs: schema, seeds, roles, imports."""
