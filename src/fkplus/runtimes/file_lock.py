"""How two processes are kept from doing the same thing at once: a lock that ends with its holder."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def is_held(path: Path) -> bool:
    """Tell whether a process holds the lock of `path`, without touching it (proc(5), /proc/locks).

    Files are told apart by their inode's number alone: some file systems tell stat(2) another device.
    """
    try:
        inode = str(path.stat().st_ino)
        locks = [line.split() for line in Path("/proc/locks").read_text(encoding="ascii").splitlines()]
    except OSError:  # no such file yet, or not ours to look at
        return False
    return any(
        words[1] == "FLOCK" and words[5].rpartition(":")[2] == inode for words in locks if "->" not in words
    )


@contextmanager
def held(path: Path, busy: Callable[[str], Exception]) -> Iterator[None]:
    """Hold the lock of `path`; raises `busy(pid of its holder)` at once when another process has it.

    The kernel drops the lock with the process, so a killed one leaves nothing to clean up. The file
    belongs to the owner of its directory, so that root and the daemons' user can share it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        if os.geteuid() == 0:
            owner = path.parent.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy(os.pread(descriptor, 32, 0).decode() or "unknown") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
