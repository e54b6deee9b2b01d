"""What clients tried and what they were told: an append-only file outside PostgreSQL.

One JSON object a line. The line of an attempt is in the file before its statement is sent, so whatever the
database did, the ledger knows that it was asked for.
"""

import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Event(StrEnum):
    """What an entry says of a numbered row (or read)."""

    ATTEMPT = "attempt"
    """It is about to be sent."""
    ACKNOWLEDGED = "acknowledged"
    """The server confirmed it."""
    REFUSED = "refused"
    """It was certainly not done: no connection, or the server said so before its commit."""
    UNKNOWN = "unknown"
    """The answer did not come: it may have been done."""


@dataclass(frozen=True)
class Entry:
    """One line; `at` is in seconds of CLOCK_MONOTONIC (one clock for all processes of a machine), `wall` in
    seconds since 1970. `sqlstate` is empty where the server gave none."""

    event: Event
    number: int
    client: int
    at: float
    wall: float
    sqlstate: str = ""
    detail: str = ""


class Ledger:
    """Appends entries to a file; may be used by several threads."""

    def __init__(self, path: Path) -> None:
        """Open `path` for appending; raises OSError."""
        # Each line is one write(2) with O_APPEND: lines of two threads don't mix, and none waits in a buffer.
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def add(self, event: Event, number: int, client: int, *, sqlstate: str = "", detail: str = "") -> None:
        """Append an entry with the time of now."""
        entry = Entry(
            event, number, client, round(time.monotonic(), 6), round(time.time(), 6), sqlstate, detail
        )
        line = {key: value for key, value in asdict(entry).items() if value != ""}
        os.write(self._descriptor, (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def read(path: Path) -> Sequence[Entry]:
    """Return all entries in the order of their times; a last line that was cut off is left out."""
    whole, _, _ = path.read_text(encoding="utf-8").rpartition("\n")
    entries = [
        Entry(**(line | {"event": Event(line["event"])})) for line in map(json.loads, whole.splitlines())
    ]
    return sorted(entries, key=lambda entry: entry.at)


def numbers(entries: Iterable[Entry], event: Event) -> frozenset[int]:
    """Return the numbers of all entries of one kind."""
    return frozenset(entry.number for entry in entries if entry.event is event)
