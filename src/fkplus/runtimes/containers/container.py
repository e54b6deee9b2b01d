"""How the units of one node run in a container: supervisord in there, its files and its socket here."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from fkplus.model.cluster import Layout
from fkplus.model.program import Program
from fkplus.model.secrets import Secret
from fkplus.runtimes.base import Result
from fkplus.runtimes.containers import engine
from fkplus.runtimes.daemon_user import DaemonUser
from fkplus.runtimes.local import LocalRuntime
from fkplus.runtimes.supervisord import configuration
from fkplus.runtimes.wait import until

# What the container's supervisord finds in its environment; setup/image/node.sh puts it there.
AUTOSTART = "%(ENV_FKPLUS_AUTOSTART)s"
_SETTLED = "settled"


class ContainerRuntime(LocalRuntime):
    """The runtime of one node, whose home lies at the same path here and in the container.

    So files are put, logs read and supervisord asked from here; only what has to see the node's processes
    goes through the engine. The container itself is Compose's.
    """

    def __init__(self, layout: Layout, user: DaemonUser, container: str) -> None:
        super().__init__(layout, user)
        self._container = container

    def put(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> frozenset[str]:
        """See Runtime.put; supervisord finds its configuration when the container starts."""
        touched = super().put(programs, secrets)
        self._put_text(self._configuration_path, self._configuration(programs))
        return touched

    def stop(self, programs: Sequence[Program]) -> None:
        """See Runtime.stop; what is stopped on purpose does not start by itself with the container."""
        if programs:
            self._settled.unlink(missing_ok=True)
        super().stop(programs)

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        seconds: float,
        on_line: Callable[[str], None] | None = None,
        node: str | None = None,
    ) -> Result:
        """See Runtime.run."""
        return engine.inside(self._container, argv, seconds=seconds, on_line=on_line)

    def settle(self) -> None:
        """See Runtime.settle: the container's supervisord starts them."""
        if not self._settled.exists():
            self._put_text(self._settled, "")

    @property
    def _settled(self) -> Path:
        return self._layout.home / _SETTLED

    def _put_environment(self) -> None:
        """Put nothing: the image has it."""

    def _configuration(self, programs: Sequence[Program]) -> str:
        return configuration(self._layout, programs, autostart=AUTOSTART)

    def _supervisor_processes(self) -> Sequence[psutil.Process]:
        """Return none: it ends with its container."""
        return ()

    def _end_leftovers(self, programs: Sequence[Program]) -> None:
        """End nothing: no process outlives its container."""

    def _launch(self) -> None:
        until(
            lambda: None if self._supervisor.answers() else "no answer on its socket",
            60,
            f"waiting for supervisord in {self._container}",
            log_lines=self._printed,
            hint=f"read more with `docker logs {self._container}`",
        )

    def _printed(self) -> Sequence[str]:
        return engine.last_lines(self._container, 20)
