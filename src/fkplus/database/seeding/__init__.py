"""How the generated rows of a schema version are made and loaded."""
