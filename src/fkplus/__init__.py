"""The database platform of FK+: one PostgreSQL cluster and everything around it."""

__version__ = "0.1.0"
