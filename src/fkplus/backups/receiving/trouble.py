"""Why `pg_receivewal` ended, told by what it printed (walsender.c of PostgreSQL 15), and what helps."""

from collections.abc import Iterable
from enum import Enum


class Trouble(Enum):
    """What stands between the receiver and the primary's WAL."""

    NONE = "the connection ended"
    AHEAD = "what was received is not in the primary's history"
    TOO_LATE = "the primary no longer has what comes next"
    NO_SLOT = "Patroni has not made the slot yet"


_WORDS = (
    ("is not in this server's history", Trouble.AHEAD),
    ("is ahead of the WAL flush position", Trouble.AHEAD),
    ("has already been removed", Trouble.TOO_LATE),
    ("can no longer get changes from", Trouble.TOO_LATE),
    ("has been invalidated", Trouble.TOO_LATE),
    ("does not exist", Trouble.NO_SLOT),
)


def judge(lines: Iterable[str]) -> Trouble:
    """Return the trouble that the lines tell of."""
    text = "\n".join(lines)
    return next((trouble for words, trouble in _WORDS if words in text), Trouble.NONE)
