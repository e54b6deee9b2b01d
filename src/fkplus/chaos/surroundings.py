"""What can be done to a node's network and disk, and how each of it is undone; see faults for the rules."""

import os
import shutil
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from fkplus.chaos.faults import Undo, kill, nothing, send, wait_until_gone
from fkplus.chaos.ground import Ground, Part, alive
from fkplus.chaos.statement import run
from fkplus.database.connection import connect
from fkplus.model.errors import BadInput, ConnectionLost
from fkplus.model.secrets import Secret

_PAUSE_SECONDS = 0.2
_ANSWER_SECONDS = 1.0


def cut(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Pull the cable of each node: nothing gets to it or away from it until that is undone."""
    network = ground.network
    if network is None:
        raise BadInput("the nodes of this cluster have no network of their own")
    for node in nodes:
        network.cut(node)

    def undo() -> None:
        for node in nodes:
            network.join(node)

    return undo


def fill_disk(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Fill the disk with the data of each node, and every byte that becomes free, until that is undone.

    PostgreSQL has log segments in reserve, and would go on for hours at a low rate; so the log is switched
    to a new segment again and again, as if much were written.
    """
    end = threading.Event()
    fillers = [ground.data(node).parent / "filler" for node in nodes]
    threads = [
        threading.Thread(target=_keep_full, args=(filler, ground.own_dsn(node), end), daemon=True)
        for filler, node in zip(fillers, nodes, strict=True)
    ]
    for thread in threads:
        thread.start()

    def undo() -> None:
        end.set()
        for thread in threads:
            thread.join(timeout=10)
        for filler in fillers:
            filler.unlink(missing_ok=True)

    return undo


def wipe(ground: Ground, nodes: Sequence[str]) -> Undo:
    """Kill the instance of each node and delete its data directory while nobody looks at it."""
    for node in nodes:
        held = [pid for part in (Part.LAUNCHER, Part.PATRONI) for pid in ground.pids(part, node)]
        send(held, signal.SIGSTOP)
        try:
            kill(Part.INSTANCE)(ground, [node])
            wait_until_gone(ground.pids(Part.INSTANCE, node))
            shutil.rmtree(ground.data(node))
        finally:
            send(alive(held), signal.SIGCONT)
    return nothing


def _keep_full(filler: Path, dsn: Secret, end: threading.Event) -> None:
    with filler.open("wb") as file:
        while not end.is_set():
            for block in (1 << 20, 1 << 12, 1):
                with suppress(OSError):  # ENOSPC: what is left is smaller than the block
                    while not end.is_set():
                        os.write(file.fileno(), b"\0" * block)
            _use_up_log(dsn)
            end.wait(_PAUSE_SECONDS)


def _use_up_log(dsn: Secret) -> None:
    with suppress(ConnectionLost, psycopg.Error):
        connection = connect(dsn.reveal(), autocommit=True, timeout_seconds=2)
        try:
            run(connection, "select pg_switch_wal()", [], seconds=_ANSWER_SECONDS)
        finally:
            connection.close()
