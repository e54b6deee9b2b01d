"""When the schema's upkeep runs beside the scheduler: each hour, as a process of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from subprocess import Popen

from fkplus.backups.process import end_child
from fkplus.backups.repository import Say

_EVERY = timedelta(hours=1)
# A database that `up` has not made yet, or a lock that somebody held.
_AGAIN = timedelta(minutes=5)
_BEGIN = timedelta(minutes=1)


class Upkeep:
    """The upkeep of one scheduler; `start` starts its process."""

    def __init__(self, start: Callable[[], Popen[bytes]], say: Say) -> None:
        self._start = start
        self._say = say
        self._process: Popen[bytes] | None = None
        self._due: datetime | None = None
        self.succeeded_at: datetime | None = None

    def step(self, now: datetime, may_begin: Callable[[], bool]) -> None:
        """Look after an upkeep that runs; begin one that is due, when nothing speaks against it."""
        self._due = self._due or now + _BEGIN
        if self._process is not None:
            self._look(self._process, now)
        elif self._due <= now and may_begin():
            self._process = self._start()

    def stop(self) -> None:
        """End an upkeep that runs; the next one does what is left."""
        if self._process is not None:
            end_child(self._process)
            self._process = None

    def _look(self, process: Popen[bytes], now: datetime) -> None:
        code = process.poll()
        if code is None:
            return
        self._process = None
        self._due = now + (_AGAIN if code else _EVERY)
        if code:
            self._say(f"the upkeep's process ended with code {code}")
        else:
            self.succeeded_at = now
