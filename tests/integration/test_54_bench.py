"""Benchmarks on the running cluster leave nothing there; bad input is refused before a cluster starts."""

import json

import pytest
from running import Fkplus

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]


def test_the_proxy_is_measured_and_the_exit_code_tells_whether_the_objective_holds(fkplus: Fkplus) -> None:
    fkplus.wait_until_ready()
    result = fkplus.run("bench", "proxy", "--seconds", "1", "--json", check=False)
    report = json.loads(result.stdout)
    figures = {figure["figure"]: figure for figure in report["figures"]}
    assert report["name"] == "proxy"
    assert figures["transactions_per_second"]["value"] > 0
    assert figures["direct_transactions_per_second"]["value"] > 0
    assert result.returncode == (0 if figures["throughput_ratio"]["holds"] else 3), result.stderr
    with fkplus.connect("postgres") as admin:
        left = admin.execute("select datname from pg_database where datname like 'fkplus_bench%'").fetchall()
    assert left == []


def test_a_fault_that_does_not_exist_is_refused(fkplus: Fkplus) -> None:
    result = fkplus.run("bench", "failover", "--fault", "earthquake", check=False)
    assert result.returncode == 2
    assert "postmaster_killed" in result.stderr


@pytest.mark.parametrize("command", [("bench", "queries"), ("tune", "advise")])
def test_a_directory_that_is_not_there_is_refused_before_anything_is_measured(
    fkplus: Fkplus, command: tuple[str, str]
) -> None:
    result = fkplus.run(*command, "--write", "/nowhere/at/all", check=False)
    assert result.returncode == 2, result.stderr
    assert "/nowhere/at/all is not a directory" in result.stderr


def test_the_backend_and_pgbench_are_measured_on_the_same_calls(fkplus: Fkplus) -> None:
    fkplus.wait_until_ready()
    result = fkplus.run("bench", "openloop", "--seconds", "1", "--rate", "20", "--json", check=False)
    figures = {figure["figure"]: figure["value"] for figure in json.loads(result.stdout)["figures"]}
    assert min(figures["p99_ms"], figures["pgbench_p99_ms"], figures["calls"], figures["pgbench_calls"]) > 0
    assert result.returncode in {0, 3}, result.stderr


def test_what_the_backend_does_not_read_is_refused(fkplus: Fkplus) -> None:
    result = fkplus.run("bench", "openloop", "--operation", "post", check=False)
    assert result.returncode == 2
    assert "feed" in result.stderr
