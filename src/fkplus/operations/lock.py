"""How two commands are kept from changing the same cluster at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fkplus.model.errors import FkplusError


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Hold the lock of FKPLUS_HOME; raises FkplusError at once when another command holds it.

    The kernel drops the lock with the process, so a killed command leaves nothing to clean up.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode() or "unknown"
            raise FkplusError(
                f"another fkplus command (pid {holder}) is changing the cluster in {home}",
                "wait for it to end",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
