"""A replica is called stranded only when it stands still and its primary says that the WAL is gone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from answering import answering

from fkplus.launcher import stranded
from fkplus.launcher.stranded import Watch, received
from fkplus.launcher.unit import PatroniUnit

STANDING = {"state": "running", "role": "replica", "xlog": {"received_location": 2_047_000_000}}


@contextmanager
def patroni(answer: dict[str, Any]) -> Iterator[PatroniUnit]:
    """Serve `answer` to GET /patroni, and a cluster without a leader."""

    def body(path: str) -> bytes:
        return json.dumps(answer if path == "/patroni" else {"members": []}).encode()

    with answering(200, body) as port:
        yield PatroniUnit("node2", "/x/", Path(), f"127.0.0.1:{port}", "", "", "", "", ())


@pytest.mark.parametrize(
    "status",
    [
        {},
        {**STANDING, "role": "primary", "xlog": {"location": 1}},
        {**STANDING, "state": "starting"},
        {**STANDING, "state": "creating replica"},
        {**STANDING, "pause": True},
        {**STANDING, "xlog": {"received_location": None}},
    ],
)
def test_only_a_running_replica_has_a_position(status: dict[str, Any]) -> None:
    assert received(status) is None


def test_the_primary_is_asked_after_the_replica_has_stood_still(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(stranded, "_oldest_wal_of_primary", lambda unit: asked.append(unit) or 2_048_000_000)
    answer = dict(STANDING)
    with patroni(answer) as unit:
        watch = Watch()
        assert [watch.is_stranded(unit) for _ in range(4)] == [False, False, False, True]
        assert len(asked) == 1
        answer["xlog"] = {"received_location": 2_047_000_001}
        assert not watch.is_stranded(unit), "it has moved"


@pytest.mark.parametrize("oldest", [None, 2_046_820_352, 2_047_000_000])
def test_a_replica_whose_wal_is_there_or_whose_primary_is_silent_stays(
    monkeypatch: pytest.MonkeyPatch, oldest: int | None
) -> None:
    monkeypatch.setattr(stranded, "_oldest_wal_of_primary", lambda unit: oldest)
    with patroni(STANDING) as unit:
        watch = Watch()
        assert not any(watch.is_stranded(unit) for _ in range(9))


def test_without_a_leader_nothing_is_known() -> None:
    with patroni(STANDING) as unit:
        watch = Watch()
        assert not any(watch.is_stranded(unit) for _ in range(9))
