"""How WAL is received from whichever node is primary, and let go when the archive has it."""

import time
from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, TimeoutExpired

from fkplus.backups import archive, repository
from fkplus.backups.gaps import is_passed_over
from fkplus.backups.receiving.metrics import Metrics
from fkplus.backups.receiving.store import Store
from fkplus.backups.receiving.task import Task
from fkplus.backups.receiving.trouble import Trouble, judge
from fkplus.backups.repository import Say
from fkplus.components import pgbackrest
from fkplus.model.errors import CommandFailed, FkplusError
from fkplus.model.wal import Segment
from fkplus.runtimes.base import Result
from fkplus.runtimes.daemon_user import DaemonUser
from fkplus.runtimes.local_program import run

TIDY_SECONDS = 60.0
_CONNECT_SECONDS = 5
_PUSH_SECONDS = 60.0


class Receiver:
    """One receiver; `follow` receives until the connection ends."""

    def __init__(self, task: Task, user: DaemonUser, metrics: Metrics, say: Say) -> None:
        self._task = task
        self._user = user
        self._metrics = metrics
        self._say = say
        self._store = Store(task.place.received)
        self._timeline = 0
        self._last = Trouble.NONE
        self._tidied = time.monotonic()

    def follow(self) -> None:
        """Receive WAL from the present primary until that ends, then do what helps against the reason.

        Raises CommandFailed where nobody takes the connection.
        """
        self._store.make()
        # Where each connection ends at once, as on a full disk, only this makes room again.
        self._tidy_in_time()
        system, self._timeline = self._identify()
        if self._store.system_identifier() not in (None, system):
            self._say(f"another cluster's WAL was here, moved to {self._store.set_aside()}")
        self._metrics.start(self._last)
        lines = self._receive()
        self._metrics.connected.set(0)
        trouble = judge(lines)
        if trouble != self._last or trouble is not Trouble.NONE:
            self._say(f"{trouble.value}: {' '.join(lines)}")
        self._last = trouble
        if trouble in (Trouble.AHEAD, Trouble.TOO_LATE):
            self._say(f"begins anew; what was received is in {self._store.set_aside()}")
        if trouble is Trouble.TOO_LATE:
            run(self._user, [*self._command(), "--drop-slot"], seconds=_PUSH_SECONDS)

    def _identify(self) -> tuple[int, int]:
        """Return the primary's system identifier and timeline
        (https://www.postgresql.org/docs/current/protocol-replication.html)."""
        options = f"replication=true connect_timeout={_CONNECT_SECONDS}"
        psql = [str(self._task.program.with_name("psql")), "--no-psqlrc", "--no-password", "-At"]
        result = run(
            self._user,
            [*psql, f"--dbname={self._task.source} {options}", "--command=IDENTIFY_SYSTEM"],
            seconds=2 * _CONNECT_SECONDS,
        )
        if result.returncode != 0:
            raise CommandFailed(" ".join(result.output))
        system, timeline, *_ = result.output[0].split("|")
        return int(system), int(timeline)

    def _command(self) -> Sequence[str]:
        # Without a parent it would go on for ever, and keep the slot from its successor.
        guarded = ["setpriv", "--pdeathsig", "TERM", str(self._task.program)]
        return [*guarded, f"--dbname={self._task.source}", f"--slot={self._task.slot}", "--no-password"]

    def _receive(self) -> Sequence[str]:
        """Run pg_receivewal until it ends; returns what it printed."""
        # A status each second moves the slot on, so that the primary keeps no more WAL than needed.
        own = [f"--directory={self._store.directory}", "--no-loop", "--status-interval=1"]
        with self._user.spawn([*self._command(), *own], output=PIPE) as process:
            try:
                while True:
                    with suppress(TimeoutExpired):
                        printed, _ = process.communicate(timeout=1)
                        return printed.decode(errors="replace").split("\n")
                    self._metrics.connected.set(1)
                    self._tidy_in_time()
            finally:
                process.terminate()

    def _tidy_in_time(self) -> None:
        if time.monotonic() - self._tidied >= TIDY_SECONDS:
            self.tidy()
            self._tidied = time.monotonic()

    def tidy(self) -> None:
        """Delete what the archive has, and give it the last segments of an earlier primary."""
        whole = self._store.segments(partial=False)
        if whole:
            try:
                archived = archive.segments(self._task.place, self._run)
                self._store.drop_archived(archived)
                self._push(self._store.segments(partial=False), archived)
            except FkplusError as error:
                self._say(error.what)
        for path in self._store.keep_small():
            self._metrics.dropped.inc()
            self._say(f"{path.name} deleted before the archive had it: there is no room for more")
        self._metrics.segments.set(len(self._store.segments(partial=False)))

    def _push(self, waiting: Sequence[tuple[Segment, Path]], archived: Set[Segment]) -> None:
        """Archive segments that no primary will, and delete them here.

        A replica that is promoted archives nothing that its predecessor had finished and not archived. And a
        primary drops WAL that it could not archive for too long (archive-push-queue-max).
        """
        for segment, path in waiting:
            if segment.timeline < self._timeline or is_passed_over(segment, archived):
                primary = repository.primary(self._task.place)
                argv = pgbackrest.push_command(primary.configuration, self._task.place.stanza)
                result = self._run([*argv, str(path)], seconds=_PUSH_SECONDS)
                repository.require_success(result, f"{segment.name} can't be archived")
                self._metrics.pushed.inc()
                self._say(f"{segment.name} archived in the primary's place")
                path.unlink(missing_ok=True)

    def _run(
        self, argv: Sequence[object], *, seconds: float, on_line: Callable[[str], None] | None = None
    ) -> Result:
        return run(self._user, [str(word) for word in argv], seconds=seconds, on_line=on_line)
