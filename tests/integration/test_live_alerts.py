"""Alerts of a running cluster fire when something is broken, and end when it is mended."""

import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from running import Fkplus, temporary_fkplus

from conftest import NEXT_OFFSET
from fkplus.runtimes.file_lock import held
from fkplus.runtimes.wait import until

# Two scrapes and judgements more than the longest `for` of the rules asked for here.
_FIRES_SECONDS = 180
# PrimaryChanged looks back over five minutes; what is tested after it does not wait for its end.
_ENDS_SECONDS = 420
_CHANGED = "PrimaryChanged"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Fkplus]:
    with temporary_fkplus(NEXT_OFFSET) as made:
        made.run("up", APP_ENV="dev", SEED_COUNT="200")
        yield made


def firing(cluster: Fkplus) -> set[str]:
    base = cluster.status()["endpoints"]["prometheus"]["url"]
    answer = httpx.get(f"{base}api/v1/alerts", timeout=10, trust_env=False).json()
    return {alert["labels"]["alertname"] for alert in answer["data"]["alerts"] if alert["state"] == "firing"}


def fire(cluster: Fkplus, *names: str, seconds: float = _FIRES_SECONDS, beside: str = "") -> None:
    """Wait until these, and these only, fire; `beside` may fire too."""

    def problem() -> str | None:
        found = firing(cluster) - {beside}
        return None if found == set(names) else f"firing: {sorted(found)}"

    until(problem, seconds, f"only {names or 'nothing'} fires")


def test_a_new_primary_is_told(cluster: Fkplus) -> None:
    fire(cluster)
    os.kill(cluster.postmaster(cluster.status()["primary"]), signal.SIGKILL)
    fire(cluster, _CHANGED)


def test_a_stopped_replica_is_told_until_it_is_back(cluster: Fkplus) -> None:
    members = cluster.wait_until_ready()["members"]
    node = next(member["node"] for member in members if member["role"] == "replica")
    # The launcher first: it would replace a Patroni that hangs.
    frozen = [cluster.pids()[f"patroni-{node}"], cluster.patroni(node)]
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        fire(cluster, "ReplicaMissing", "UnitDown", beside=_CHANGED)
    finally:
        for pid in reversed(frozen):
            os.kill(pid, signal.SIGCONT)
    fire(cluster, beside=_CHANGED)


def test_a_backup_that_is_late_is_told_until_the_missed_run_is_made_up(cluster: Fkplus) -> None:
    cluster.run("backup", "create")
    directory = cluster.home / "backup"
    # Nobody can make one meanwhile, and the last one is three days old.
    with held(directory / "lock", AssertionError):
        record = directory / "runs.json"
        runs = json.loads(record.read_text(encoding="utf-8"))
        runs["last_good"]["started_at"] = (datetime.now(UTC) - timedelta(days=3)).isoformat()
        record.write_text(json.dumps(runs), encoding="utf-8")
        fire(cluster, "BackupStale", beside=_CHANGED)
    fire(cluster, beside=_CHANGED)


def test_all_is_quiet_again_when_the_new_primary_is_news_no_more(cluster: Fkplus) -> None:
    fire(cluster, seconds=_ENDS_SECONDS)
