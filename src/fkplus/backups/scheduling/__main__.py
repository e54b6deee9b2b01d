"""What the scheduler's process starts with: `python -m fkplus.backups.scheduling FILE`."""

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from threading import Event

from fkplus.backups.process import end_at_sigterm, say
from fkplus.backups.scheduling.metrics import Metrics
from fkplus.backups.scheduling.scheduler import Scheduler
from fkplus.backups.scheduling.task import read
from fkplus.model.errors import FkplusError
from fkplus.runtimes.daemon_user import daemon_user
from fkplus.runtimes.local_program import run

_PAUSE_SECONDS = 2.0
# Backups compress; whoever waits for an answer of PostgreSQL goes first.
_NICE = 10


def main(path: Path) -> None:
    """Run until SIGTERM, which ends a backup that is being made. SIGHUP: read FILE again, when it is done."""
    changed = Event()
    end_at_sigterm()
    signal.signal(signal.SIGHUP, lambda *_: changed.set())
    task = read(path)
    metrics = Metrics()
    metrics.serve(task.host, task.port)
    os.nice(_NICE)
    scheduler = Scheduler(task, partial(run, daemon_user()), metrics, say)
    while True:
        if changed.is_set():
            changed.clear()
            scheduler = Scheduler(read(path), partial(run, daemon_user()), metrics, say)
        try:
            scheduler.step()
        except (FkplusError, OSError) as error:
            say(f"{type(error).__name__}: {error}")
        time.sleep(_PAUSE_SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
