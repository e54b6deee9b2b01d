"""What the scheduler's process starts with: `python -m fkplus.backups.scheduling FILE`."""

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from subprocess import Popen
from threading import Event

from fkplus.backups.process import end_at_sigterm, say
from fkplus.backups.scheduling.drills import Drills
from fkplus.backups.scheduling.metrics import Metrics
from fkplus.backups.scheduling.scheduler import Scheduler
from fkplus.backups.scheduling.task import read
from fkplus.backups.scheduling.upkeep import Upkeep
from fkplus.model.errors import FkplusError
from fkplus.runtimes.daemon_user import daemon_user
from fkplus.runtimes.local_program import run

_PAUSE_SECONDS = 2.0
# Backups compress; whoever waits for an answer of PostgreSQL goes first.
_NICE = 10


def main(path: Path) -> None:
    """Run until SIGTERM, which ends a backup or drill that is being made.

    SIGHUP: read FILE again, when a backup is done.
    """
    changed = Event()
    end_at_sigterm()
    signal.signal(signal.SIGHUP, lambda *_: changed.set())
    task = read(path)
    metrics = Metrics()
    metrics.serve(task.host, task.port)
    os.nice(_NICE)
    drills = Drills(task.place, partial(_start, "fkplus.backups.drilling", path), say)
    upkeep = Upkeep(partial(_start, "fkplus.backups.upkeep", path), say)
    scheduler = Scheduler(task, partial(run, daemon_user()), drills, upkeep, metrics, say)
    try:
        while True:
            if changed.is_set():
                changed.clear()
                scheduler = Scheduler(read(path), partial(run, daemon_user()), drills, upkeep, metrics, say)
            try:
                scheduler.step()
            except (FkplusError, OSError) as error:
                say(f"{type(error).__name__}: {error}")
            time.sleep(_PAUSE_SECONDS)
    finally:
        upkeep.stop()
        drills.stop()


def _start(module: str, path: Path) -> Popen[bytes]:
    # Without us nobody would record how it ended.
    guarded = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-P", "-m", module]
    return daemon_user().spawn([*guarded, path], output=sys.stdout.fileno())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
