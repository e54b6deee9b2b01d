"""How pg_auto_failover is run beside ours: a monitor and three nodes with its defaults, where installed.

Debian's packages, the same supervision, and its own way in: a URI with all nodes. Its nodes let in every user
of this machine without a password while they run; nothing is in them but the rows of the measurement.
"""

import json
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from fkplus.chaos.faults import Undo, nothing, send
from fkplus.chaos.ground import alive
from fkplus.model.cluster import Layout
from fkplus.model.errors import CommandFailed
from fkplus.model.probe import Tcp
from fkplus.model.program import Program
from fkplus.model.secrets import Secret
from fkplus.model.topology import Unit
from fkplus.runtimes import processes
from fkplus.runtimes.base import Runtime
from fkplus.runtimes.supervisord import Supervisor
from fkplus.runtimes.wait import until, until_ready

_PROGRAM = "pg_autoctl"
_HOST = "127.0.0.1"
_MONITOR = "monitor"
_NODES = ("node1", "node2", "node3")
_COMMAND_SECONDS = 120.0
_WHOLE_SECONDS = 180.0


def is_installed(postgresql_bin: Path) -> bool:
    """Tell whether its program and its extension for this PostgreSQL are on this machine."""
    extension = postgresql_bin.parent / "lib" / "pgautofailover.so"
    return shutil.which(_PROGRAM) is not None and extension.exists()


@dataclass(frozen=True)
class PgAutoFailover:
    """A formation of three nodes on this machine; `first_port` is the monitor's, the nodes' follow."""

    layout: Layout
    runtime: Runtime
    first_port: int
    prefix: str = "pg_auto_failover_"

    @contextmanager
    def running(self) -> Iterator[None]:
        """See Contestant.running."""
        programs = [self._program(name) for name in (_MONITOR, *_NODES)]
        self.runtime.check(programs)
        try:
            self.runtime.apply(programs, {})
            self._create(_MONITOR, "monitor")
            self._start(_MONITOR)
            for name in _NODES:
                self._create(name, "postgres", "--name", name, "--monitor", self._monitor_uri)
                self._start(name)
            self.wait_until_whole()
            yield
        finally:
            self.runtime.stop(programs[1:])
            self.runtime.close(programs)
            for name in (_MONITOR, *_NODES):
                processes.end(processes.working_in(self._data(name)), seconds=10)
            shutil.rmtree(self.layout.run, ignore_errors=True)

    def faults(self) -> Mapping[str, Callable[[], Undo]]:
        """See Contestant.faults; what corresponds to Patroni is pg_autoctl."""
        return {
            "postmaster_killed": partial(self._kill, agent=False, postmaster=True),
            "patroni_killed": partial(self._kill, agent=True, postmaster=False),
            "both_killed": partial(self._kill, agent=True, postmaster=True),
            "switchover": self._switchover,
            "node_loss": self._node_loss,
        }

    def dsn(self) -> Secret:
        """See Contestant.dsn: the first of all nodes that takes writes."""
        places = ",".join(f"{_HOST}:{self._port(name)}" for name in _NODES)
        return Secret(f"postgresql://postgres@{places}/postgres?target_session_attrs=read-write")

    def prepare(self, fault: str) -> None:
        """See Contestant.prepare: nothing is needed, the monitor is on no node."""

    def wait_until_whole(self) -> None:
        """See Contestant.wait_until_whole."""
        until(
            lambda: (
                None if sorted(self._states().values()) == ["primary", "secondary", "secondary"] else "not"
            ),
            _WHOLE_SECONDS,
            "waiting for pg_auto_failover's primary and its secondaries",
        )

    def _kill(self, *, agent: bool, postmaster: bool) -> Undo:
        agents, instance = self._pids(self._primary())
        send([*(agents if agent else ()), *(instance[:1] if postmaster else ())], signal.SIGKILL)
        return nothing

    def _switchover(self) -> Undo:
        self._ask("perform", "switchover")
        return nothing

    def _node_loss(self) -> Undo:
        name = self._primary()
        agents, instance = self._pids(name)
        pids = [*agents, *instance]
        send(pids, signal.SIGSTOP)
        # What supervisord itself is stopping it does not start again, and a frozen process hears no SIGTERM.
        Supervisor(self.layout).stop(self._program(name).unit.name)
        send(pids, signal.SIGKILL)
        until(lambda: "some live" if alive(pids) else None, 10, "waiting for the end of killed processes")
        return partial(self._start, name)

    def _primary(self) -> str:
        return next(name for name, state in self._states().items() if state == "primary")

    def _states(self) -> Mapping[str, str]:
        """Return the nodes' states as the monitor knows and wants them, both when they differ."""
        found = {}
        for node in json.loads(self._ask("show", "state", "--json")):
            now, wanted = node["current_group_state"], node["assigned_group_state"]
            found[str(node["nodename"])] = str(now) if now == wanted else f"{now}, to be {wanted}"
        return found

    def _pids(self, name: str) -> tuple[Sequence[int], Sequence[int]]:
        """Return pg_autoctl's processes, and those of the instance with the postmaster first."""
        main = psutil.Process(self.runtime.states()[self._program(name).unit.name].pid)
        family = [main, *main.children(recursive=True)]
        agents = [each.pid for each in family if each.name() == _PROGRAM]
        postmaster = int((self._data(name) / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        inside = [each.pid for each in processes.working_in(self._data(name)) if each.pid not in agents]
        return agents, sorted(inside, key=lambda pid: pid != postmaster)

    def _create(self, name: str, *words: str) -> None:
        kind, *options = words
        places = ["--pgdata", str(self._data(name)), "--pgport", str(self._port(name)), "--hostname", _HOST]
        access = ["--auth", "trust", "--no-ssl", "--pgctl", str(self.layout.postgresql_bin / "pg_ctl")]
        self._run(["create", kind, *places, *access, *options])
        # It listens on all addresses unless told otherwise.
        listen = ["postgresql.listen_addresses", _HOST]
        self._run(["config", "set", "--pgdata", str(self._data(name)), *listen])

    def _start(self, name: str) -> None:
        program = self._program(name)
        self.runtime.start(program)
        until_ready(program, log_lines=partial(self.runtime.tail, program.unit.name, 20))

    def _ask(self, *words: str) -> str:
        return self._run([*words, "--pgdata", str(self._data(_MONITOR))])

    def _run(self, words: Sequence[str]) -> str:
        result = self.runtime.run([*self._command, *words], seconds=_COMMAND_SECONDS)
        if result.returncode != 0:
            raise CommandFailed(f"pg_autoctl {words[0]} {words[1]} failed", log_lines=result.output[-10:])
        return "\n".join(result.output)

    def _program(self, name: str) -> Program:
        port = self._port(name)
        return Program(
            unit=Unit("pg-auto-failover", name),
            host=_HOST,
            files={},
            command=[*self._command, "run", "--pgdata", str(self._data(name))],
            launch_options=(),
            ready=Tcp(_HOST, port),
            after=(),
            ports={"postgresql": port},
            reload_signal=None,
            start_seconds=60.0,
            stop_seconds=30,
        )

    @property
    def _monitor_uri(self) -> str:
        return f"postgresql://autoctl_node@{_HOST}:{self._port(_MONITOR)}/pg_auto_failover?sslmode=prefer"

    @property
    def _command(self) -> Sequence[str]:
        # It keeps its own configuration and state below HOME.
        return ["/usr/bin/env", f"HOME={self.layout.home}", _PROGRAM]

    def _data(self, name: str) -> Path:
        return self.layout.data(Unit("pg-auto-failover", name))

    def _port(self, name: str) -> int:
        return self.first_port + (_MONITOR, *_NODES).index(name)
