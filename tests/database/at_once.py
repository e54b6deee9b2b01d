"""Statements that run at the same time over connections of their own, and what refused them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg

DEADLINE_SECONDS = 60


def at_once(tasks: Sequence[Callable[[], int]]) -> int:
    """Run the tasks at the same time; the sum of what they return."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], int]) -> int:
        barrier.wait(DEADLINE_SECONDS)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        running = [pool.submit(run, task) for task in tasks]
        return sum(each.result(DEADLINE_SECONDS) for each in running)


def refused_by(connection: psycopg.Connection, statement: str, parameters: Sequence[object] = ()) -> str:
    """Run a statement and return the rule that refused it, or an empty text."""
    try:
        connection.execute(statement.encode(), parameters)
    except psycopg.IntegrityError as error:
        return error.diag.constraint_name or "?"
    return ""
