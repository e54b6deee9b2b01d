"""Which names are safe for roles, databases and nodes, and which are taken."""

import re

from fkplus.model.errors import BadInput

SUPERUSER = "postgres"
REPLICATION = "fkplus_replication"
REWIND = "fkplus_rewind"
MONITOR = "fkplus_monitor"
APP = "fkplus_app"
ANALYST_GROUP = "analyst"

SYSTEM_ROLES = (SUPERUSER, REPLICATION, REWIND, MONITOR, APP, ANALYST_GROUP)
_RESERVED_WORDS = ("public", "none", "current_user", "session_user", "current_role", "user", "all", "owner")
_TEMPLATE_DATABASES = ("postgres", "template0", "template1")

# Lower case only: an unquoted name in psql folds to it, so that what is typed is what exists.
# 63 bytes is PostgreSQL's limit (NAMEDATALEN - 1).
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_IDENTIFIER_RULE = "lower-case letters, digits and underscores, not starting with a digit, at most 63"


def is_node_name(text: str) -> bool:
    """Tell whether `text` can name a node or a topology (it becomes part of file and unit names)."""
    return re.fullmatch(r"[a-z][a-z0-9-]{0,30}", text) is not None


def role_name(variable: str, text: str) -> str:
    """Return `text` if a person's role may be called that; raises BadInput naming `variable`."""
    _identifier(variable, text)
    # https://www.postgresql.org/docs/current/sql-createrole.html: pg_ is reserved for the system.
    if text in SYSTEM_ROLES or text in _RESERVED_WORDS or text.startswith("pg_"):
        raise BadInput(f"{variable}: {text!r} is reserved", "choose another name")
    return text


def database_name(variable: str, text: str) -> str:
    """Return `text` if a database may be called that; raises BadInput naming `variable`."""
    _identifier(variable, text)
    if text in _TEMPLATE_DATABASES or text in ("all", "replication", "sameuser", "samerole", "samegroup"):
        raise BadInput(f"{variable}: {text!r} is reserved", "choose another name")
    return text


def _identifier(variable: str, text: str) -> None:
    if not _IDENTIFIER.fullmatch(text):
        raise BadInput(f"{variable}: {text!r} is not a name", f"it takes {_IDENTIFIER_RULE}")
