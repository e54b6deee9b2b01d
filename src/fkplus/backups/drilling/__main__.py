"""What the process of a drill starts with: `python -m fkplus.backups.drilling FILE`."""

import os
import sys
from functools import partial
from pathlib import Path

from fkplus.backups.create import BackupRuns
from fkplus.backups.drill import drill
from fkplus.backups.drilling.task import primary, read
from fkplus.backups.lone import Lone
from fkplus.backups.process import end_at_sigterm, say
from fkplus.runtimes.daemon_user import daemon_user
from fkplus.runtimes.local_program import run


def main(path: Path) -> int:
    """Drill once; returns 0 when its end is recorded, EX_TEMPFAIL while others are at work on the backups."""
    end_at_sigterm()
    task = read(path)
    here = Lone(task.root, task.programs, task.listening, partial(run, daemon_user()))
    try:
        result = drill(task.place, here, partial(primary, task), say, database=task.database)
    except BackupRuns as error:
        say(error.what)
        return os.EX_TEMPFAIL
    say(f"the drill failed: {result.problem}" if result.problem else f"backup {result.backup} restores")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
