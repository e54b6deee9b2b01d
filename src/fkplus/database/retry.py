"""How work that may be repeated survives a failover: done again from its beginning on the new primary."""

import time
from collections.abc import Callable
from typing import TypeVar

import psycopg

from fkplus.database.connection import Connection, connect, is_connection_loss, is_permanent

Result = TypeVar("Result")

# Two transactions that could not be ordered: one of them is asked to try again.
_SERIALIZATION_FAILURE = "40001"

# Well above the slowest failover, that of a node that is lost as a whole: its lease ends after 20 s (ttl).
FAILOVER_SECONDS = 60.0

# The first pauses are short, because a planned switchover takes half a second; a failover may take twenty.
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0


def repeat(
    dsn: str,
    work: Callable[[Connection], Result],
    *,
    seconds: float,
    say: Callable[[str], None],
    autocommit: bool = False,
) -> Result:
    """Connect to `dsn` and return what `work` makes of it, committed; again while the server goes away.

    `work` must come to the same whether it is done once or twice: when the connection breaks during a
    commit nobody can know whether it counts. Raises as it is what has nothing to do with the server going
    away (is_worth_repeating), and the last failure when the pauses between attempts come to `seconds`.
    """
    pause, paused = _FIRST_PAUSE_SECONDS, 0.0
    while True:
        try:
            with connect(dsn, autocommit=autocommit) as connection:
                return work(connection)
        except Exception as error:
            if not is_worth_repeating(error) or paused > seconds:
                raise
            if not paused:
                say(f"the server went away, doing it again: {' '.join(str(error).split())}")
        time.sleep(pause)
        paused += pause
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


def is_worth_repeating(error: BaseException) -> bool:
    """Tell whether idempotent work that failed with `error` may succeed when it is done again."""
    if isinstance(error, psycopg.Error) and error.sqlstate == _SERIALIZATION_FAILURE:
        return True
    return is_connection_loss(error) and not is_permanent(error)
