"""How a program of this machine, such as ip or mount, is run for a chaos run: short, with a deadline."""

import subprocess

from fkplus.model.errors import CommandFailed

_SECONDS = 10.0


def run(*argv: str) -> None:
    """Run a program; raises CommandFailed with what it says unless it ends well."""
    done = _done(*argv)
    if done.returncode != 0:
        raise CommandFailed(f"{' '.join(argv)}: {done.stderr.strip()}")


def succeeds(*argv: str) -> bool:
    """Run a program and tell whether it ends well."""
    return _done(*argv).returncode == 0


def _done(*argv: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise CommandFailed(f"{' '.join(argv)} did not end within {_SECONDS:.0f} s") from error
