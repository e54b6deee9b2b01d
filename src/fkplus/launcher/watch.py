"""Which processes of the unit run and which have ended: children by exit code, others by pidfd."""

import os
import selectors
import signal
import socket
from contextlib import suppress
from pathlib import Path


class Process:
    """A process that may or may not be our child, held by its pidfd."""

    def __init__(self, pid: int) -> None:
        """Watch `pid`; raises ProcessLookupError when there is none."""
        self.pid = pid
        self._descriptor = os.pidfd_open(pid)

    def fileno(self) -> int:
        """Return the pidfd, which becomes readable when the process ends (pidfd_open(2))."""
        return self._descriptor

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this very process, never to a later one with the same pid."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)

    def close(self) -> None:
        """Forget the process."""
        os.close(self._descriptor)


class Waiter:
    """Waits for signals, for the end of watched processes, or for time to pass."""

    def __init__(self, numbers: tuple[signal.Signals, ...]) -> None:
        """Catch `numbers` and SIGCHLD from here on; children get the default handling back at their exec."""
        self._selector = selectors.DefaultSelector()
        self._read, write = socket.socketpair()
        for end in (self._read, write):
            end.setblocking(False)
        self._write = write
        signal.set_wakeup_fd(write.fileno(), warn_on_full_buffer=False)
        for number in (*numbers, signal.SIGCHLD):
            signal.signal(number, _nothing)
        self._selector.register(self._read, selectors.EVENT_READ)

    def watch(self, process: Process) -> None:
        """Wake up when `process` ends."""
        self._selector.register(process, selectors.EVENT_READ, process)

    def forget(self, process: Process) -> None:
        """Stop watching and close it."""
        self._selector.unregister(process)
        process.close()

    def wait(self, seconds: float) -> tuple[frozenset[signal.Signals], frozenset[int]]:
        """Return the signals that came and the pids of watched processes that ended, within `seconds`."""
        ended = set()
        for key, _ in self._selector.select(seconds):
            if isinstance(key.data, Process):
                ended.add(key.data.pid)
        numbers = set()
        with suppress(BlockingIOError):
            numbers = set(self._read.recv(4096))
        return frozenset(signal.Signals(number) for number in numbers), frozenset(ended)


def reap() -> dict[int, int]:
    """Return pid -> exit code (minus the number of a signal) of all children that ended, orphans included."""
    codes = {}
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            codes[pid] = os.waitstatus_to_exitcode(status)
    return codes


def children() -> list[int]:
    """Return the pids of our children (proc(5), /proc/pid/task/tid/children)."""
    me = os.getpid()
    return [int(pid) for pid in Path(f"/proc/{me}/task/{me}/children").read_text().split()]


def running_as(command: tuple[str, ...]) -> int | None:
    """Return the pid of our user's process with exactly these arguments, left by a killed launcher."""
    found: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            arguments = (entry / "cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
            if tuple(arguments) == command and entry.stat().st_uid == os.geteuid():
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                if stat[0] != "Z":
                    found[int(entry.name)] = int(stat[1])
    # A child of it that has not yet become another program has the same arguments.
    return next((pid for pid, parent in found.items() if parent not in found), None)


def _nothing(number: int, frame: object) -> None:
    """Let the signal interrupt the wait; its number comes through the wake-up descriptor."""
