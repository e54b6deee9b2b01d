"""What the receiver's process starts with: `python -m fkplus.backups.receiving FILE`."""

import sys
import time
from pathlib import Path

from fkplus.backups.process import end_at_sigterm, say
from fkplus.backups.receiving.metrics import Metrics
from fkplus.backups.receiving.receiver import Receiver
from fkplus.backups.receiving.task import read
from fkplus.model.errors import FkplusError
from fkplus.runtimes.daemon_user import daemon_user

# A failover takes half a second; the sooner we are back, the less could be lost.
_PAUSE_SECONDS = 0.3


def main(path: Path) -> None:
    """Run until SIGTERM."""
    end_at_sigterm()
    task = read(path)
    metrics = Metrics()
    metrics.serve(task.host, task.port)
    receiver = Receiver(task, daemon_user(), metrics, say)
    said = ""
    while True:
        try:
            receiver.follow()
            said = ""
        except (FkplusError, OSError) as error:
            problem = " ".join(str(error).split())
            if problem != said:
                say(f"waiting for a primary: {problem}")
            said = problem
        time.sleep(_PAUSE_SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
