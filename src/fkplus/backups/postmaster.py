"""Whether a PostgreSQL runs on a data directory, and how it is made to end, whoever started it."""

from pathlib import Path

from fkplus.backups.repository import RunProgram
from fkplus.model.errors import CommandFailed

_STATUS_SECONDS = 10.0
_STOP_SECONDS = 300


def is_running(data: Path, programs: Path, run: RunProgram) -> bool:
    """Tell whether a postmaster runs on `data`; `programs` is the directory of PostgreSQL's programs."""
    # pg_ctl status: 0 runs, 3 does not, 4 no accessible data directory.
    return run([programs / "pg_ctl", "status", "-D", data], seconds=_STATUS_SECONDS).returncode == 0


def stop(data: Path, programs: Path, run: RunProgram) -> bool:
    """Stop it with a shutdown checkpoint; tells whether one ran. Raises CommandFailed if it does not end."""
    if not is_running(data, programs, run):
        return False
    result = run(
        [programs / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-t", str(_STOP_SECONDS)],
        seconds=_STOP_SECONDS + 30.0,
    )
    if result.returncode != 0:
        raise CommandFailed(f"the PostgreSQL in {data} does not stop", log_lines=result.output)
    return True
