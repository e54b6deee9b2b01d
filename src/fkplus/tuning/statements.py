"""Where the SQL of this package lies."""

from fkplus.database.queries import folder

statement = folder(__file__)
