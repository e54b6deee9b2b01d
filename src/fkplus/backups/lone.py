"""How an instance that nobody else knows is started, watched and stopped."""

import shlex
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

from fkplus.backups import postmaster
from fkplus.backups.repository import RunProgram, require_success
from fkplus.components import lone_instance
from fkplus.components.lone_instance import Listening
from fkplus.database.connection import Connection, connect, is_permanent, naming_loss
from fkplus.database.queries import query
from fkplus.model.errors import CommandFailed, ConnectionLost
from fkplus.model.names import SUPERUSER
from fkplus.runtimes.wait import until

_PG_CTL_SECONDS = 15.0
_BEGIN_SECONDS = 5.0

# Replaying a week of log may take hours. A server that has ended is noticed at once, one that hangs by its
# silence: it writes a line for each segment, and every 10 s otherwise (log_startup_progress_interval).
_REPLAY_SECONDS = 24 * 3600.0
_SILENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Lone:
    """A directory with a data directory in it, and where the server that may run there answers."""

    root: Path
    programs: Path
    listening: Listening
    run: RunProgram

    @property
    def data(self) -> Path:
        """Return the data directory."""
        return self.root / lone_instance.DATA

    def start(self, *, archives_later: bool, limits: Mapping[str, int]) -> None:
        """Start the server and return at once (lone_instance.options); raises NotReady if it ends at once."""
        options = lone_instance.options(
            self.root, self.listening, archives_later=archives_later, limits=limits
        )
        log = self.root / lone_instance.LOG
        result = self.run(
            [
                self.programs / "pg_ctl",
                "start",
                "-W",
                f"--pgdata={self.data}",
                f"--log={log}",
                f"--options={shlex.join(options)}",
            ],
            seconds=_PG_CTL_SECONDS,
        )
        require_success(result, f"the PostgreSQL in {self.data} can't be started")
        until(
            lambda: None if self.is_running() else "it ended",
            _BEGIN_SECONDS,
            f"starting the PostgreSQL in {self.data}",
            log_lines=self.last_words,
        )

    def is_running(self) -> bool:
        """Tell whether a server runs on the data directory."""
        return postmaster.is_running(self.data, self.programs, self.run)

    def connect(self, database: str = "postgres") -> Connection:
        """Open an autocommit connection as superuser; raises ConnectionLost."""
        return connect(self.conninfo(database), autocommit=True)

    def conninfo(self, database: str) -> str:
        """Return how libpq reaches the server as superuser, through its socket and without a password."""
        return make_conninfo(
            host=str(self.listening.sockets), port=self.listening.port, dbname=database, user=SUPERUSER
        )

    def wait_until(self, name: str, what: str) -> None:
        """Wait until the query `name` says true.

        Raises CommandFailed with the server's last words when it ends, or says nothing more, instead.
        """

        def problem() -> str | None:
            try:
                with naming_loss(), self.connect() as connection:
                    row = connection.execute(query(name)).fetchone()
            except ConnectionLost as error:
                if is_permanent(error):
                    raise
                if not self.is_running():
                    raise CommandFailed(f"{what}: the server ended", log_lines=self.last_words()) from error
                row = None
            if row == (True,):
                return None
            if time.time() - (self.root / lone_instance.LOG).stat().st_mtime > _SILENCE_SECONDS:
                raise CommandFailed(f"{what}: no sign of progress", log_lines=self.last_words())
            return "not yet"

        until(problem, _REPLAY_SECONDS, what, log_lines=self.last_words)

    def last_words(self) -> Sequence[str]:
        """Return the last lines of the server's log."""
        try:
            text = (self.root / lone_instance.LOG).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        return text.splitlines()[-20:]

    def stop(self) -> None:
        """Stop the server if it runs."""
        postmaster.stop(self.data, self.programs, self.run)

    def remove(self) -> None:
        """Stop the server and delete everything in `root`."""
        self.stop()
        if self.root.exists():
            shutil.rmtree(self.root)
