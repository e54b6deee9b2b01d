"""Which processes belong to a PostgreSQL instance, and when it is certain that none is left.

A backend outlives its postmaster for as long as it works: it looks for it only when it waits. In that time
it can commit, and a walsender can go on streaming. Were the leader key free already, one replica could be
promoted by the votes of that moment while the other still gets rows from here and confirms them: `ANY 1` is
content with it, the client has its acknowledgement, and the row is not on the new primary; the rewind of the
others removes it. So the key is released after the last process is gone, and not before.
"""

import os
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_ANSWER_SECONDS = 1.0
# Length and code of the message (protocol-message-formats.html, SSLRequest).
_SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


@dataclass(frozen=True)
class Postmaster:
    """What postmaster.pid says; `segment`: id of the System V shared memory, None before it exists.

    `socket`: the Unix socket at which it takes connections, None before it says so.
    """

    pid: int
    segment: int | None
    socket: Path | None


def postmaster(data: Path) -> Postmaster | None:
    """Return what the lock file of the data directory says, alive or not; None without one.

    Its lines are described in PostgreSQL's src/include/utils/pidfile.h. A single-user process writes its
    pid with a minus sign and counts as none.
    """
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    words = lines[6].split() if len(lines) > 6 else []
    segment = int(words[1]) if len(words) == 2 and words[1].isdigit() else None
    has_socket = len(lines) > 4 and lines[4].strip()
    socket_path = Path(lines[4].strip(), f".s.PGSQL.{lines[3].strip()}") if has_socket else None
    return Postmaster(pid, segment, socket_path) if pid > 0 else None


def processes(data: Path) -> Sequence[int]:
    """Return the pids of all PostgreSQL processes that work in the data directory.

    The postmaster and all its children have it as their working directory (miscinit.c, ChangeToDataDir).
    """
    real = data.resolve()
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in found if _belongs(pid, real)]


def runs(pid: int, data: Path) -> bool:
    """Tell whether process `pid` is a living PostgreSQL process of the data directory."""
    return _belongs(pid, data.resolve())


def answers(data: Path) -> bool:
    """Tell whether the postmaster lets a new session begin: it answers an SSLRequest with one byte.

    A frozen one leaves the connection in the kernel's queue. https://www.postgresql.org/docs/current/protocol-flow.html
    """
    found = postmaster(data)
    if found is None or found.socket is None:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_ANSWER_SECONDS)
            connection.connect(str(found.socket))
            connection.sendall(_SSL_REQUEST)
            return len(connection.recv(1)) == 1
    except OSError:
        return False


def attached(segment: int | None) -> int:
    """Return how many processes are attached to a System V shared memory segment; 0 when it is gone.

    Source: proc(5), /proc/sysvipc/shm.
    """
    if segment is None:
        return 0
    table = Path("/proc/sysvipc/shm").read_text(encoding="ascii").splitlines()
    names = table[0].split()
    for line in table[1:]:
        row = dict(zip(names, line.split(), strict=False))
        if row["shmid"] == str(segment):
            return int(row["nattch"])
    return 0


def kill(pids: Sequence[int]) -> None:
    """Send SIGKILL to each, those that are gone already left out."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _belongs(pid: int, data: Path) -> bool:
    process = Path("/proc", str(pid))
    try:
        # A zombie has neither link any more: it can do nothing.
        is_postgresql = (process / "exe").readlink().name.startswith("postgres")
        return is_postgresql and (process / "cwd").readlink() == data
    except OSError:
        return False
