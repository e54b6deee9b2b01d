"""Which processes hold a port, or were left behind by a supervisord that died."""

import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from fkplus.model.errors import BadInput
from fkplus.model.program import Program


@dataclass(frozen=True)
class Holder:
    """The process that listens on a port; pid 0 where the kernel does not say (another user's)."""

    pid: int
    name: str
    arguments: tuple[str, ...] = ()

    def concerns(self, directory: Path) -> bool:
        """Tell whether the process was started on something below `directory`."""
        return any(f"{directory}/" in argument for argument in self.arguments)

    def runs(self, command: Sequence[str]) -> bool:
        """Tell whether its arguments are exactly `command`, whatever its program's path."""
        return _is(self.arguments, command)

    def __str__(self) -> str:
        return f"{self.name} (pid {self.pid})" if self.pid else "a process of another user"


def port_is_free(host: str, port: int) -> bool:
    """Tell whether we could listen on `host`:`port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # As the daemons do: a socket in TIME_WAIT is no obstacle.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True


def port_holder(port: int) -> Holder:
    """Return the process that listens on TCP `port` on any address of this machine."""
    for connection in psutil.net_connections(kind="tcp"):
        if connection.status == psutil.CONN_LISTEN and connection.pid and connection.laddr[1:] == (port,):
            return _holder(connection.pid)
    return Holder(0, "")


def require_free_ports(program: Program, host: str, *, but_for: Path | None = None) -> None:
    """Raise BadInput where a port of the program is taken on `host`.

    With `but_for`, not by a process that was started on something below it, nor by the program itself.
    """
    for name, port in program.ports.items():
        if port_is_free(host, port):
            continue
        holder = port_holder(port)
        if but_for and (holder.concerns(but_for) or holder.runs(program.command)):
            continue
        raise BadInput(
            f"port {port}, the {name} port of {program.unit.name}, is taken by {holder}",
            "stop that process, or set FKPLUS_PORT_OFFSET to move all ports",
        )


def with_command(command: Sequence[str]) -> Sequence[psutil.Process]:
    """Return the running processes whose arguments are exactly `command`, whatever their program's path."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if _is(process.cmdline(), command):
                found.append(process)
    return found


def working_in(directory: Path) -> Sequence[psutil.Process]:
    """Return the running processes whose working directory is `directory`, as all of an instance have."""
    real = str(directory.resolve())
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.cwd() == real:
                found.append(process)
    return found


def own_pid(pid: int) -> int:
    """Return the pid that a process has for itself, in a container another one than here (proc(5), NSpid).

    Raises OSError where it is gone.
    """
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[-1]) for line in lines if line.startswith("NSpid:"))


def with_own_pid(pids: Iterable[int], own: int) -> Sequence[int]:
    """Return those of `pids` whose process has the pid `own` for itself; what ends meanwhile is left out."""
    found = []
    for pid in pids:
        with suppress(OSError):
            if own_pid(pid) == own:
                found.append(pid)
    return found


def end(processes: Iterable[psutil.Process], *, seconds: float) -> None:
    """Ask processes to end (SIGTERM), and kill those that are still there after `seconds`."""
    processes = list(processes)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=10)


def _is(arguments: Sequence[str], command: Sequence[str]) -> bool:
    names = [Path(words[0]).name for words in (arguments, command) if words]
    return len(names) == 2 and names[0] == names[1] and list(arguments[1:]) == list(command[1:])


def _holder(pid: int) -> Holder:
    try:
        process = psutil.Process(pid)
        return Holder(pid, process.name(), tuple(process.cmdline()))
    except psutil.Error:
        return Holder(pid, "a process")
