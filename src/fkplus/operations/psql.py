"""How psql is opened on an endpoint without its password in an argument or an environment."""

import os
import signal
import subprocess
from collections.abc import Sequence

from fkplus.database.dsn import Dsn
from fkplus.database.password_file import password_file
from fkplus.model.errors import FkplusError


def psql(place: Dsn, arguments: Sequence[str]) -> int:
    """Run psql with `arguments` and our terminal; returns its exit code.

    The password reaches libpq in a file that lives as long as psql.
    """
    with password_file(place.password.reveal()) as variables:
        # Ctrl-C is for psql, which cancels a query by it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return subprocess.run(
                ["psql", place.shown(), *arguments],
                env={**os.environ, **variables},
                check=False,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            ).returncode
        except FileNotFoundError:
            raise FkplusError("there is no psql on the PATH", "run `make run`, which installs it") from None
        finally:
            signal.signal(signal.SIGINT, before)
