"""Stopping keeps every row and the primary's place; destroying leaves nothing of ours."""

import json
import subprocess

import pytest
from running import Fkplus, table_contents, tables_of

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]


def test_down_stops_everything_and_up_finds_every_row(fkplus: Fkplus) -> None:
    before = fkplus.wait_until_ready()
    with fkplus.connect() as connection:
        tables = tables_of(connection)
        rows = table_contents(connection, tables)
    fkplus.run("down")
    assert str(fkplus.home) not in processes()
    assert "no unit runs" in fkplus.run("down").stderr
    fkplus.run("up")
    after = fkplus.wait_until_ready()
    assert after["primary"] == before["primary"]
    with fkplus.connect() as connection:
        assert table_contents(connection, tables) == rows


def test_logs_show_what_a_unit_printed(fkplus: Fkplus) -> None:
    node = fkplus.status()["primary"]
    assert f"I am ({node})" in fkplus.run("logs", f"patroni-{node}").stdout


def test_psql_runs_and_passes_its_exit_code_on(fkplus: Fkplus) -> None:
    result = fkplus.run("psql", "--port", "read", "--", "-Atc", "select pg_is_in_recovery()")
    assert result.stdout == "t\n"
    assert fkplus.run("psql", "--", "-c", "nonsense", check=False).returncode == 1


def test_destroy_asks_first_and_then_leaves_the_backups_only(fkplus: Fkplus) -> None:
    assert fkplus.run("destroy", check=False).returncode == 1
    assert fkplus.status()["ready"]
    kept = fkplus.run("destroy", "--yes").stderr
    assert f"kept the backups in {fkplus.home / 'backup'}" in kept
    assert {path.name for path in fkplus.home.iterdir()} == {"backup", "secrets.json"}
    assert str(fkplus.home) not in processes()


def test_a_new_cluster_keeps_the_backups_of_the_old_one_until_destroy_is_told(fkplus: Fkplus) -> None:
    result = fkplus.run("up", MIGRATION_VERSION="1")
    assert "has backups of an earlier cluster" in result.stderr
    made = json.loads(fkplus.run("backup", "create", "--json").stdout)
    listed = json.loads(fkplus.run("backup", "list", "--json").stdout)["backups"]
    assert listed[-1] == made
    assert len(listed) > 1
    fkplus.run("destroy", "--yes", "--backups")
    assert not fkplus.home.exists()
    assert str(fkplus.home) not in processes()


def processes() -> str:
    return subprocess.run(["ps", "axww"], capture_output=True, text=True, check=True).stdout
