"""How the processes of the backups end and speak: at SIGTERM, and by lines with the time."""

import signal
import sys
from datetime import UTC, datetime
from subprocess import Popen, TimeoutExpired

_END_SECONDS = 15.0


def end_at_sigterm() -> None:
    """Let SIGTERM end the process as `sys.exit(0)` does, what is open closed."""
    signal.signal(signal.SIGTERM, _end)


def say(text: str) -> None:
    """Print one line with the time (UTC); it goes to the unit's log."""
    sys.stdout.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {text}\n")
    sys.stdout.flush()


def end_child(process: Popen[bytes]) -> None:
    """Tell a process of ours to end, and kill it where it takes long; it may have a server to stop first."""
    process.terminate()
    try:
        process.wait(timeout=_END_SECONDS)
    except TimeoutExpired:
        process.kill()


def _end(*_: object) -> None:
    raise SystemExit(0)
