"""What the receiver's process starts with: `python -m fkplus.backups.receiving FILE`."""

import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from fkplus.backups.receiving.metrics import Metrics
from fkplus.backups.receiving.receiver import Receiver
from fkplus.backups.receiving.task import read
from fkplus.model.errors import FkplusError
from fkplus.runtimes.daemon_user import daemon_user

# A failover takes half a second; the sooner we are back, the less could be lost.
_PAUSE_SECONDS = 0.3


def main(path: Path) -> None:
    """Run until SIGTERM."""
    signal.signal(signal.SIGTERM, _end)
    task = read(path)
    metrics = Metrics()
    metrics.serve(task.host, task.port)
    receiver = Receiver(task, daemon_user(), metrics, _say)
    said = ""
    while True:
        try:
            receiver.follow()
            said = ""
        except (psycopg.Error, FkplusError, OSError) as error:
            problem = " ".join(str(error).split())
            if problem != said:
                _say(f"waiting for a primary: {problem}")
            said = problem
        time.sleep(_PAUSE_SECONDS)


def _end(*_: object) -> None:
    raise SystemExit(0)


def _say(text: str) -> None:
    sys.stdout.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
