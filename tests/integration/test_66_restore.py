"""A mistake is undone by going back to the moment before it; even the loss of all nodes is made good."""

import json
import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from running import Fkplus
from writer import Writer

from fkplus.bench.backup import lost_seconds
from fkplus.chaos import ledger
from fkplus.chaos.clients import remove_tables, rows, writing
from fkplus.model.secrets import Secret
from fkplus.runtimes.wait import until

_SECONDS = 120.0
NODES = ("node1", "node2", "node3")

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]


@pytest.fixture(scope="module", autouse=True)
def _backed_up(fkplus: Fkplus, running: None) -> None:
    """Wait for the backup that the scheduler makes of a new cluster: it would be in the way of others."""
    until(
        lambda: None if (fkplus.status()["last_backup"] or {}).get("last_good") else "none",
        _SECONDS,
        "a first backup",
    )


def numbers(fkplus: Fkplus) -> set[int]:
    with fkplus.connect() as connection:
        return {int(row[0]) for row in connection.execute("select number from written")}


def test_a_dropped_table_comes_back_as_of_the_moment_before_and_nothing_later_stays(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    with Writer(fkplus.dsn()) as writer:
        fkplus.run("backup", "create")
        writer.wait_for_writes()
        os.kill(fkplus.postmaster(before["primary"]), signal.SIGKILL)
        writer.wait_for_writes()
        kept = set(writer.acknowledged)
        with psycopg.connect(fkplus.dsn(), autocommit=True) as connection:
            row = connection.execute("select clock_timestamp()").fetchone()
            # The row that is on its way at that moment may be on either side of it.
            begun = writer.acknowledged[-1] + 2
            writer.wait_for_writes()
            connection.execute("drop table written")
        left = {number for number in writer.acknowledged if number > begun}
        fkplus.wait_until_ready()
        assert row is not None
        result = json.loads(fkplus.run("restore", "--to", str(row[0]), "--yes", "--json").stdout)
        writer.wait_for_writes()
    after = fkplus.wait_until_ready()
    there = numbers(fkplus)
    assert left
    assert kept <= there
    assert not left & there
    assert after["timeline"] > before["timeline"]
    listed = json.loads(fkplus.run("backup", "list", "--json").stdout)
    assert listed["backups"][-1]["label"] == result["new_backup"]
    with fkplus.connect("anna", "analyst") as connection:
        assert connection.execute("select count(*) from account").fetchone()


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("2020-01-01 00:00:00Z", "before the end of the oldest backup"),
        ("2999-01-01 00:00:00Z", "in the future"),
        ("FFFF/0", "behind the end of the log"),
        ("25.11.2026", "no point in time"),
    ],
)
def test_a_moment_that_can_not_be_reached_is_refused_before_anything_changes(
    fkplus: Fkplus, to: str, why: str
) -> None:
    before = [fkplus.postmaster(node) for node in NODES]
    result = fkplus.run("restore", "--to", to, "--yes", check=False)
    assert result.returncode == 2
    assert why in result.stderr
    assert "reachable on timeline" in result.stderr
    assert [fkplus.postmaster(node) for node in NODES] == before


def test_a_drill_that_is_due_restores_all_rows_indexes_and_checksums(fkplus: Fkplus) -> None:
    record = fkplus.home / "backup" / "drill.json"
    record.write_text(json.dumps({"started_at": "2026-01-01T00:00:00+00:00"}))
    record.chmod(0o644)
    deadline = time.monotonic() + _SECONDS
    while (drill := fkplus.status()["last_drill"])["seconds"] is None:
        assert time.monotonic() < deadline, drill
        time.sleep(0.5)
    assert drill["problem"] is None
    assert drill["schema_version"] == fkplus.status()["schema_version"]
    assert drill["rows"] > 0
    assert drill["lost_seconds"] is not None
    assert not (fkplus.home / "data" / "drill").exists()


def test_a_copy_beside_the_cluster_answers_with_the_rows_and_goes(fkplus: Fkplus) -> None:
    fkplus.wait_until_ready()
    fkplus.run("backup", "create")
    copy = json.loads(fkplus.run("restore", "--to", "latest", "--as-copy", "--json").stdout)
    with psycopg.connect(copy["dsn"], connect_timeout=5) as there, fkplus.connect() as here:
        count = "select count(*) from account"
        assert there.execute(count).fetchone() == here.execute(count).fetchone()
    fkplus.run("restore", "--drop-copy")
    assert not (fkplus.home / "data" / "copy").exists()


def test_a_drill_of_a_backup_that_is_not_there_is_refused(fkplus: Fkplus) -> None:
    result = fkplus.run("backup", "drill", "--set", "nonsense", check=False)
    assert result.returncode == 2
    assert "there is no backup 'nonsense'" in result.stderr


def test_the_loss_of_all_nodes_under_writes_costs_no_more_than_the_last_second(
    fkplus: Fkplus, tmp_path: Path
) -> None:
    dsn, record = Secret(fkplus.dsn()), tmp_path / "ledger"
    with writing(dsn, record) as load:
        load.wait_for_acknowledged(200)
        for node in NODES:
            postmaster = fkplus.postmaster(node)
            shutil.rmtree(fkplus.data(node), ignore_errors=True)
            with suppress(ProcessLookupError):
                os.kill(postmaster, signal.SIGKILL)
    fkplus.run("restore", "--to", "latest", "--yes")
    fkplus.wait_until_ready()
    assert lost_seconds(ledger.read(record), rows(dsn)) <= 1
    remove_tables(dsn)
