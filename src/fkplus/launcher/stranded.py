"""Whether this node's replica needs WAL that its primary no longer has, so that only a fresh copy helps.

A slot holds back no more than max_slot_wal_keep_size. A replica that was away for longer asks for what is
gone, is refused, and asks again, four times a second and for ever: neither PostgreSQL nor Patroni ends that.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fkplus.launcher.http import ask
from fkplus.launcher.unit import PatroniUnit

_ASK_SECONDS = 0.5
_CONNECT_SECONDS = 2
# Looks at which nothing has been received in between; a replica that is only slow receives something.
_LOOKS = 3

_OLDEST_WAL = (Path(__file__).with_name("oldest_wal.sql")).read_text(encoding="utf-8")


class Watch:
    """Remembers how far the replica was at the last looks; one look each ten seconds or so."""

    def __init__(self) -> None:
        self._position: int | None = None
        self._same = 0

    def is_stranded(self, unit: PatroniUnit) -> bool:
        """Look once more; tells whether the replica stands still and the primary lacks what it needs.

        False wherever that can't be known for certain: no primary, no answer, a pause.
        """
        try:
            _, own = ask(unit.rest, "GET", "/patroni", seconds=_ASK_SECONDS)
        except OSError:
            own = None
        position = received(own or {})
        self._same = self._same + 1 if position is not None and position == self._position else 0
        self._position = position
        if position is None or self._same < _LOOKS:
            return False
        self._same = 0
        oldest = _oldest_wal_of_primary(unit)
        return oldest is not None and position < oldest


def received(status: Mapping[str, Any]) -> int | None:
    """Return how far a running replica has received WAL, in bytes; None for anything else.

    `status` is the answer of GET /patroni (patroni/api.py, get_postgresql_status).
    """
    if (status.get("state"), status.get("role")) != ("running", "replica") or status.get("pause"):
        return None
    position = (status.get("xlog") or {}).get("received_location")
    return position if isinstance(position, int) else None


def _oldest_wal_of_primary(unit: PatroniUnit) -> int | None:
    # Needed by the few that stand still only: it costs every launcher some megabytes.
    import psycopg  # noqa: PLC0415

    try:
        _, cluster = ask(unit.rest, "GET", "/cluster", seconds=_ASK_SECONDS)
        members = (cluster or {}).get("members", ())
        leader = next((m for m in members if m["role"] == "leader" and m["state"] == "running"), None)
        if leader is None or leader["name"] == unit.name:
            return None
        with psycopg.connect(
            host=leader["host"],
            port=leader["port"],
            user=unit.superuser,
            password=unit.superuser_password,
            dbname="postgres",
            connect_timeout=_CONNECT_SECONDS,
            options="-c statement_timeout=2s",
        ) as connection:
            row = connection.execute(_OLDEST_WAL.encode()).fetchone()
    except (OSError, KeyError, psycopg.Error):
        return None
    return int(row[0]) if row and row[0] is not None else None
