"""How psql is opened on an endpoint without its password in an argument or an environment."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fkplus.database.dsn import Dsn
from fkplus.model.errors import FkplusError


def psql(place: Dsn, arguments: Sequence[str]) -> int:
    """Run psql with `arguments` and our terminal; returns its exit code.

    The password reaches libpq in a password file of mode 0600 that lives as long as psql:
    https://www.postgresql.org/docs/current/libpq-pgpass.html
    """
    with tempfile.TemporaryDirectory(prefix="fkplus-psql-") as directory:
        password_file = Path(directory) / "pgpass"
        password_file.touch(mode=0o600)
        password_file.write_text(f"*:*:*:*:{_escaped(place.password.reveal())}\n", encoding="utf-8")
        # Ctrl-C is for psql, which cancels a query by it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return subprocess.run(
                ["psql", place.shown(), *arguments],
                env={**os.environ, "PGPASSFILE": str(password_file)},
                check=False,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            ).returncode
        except FileNotFoundError:
            raise FkplusError("there is no psql on the PATH", "run `make run`, which installs it") from None
        finally:
            signal.signal(signal.SIGINT, before)


def _escaped(password: str) -> str:
    return password.replace("\\", r"\\").replace(":", r"\:")
