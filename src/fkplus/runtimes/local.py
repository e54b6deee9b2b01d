"""How units run on this machine: files under FKPLUS_HOME, processes under one supervisord."""

import shutil
import xmlrpc.client
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from fkplus.model.cluster import Layout
from fkplus.model.errors import BadInput, CommandFailed
from fkplus.model.observation import Space
from fkplus.model.program import Program
from fkplus.model.secrets import Secret, fill
from fkplus.model.topology import Unit
from fkplus.runtimes import daemon_environment, processes
from fkplus.runtimes.base import Applied, Result, UnitState
from fkplus.runtimes.daemon_user import MINIMAL_ENVIRONMENT, DaemonUser
from fkplus.runtimes.files import replace_text
from fkplus.runtimes.launch import launched
from fkplus.runtimes.local_layout import check_home
from fkplus.runtimes.local_program import run
from fkplus.runtimes.supervisord import Supervisor, configuration
from fkplus.runtimes.wait import until

# `failing` is what supervisord calls BACKOFF: it is about to start the process once more.
_STARTED = ("running", "starting", "failing")
_STOP_FAILING_SECONDS = 60.0
_WORDS = {"exited": "failed", "fatal": "failed", "backoff": "failing"}


class LocalRuntime:
    """The runtime of topologies whose units all run on this machine."""

    def __init__(self, layout: Layout, user: DaemonUser) -> None:
        self._layout = layout
        self._user = user
        self._supervisor = Supervisor(layout)

    def check(self, programs: Sequence[Program]) -> None:
        """See Runtime.check; makes the home directory, which is the only way to know that it can be made."""
        check_home(self._layout.home, self._user)
        _check_distinct(programs)
        running = {name for name, state in self.states().items() if state.pid}
        for program in programs:
            if program.unit.name not in running:
                # What outlived its supervisord is taken over, also what names no file of ours.
                processes.require_free_ports(program, program.host, but_for=self._layout.home)

    def put(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> frozenset[str]:
        """See Runtime.put; the daemons' Python environment is put in place too."""
        self._make_directories(programs)
        self._put_environment()
        return frozenset(program.unit.name for program in programs if self._put(program, secrets))

    def apply(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> Applied:
        """See Runtime.apply."""
        touched = self.put(programs, secrets)
        self._put_text(self._configuration_path, self._configuration(programs))
        if self._supervisor.answers():
            return Applied(touched & self._running(), self._reread())
        # One that runs and does not answer would go on watching units that we are about to start.
        processes.end(self._supervisor_processes(), seconds=10)
        self._end_leftovers(programs)
        self._launch()
        return Applied(frozenset(), frozenset())

    def start(self, program: Program) -> bool:
        """See Runtime.start."""
        known = self.states().get(program.unit.name)
        if known is None:
            raise CommandFailed(
                f"the supervisord of {program.unit.name} does not answer",
                "see `fkplus status`, then repeat the command",
                unit=program.unit.name,
            )
        state = known.state
        if state in ("running", "starting"):
            return False
        if state == "failing":  # supervisord's next try may be a minute away
            self._stop_names([program.unit.name], program.stop_seconds + 15)
        try:
            self._supervisor.start(program.unit.name)
        except xmlrpc.client.Fault as fault:
            raise CommandFailed(
                f"supervisord would not start {program.unit.name}: {fault.faultString}",
                unit=program.unit.name,
                log_lines=self.tail(program.unit.name, 20),
            ) from fault
        return True

    def stop(self, programs: Sequence[Program]) -> None:
        """See Runtime.stop."""
        longest = max((program.stop_seconds for program in programs), default=0)
        self._stop_names([program.unit.name for program in programs], longest + 15)

    def reload(self, program: Program) -> None:
        """See Runtime.reload."""
        if program.reload_signal:
            self._supervisor.signal(program.unit.name, program.reload_signal)

    def states(self) -> Mapping[str, UnitState]:
        """See Runtime.states."""
        if not self._supervisor.answers():
            return {}
        states = {}
        for process in self._supervisor.processes():
            word = str(process["statename"]).lower()
            states[str(process["name"])] = UnitState(_WORDS.get(word, word), int(process["pid"]))
        return states

    def space(self, unit: Unit) -> Space | None:
        """See Runtime.space."""
        try:
            usage = shutil.disk_usage(self._layout.data(unit))
        except OSError:
            return None
        return Space(usage.total, usage.free)

    def tail(self, unit_name: str, lines: int) -> Sequence[str]:
        """See Runtime.tail."""
        return tail_file(self._layout.home / "log" / f"{unit_name}.log", lines)

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        seconds: float,
        on_line: Callable[[str], None] | None = None,
        node: str | None = None,
    ) -> Result:
        """See Runtime.run."""
        return run(self._user, argv, seconds=seconds, on_line=on_line)

    def require_processes(self) -> None:
        """See Runtime.require_processes: they are this machine's."""

    def settle(self) -> None:
        """See Runtime.settle: after a restart of the machine it is `up` that starts the units."""

    def close(self, programs: Sequence[Program]) -> None:
        """See Runtime.close: supervisord ends, and with it whatever still runs under it."""
        if self._supervisor.answers():
            self._supervisor.shutdown()
        else:
            processes.end(self._supervisor_processes(), seconds=10)
        until(
            lambda: "supervisord still answers" if self._supervisor_processes() else None,
            90,
            "stopping supervisord",
        )
        self._end_leftovers(programs)

    def _supervisor_processes(self) -> Sequence[psutil.Process]:
        return processes.with_command(self._supervisor_command)

    def _put_environment(self) -> None:
        environment = self._layout.python.parents[1]
        daemon_environment.ensure(environment)
        daemon_environment.ensure_code(environment)

    def _configuration(self, programs: Sequence[Program]) -> str:
        return configuration(self._layout, programs)

    @property
    def _configuration_path(self) -> Path:
        return self._layout.home / "supervisord.conf"

    @property
    def _supervisor_command(self) -> Sequence[str]:
        return [str(self._layout.python), "-m", "supervisor.supervisord", "-c", str(self._configuration_path)]

    def _make_directories(self, programs: Sequence[Program]) -> None:
        home, run = self._layout.home, self._layout.run
        units = [self._layout.files(program.unit) for program in programs]
        for directory in (home, run, home / "log", home / "data", home / "units", *units):
            self._user.make_directory(directory)

    def _put(self, program: Program, secrets: Mapping[str, Secret]) -> bool:
        directory = self._layout.files(program.unit)
        for folder in sorted({parent for name in program.files for parent in Path(name).parents[:-1]}):
            self._user.make_directory(directory / folder)
        changed = [
            self._put_text(directory / name, fill(text, secrets)) for name, text in program.files.items()
        ]
        return any(changed)

    def _put_text(self, path: Path, text: str) -> bool:
        """Write a file unless it holds `text` already; tells whether it had to."""
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return False
        replace_text(path, text, self._user.own)
        return True

    def _reread(self) -> frozenset[str]:
        """Let supervisord take the new configuration; returns running units that keep the old one."""
        added, changed, removed = self._supervisor.reread()
        alive = {name for name, state in self.states().items() if state.pid}
        gone = sorted({*changed, *removed} - alive)
        # One that fails again and again would be running by the time it is to be removed.
        self._stop_names(gone, _STOP_FAILING_SECONDS)
        for name in gone:
            self._supervisor.remove(name)
        for name in {*added, *changed} - alive:
            self._supervisor.add(name)
        return frozenset(alive & {*changed, *removed})

    def _running(self) -> frozenset[str]:
        return frozenset(name for name, state in self.states().items() if state.runs)

    def _stop_names(self, names: Sequence[str], seconds: float) -> None:
        states = self.states()
        active = [n for n in names if n in states and states[n].state in _STARTED]
        for name in active:
            self._supervisor.stop(name)
        until(lambda: self._alive(names), seconds, f"stopping {', '.join(names)}")

    def _alive(self, names: Sequence[str]) -> str | None:
        """Return which of the units still have a process, or None."""
        states = self.states()
        return ", ".join(name for name in names if name in states and states[name].pid) or None

    def _end_leftovers(self, programs: Sequence[Program]) -> None:
        """End units that outlived a supervisord that was killed; in reverse order of their start.

        A launcher that stays as a parent comes first: it would start again what ends under it.
        """
        for program in reversed(programs):
            for command in (launched(self._layout, program), program.command):
                processes.end(processes.with_command(command), seconds=program.stop_seconds)

    def _launch(self) -> None:
        result = self._user.run(
            self._supervisor_command,
            seconds=30,
            environment={**MINIMAL_ENVIRONMENT, "HOME": str(self._layout.home)},
        )
        if result.returncode != 0:
            lines = (result.stderr or result.stdout).strip().splitlines()
            raise CommandFailed("supervisord did not start", log_lines=lines[-20:])
        log = self._layout.home / "log" / "supervisord.log"
        until(
            lambda: None if self._supervisor.answers() else "no answer on its socket",
            30,
            "starting supervisord",
            log_lines=lambda: tail_file(log, 20),
        )


def tail_file(path: Path, lines: int) -> Sequence[str]:
    """Return the last lines of a text file; empty when it does not exist."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [line.rstrip("\n") for line in deque(file, maxlen=lines)]
    except OSError:
        return []


def _check_distinct(programs: Sequence[Program]) -> None:
    taken: dict[tuple[str, int], str] = {}
    for program in programs:
        for name, port in program.ports.items():
            here = f"the {name} port of {program.unit.name}"
            other = taken.setdefault((program.host, port), here)
            if other != here:
                raise BadInput(f"{here} and {other} are both {port}", "choose another FKPLUS_PORT_OFFSET")
