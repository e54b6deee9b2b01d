"""How Flyway, the real one, migrates a database: driven from Python in a child process."""
