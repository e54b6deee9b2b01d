"""What an operator does in a healthy cluster, as a step of a scenario: planned moves and restarts."""

import signal
import time
from collections.abc import Sequence
from contextlib import suppress

import psutil

from fkplus.chaos.faults import Undo, nothing, send
from fkplus.chaos.ground import Ground, Part
from fkplus.operations import down, restart, switchover, up


def move_primary(ground: Ground, _: Sequence[str]) -> Undo:
    """Switch over, to whichever replica Patroni prefers."""
    switchover.switchover(ground.site, _silent)
    return nothing


def move_primary_five_times(ground: Ground, _: Sequence[str]) -> Undo:
    """Switch over five times, each as soon as the one before is done, with a second in between."""
    for _number in range(5):
        switchover.switchover(ground.site, _silent)
        time.sleep(1)
    return nothing


def restart_one_after_the_other(ground: Ground, _: Sequence[str]) -> Undo:
    """Restart every instance as `fkplus restart` does, the primary last and after a switchover."""
    restart.restart(ground.site, _silent)
    return nothing


def stop_and_start_all(ground: Ground, _: Sequence[str]) -> Undo:
    """Stop the whole cluster as `down` does and start it as `up` does."""
    down.down(ground.site, _silent)
    up.start(ground.site, _silent)
    return nothing


def kill_and_start_all(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Kill every process at one moment, supervisord too, as when the power goes; then start as `up` does."""
    home = f"{ground.site.settings.home}/"
    pids = [process.pid for process in psutil.process_iter() if _concerns(process, home)]
    send(pids, signal.SIGSTOP)
    send([*pids, *(pid for node in nodes for pid in ground.pids(Part.INSTANCE, node))], signal.SIGKILL)
    up.start(ground.site, _silent)
    return nothing


def _concerns(process: psutil.Process, home: str) -> bool:
    with suppress(psutil.Error):
        return any(home in argument for argument in process.cmdline())
    return False


def _silent(_: str) -> None:
    return
