"""How far a seed is, said now and then: rows a second and the time left."""

import time
from collections.abc import Callable

_EVERY_SECONDS = 3.0


class SeedProgress:
    """Turns steps of the tables of one version into lines of text: one per table, more for slow ones."""

    def __init__(self, version: str, say: Callable[[str], None]) -> None:
        self._version, self._say = version, say
        self._table = ""
        self._started = self._said = 0.0

    def __call__(self, table: str, rows: int, share: float) -> None:
        """Take note that `rows` rows are written, a `share` (0 to 1) of the table's."""
        now = time.monotonic()
        if table != self._table:
            self._table, self._started, self._said = table, now, now
        if share >= 1.0:
            self._table = ""
            self._say(f"seed {self._version}: {table}: {rows:,} rows{self._rate(rows, now)}")
        elif now - self._said >= _EVERY_SECONDS:
            self._said = now
            left = (now - self._started) * (1 - share) / max(share, 0.001)
            done = f"{rows:,} rows, {share:.0%}{self._rate(rows, now)}, {left:,.0f} s left"
            self._say(f"seed {self._version}: {table}: {done}")

    def _rate(self, rows: int, now: float) -> str:
        seconds = now - self._started
        return f", {rows / seconds:,.0f} a second" if seconds >= 1 else ""
