"""The fast scenarios of `fkplus chaos` keep every promise in the cluster that runs."""

import json
from pathlib import Path

import pytest
from running import Fkplus

from fkplus.chaos import scenarios

pytestmark = pytest.mark.usefixtures("running")

FAST = ("postmaster-killed", "both-killed", "sync-replica-killed", "etcd-leader-killed", "haproxy-killed")


def test_fast_scenarios_keep_their_promises_and_leave_nothing_behind(fkplus: Fkplus, tmp_path: Path) -> None:
    fkplus.wait_until_ready()
    result = fkplus.run("chaos", "run", *FAST, "--here", "--results", str(tmp_path), "--json", check=False)
    # 3 says that an outage was longer than meant, which a busy machine may cause.
    assert result.returncode in (0, 3), result.stderr
    found = {one["name"]: one for one in json.loads(result.stdout)["scenarios"]}
    assert sorted(found) == sorted(FAST)
    for name, one in found.items():
        assert (one["lost"], one["broken"]) == (0, []), f"{name}: {result.stderr}"
        assert one["acknowledged"] > 0
        folder = tmp_path / f"{name}-1"
        assert json.loads((folder / "verdict.json").read_text())["kept"]
        assert (folder / "timeline.png").stat().st_size > 0
        assert "| no acknowledged row is lost | yes |" in (folder / "report.md").read_text()
        assert {log.name for log in (folder / "log").iterdir()} >= {"patroni-node1.log", "etcd-node3.log"}
    with fkplus.connect("postgres") as connection:
        left = connection.execute(
            "select relname from pg_class where relname like 'fkplus_chaos%'"
        ).fetchall()
    assert left == []


def test_a_scenario_that_needs_machines_is_skipped_with_the_reason(fkplus: Fkplus, tmp_path: Path) -> None:
    names = ("primary-cut-off", "container-killed")
    result = fkplus.run("chaos", "run", *names, "--here", "--results", str(tmp_path))
    assert "skipped primary-cut-off" in result.stderr
    assert "skipped container-killed: the nodes of local.toml are no containers" in result.stderr


def test_the_list_names_every_scenario(fkplus: Fkplus) -> None:
    listed = json.loads(fkplus.run("chaos", "list", "--json").stdout)["scenarios"]
    assert [one["name"] for one in listed] == [one.name for one in scenarios.ALL]


def test_an_unknown_scenario_is_refused_before_anything_starts(fkplus: Fkplus) -> None:
    result = fkplus.run("chaos", "run", "earthquake", check=False)
    assert result.returncode == 2
    assert "postmaster-killed" in result.stderr
