"""From an empty home to a ready cluster, version by version, each with its seed; and again, unchanged."""

import time

import pytest
from running import CHECKOUT, Fkplus, table_contents, tables_of

from fkplus.database import migrations

pytestmark = pytest.mark.contract

EARLY = {"APP_ENV": "dev", "MIGRATION_VERSION": "2", "SEED_COUNT": "200"}


@pytest.fixture(scope="module")
def early(fkplus: Fkplus) -> dict[str, str]:
    """Bring the cluster to version 2 and return what its tables hold then."""
    fkplus.run("up", **EARLY)
    with fkplus.connect() as connection:
        return table_contents(connection, tables_of(connection))


def test_an_empty_home_becomes_a_ready_cluster_at_the_wanted_version(
    fkplus: Fkplus, early: dict[str, str]
) -> None:
    status = fkplus.status()
    assert status["ready"]
    assert status["schema_version"] == "2"
    assert status["seeded_versions"] == ["1", "2"]
    roles = sorted(member["role"] for member in status["members"])
    assert roles == ["primary", "replica", "replica"]
    assert {member["timeline"] for member in status["members"]} == {status["timeline"]}
    assert all(unit["state"] == "running" for unit in status["units"])
    with fkplus.connect() as connection:
        row = connection.execute("select count(*) from account").fetchone()
        assert row == (200,)


def test_the_rest_comes_later_and_leaves_the_earlier_rows_as_they_were(
    fkplus: Fkplus, early: dict[str, str]
) -> None:
    fkplus.run("up", APP_ENV="dev", SEED_COUNT="200")
    status = fkplus.status()
    known = migrations.scan(CHECKOUT / "schema")
    assert status["schema_version"] == str(known[-1].version)
    assert status["seeded_versions"] == [str(each.version) for each in known if each.seed]
    with fkplus.connect() as connection:
        assert table_contents(connection, list(early)) == early


def test_up_again_restarts_nothing_and_says_so(fkplus: Fkplus) -> None:
    before = fkplus.pids(), [fkplus.postmaster(node) for node in ("node1", "node2", "node3")]
    with fkplus.connect() as connection:
        rows = table_contents(connection, tables_of(connection))
    result = fkplus.run("up", APP_ENV="dev", SEED_COUNT="200")
    after = fkplus.pids(), [fkplus.postmaster(node) for node in ("node1", "node2", "node3")]
    assert after == before
    assert "already" in result.stderr
    with fkplus.connect() as connection:
        assert table_contents(connection, tables_of(connection)) == rows


def test_another_seed_count_changes_nothing_and_is_told(fkplus: Fkplus) -> None:
    result = fkplus.run("seed", APP_ENV="dev", SEED_COUNT="300")
    assert "SEED_COUNT=300 changes nothing" in result.stderr
    with fkplus.connect() as connection:
        assert connection.execute("select count(*) from account").fetchone() == (200,)


def test_an_older_migration_version_takes_nothing_back(fkplus: Fkplus) -> None:
    before = fkplus.status()["schema_version"]
    result = fkplus.run("migrate", MIGRATION_VERSION="1")
    assert "later than 1" in result.stderr
    assert fkplus.status()["schema_version"] == before


def test_a_row_written_at_the_write_endpoint_is_read_at_the_read_endpoint(fkplus: Fkplus) -> None:
    with fkplus.connect() as writer:
        writer.execute("create table written (id int primary key)")
        writer.execute("insert into written values (1)")
        position = writer.execute("select pg_current_wal_lsn()").fetchone()
        assert writer.execute("select pg_is_in_recovery()").fetchone() == (False,)
    for port in ("read", "analyst"):
        with fkplus.connect(port=port) as reader:
            assert reader.execute("select pg_is_in_recovery()").fetchone() == (True,)
            for _ in range(100):
                if reader.execute("select pg_last_wal_replay_lsn() >= %s::pg_lsn", position).fetchone() == (
                    True,
                ):
                    break
                time.sleep(0.1)
            assert reader.execute("select id from written").fetchall() == [(1,)]
    with fkplus.connect() as writer:
        writer.execute("drop table written")


def test_commits_wait_for_a_quorum_of_replicas(fkplus: Fkplus) -> None:
    with fkplus.connect() as connection:
        (names,) = connection.execute("show synchronous_standby_names").fetchone() or ("",)
        assert str(names).startswith("ANY 1")
        assert connection.execute("show data_checksums").fetchone() == ("on",)
        assert connection.execute("show synchronous_commit").fetchone() == ("on",)


def test_a_dry_run_prints_everything_but_secrets(fkplus: Fkplus) -> None:
    result = fkplus.run("up", "--dry-run")
    assert "{{secret:fkplus_replication}}" in result.stdout
    assert "haproxy.cfg" in result.stdout
