"""Who is what, asked of every node ten times a second: its Patroni, and PostgreSQL itself at its own port.

An instance that says it is no replica is asked to take a row too. Its commit waits for a replica like any
other, so a primary that has been left behind hangs there and has accepted nothing.
"""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from fkplus.chaos.caller import CONNECT_SECONDS, Caller
from fkplus.chaos.ground import Ground
from fkplus.chaos.history import Accepted, Role, Seen, Source
from fkplus.chaos.ledger import Event
from fkplus.components import patroni
from fkplus.database.connection import connect
from fkplus.database.queries import query
from fkplus.model.topology import Unit

_PAUSE_SECONDS = 0.1
_ANSWER_SECONDS = 1.0
_REST_SECONDS = 0.5

_TABLE = "create table fkplus_chaos_probe (number bigint primary key, node text)"
_WRITE = """insert into fkplus_chaos_probe values ($1::bigint, $2)
    returning ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int"""
_ROWS = "select number from fkplus_chaos_probe"


class Observer:
    """What was seen so far; both lists only grow, so a copy may be taken at any moment."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.accepted: list[Accepted] = []


@contextmanager
def observing(ground: Ground) -> Iterator[Observer]:
    """Watch every node until the block ends. The table of the observer's rows is made anew."""
    with connect(ground.dsn().reveal(), autocommit=True) as connection:
        connection.execute("drop table if exists fkplus_chaos_probe")
        connection.execute(_TABLE)
    observer, end, numbers = Observer(), threading.Event(), itertools.count(1)
    looks: list[Callable[[], None]] = []
    for node in ground.nodes:
        looks += [
            _PatroniLook(ground, node, observer).look,
            _InstanceLook(ground, node, observer, numbers).look,
        ]
    threads = [threading.Thread(target=_repeat, args=(look, end), daemon=True) for look in looks]
    for thread in threads:
        thread.start()
    try:
        yield observer
    finally:
        end.set()
        for thread in threads:
            thread.join(timeout=CONNECT_SECONDS + 2 * _ANSWER_SECONDS + 5)


def rows(ground: Ground) -> frozenset[int]:
    """Return the numbers of the observer's rows that the cluster has now."""
    with connect(ground.dsn().reveal(), autocommit=True) as connection:
        return frozenset(number for (number,) in connection.execute(_ROWS))


def _repeat(look: Callable[[], None], end: threading.Event) -> None:
    while not end.wait(_PAUSE_SECONDS):
        look()


class _PatroniLook:
    def __init__(self, ground: Ground, node: str, observer: Observer) -> None:
        self._url = f"{patroni.rest_url(Unit(patroni.NAME, node), ground.site.cluster)}/patroni"
        self._node = node
        self._observer = observer
        self._client = httpx.Client(timeout=_REST_SECONDS, trust_env=False)

    def look(self) -> None:
        at = time.monotonic()
        role, timeline = Role.SILENT, 0
        try:
            answer = self._client.get(self._url).json()
            is_primary = answer.get("role") == "primary"
            role, timeline = (Role.PRIMARY if is_primary else Role.REPLICA), int(answer.get("timeline") or 0)
        except (httpx.HTTPError, ValueError):
            pass
        streams = role is not Role.SILENT and answer.get("state") in ("running", "streaming")
        self._observer.seen.append(Seen(Source.PATRONI, self._node, at, role, timeline, streams))


class _InstanceLook:
    def __init__(self, ground: Ground, node: str, observer: Observer, numbers: Iterator[int]) -> None:
        self._caller = Caller(ground.own_dsn(node), _ANSWER_SECONDS)
        self._node = node
        self._observer = observer
        self._numbers = numbers

    def look(self) -> None:
        began = time.monotonic()
        state = self._caller.ask(query("chaos_state").as_string(None), [])
        if state.event is not Event.ACKNOWLEDGED:
            self._add(Seen(Source.POSTGRESQL, self._node, began, Role.SILENT))
            return
        in_recovery, timeline = state.row[0] == "t", int(state.row[1])
        if in_recovery:
            now = time.monotonic()
            self._add(Seen(Source.POSTGRESQL, self._node, now, Role.REPLICA, timeline, streams=timeline > 0))
        else:
            self._write(timeline)

    def _write(self, timeline: int) -> None:
        number, began = next(self._numbers), time.monotonic()
        reply = self._caller.ask(_WRITE, [number, self._node])
        ended = time.monotonic()
        accepts = reply.event is Event.ACKNOWLEDGED
        if accepts:
            timeline = int(reply.row[0])
            self._observer.accepted.append(Accepted(self._node, number, timeline, began, ended))
        at = ended if accepts else began
        self._add(Seen(Source.POSTGRESQL, self._node, at, Role.PRIMARY, timeline, streams=accepts))

    def _add(self, seen: Seen) -> None:
        self._observer.seen.append(seen)
