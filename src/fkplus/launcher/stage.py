"""What a unit's process finds when it starts: an empty standard input, a launcher that takes its orphans."""

import ctypes
import os
from collections.abc import Sequence

# <linux/prctl.h>
_PR_SET_CHILD_SUBREAPER = 36


def empty_input() -> None:
    """Replace the standard input by one that is empty and at its end.

    supervisord gives its children a pipe that stays open for ever. A backend that waits for a synchronous
    replica when its postmaster is killed falls back to reading standard input (syncrep.c sets
    whereToSendOutput to DestNone, postgres.c then takes the session for an interactive one), and would
    live on in that pipe, holding the shared memory that the next postmaster needs: "pre-existing shared
    memory block is still in use".
    """
    descriptor = os.open(os.devnull, os.O_RDONLY)
    os.dup2(descriptor, 0)
    os.close(descriptor)


def become(command: Sequence[str]) -> None:
    """Turn into `command`; does not return, raises OSError when there is no such program."""
    os.execvp(command[0], list(command))  # noqa: S606 - no shell is wanted


def start(command: Sequence[str]) -> int:
    """Start `command` as a child with our standard streams; returns its pid."""
    return os.posix_spawnp(command[0], list(command), os.environ)


def adopt_orphans() -> None:
    """Make every orphan among our descendants our child; raises OSError.

    Patroni detaches the postmaster, and backends may outlive it: this way their ends are seen at once
    (prctl(2), PR_SET_CHILD_SUBREAPER).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_CHILD_SUBREAPER")
