"""Which SQL an operation runs: the file of its name, which begins with that name in a comment.

pg_stat_statements keeps the comment, so that what the server spent its time on can be named.
"""

from collections.abc import Mapping
from typing import Any

from fkplus.database.queries import folder

Values = Mapping[str, Any]
"""The parameters of a statement by name."""

statement = folder(__file__)
