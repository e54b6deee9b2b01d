"""Another PostgreSQL and another fkplus on the same machine go on undisturbed, and disturb nobody."""

import pytest
from running import Fkplus, temporary_fkplus

from conftest import NEXT_OFFSET

pytestmark = pytest.mark.usefixtures("running")


def test_a_second_fkplus_runs_beside_the_first(fkplus: Fkplus) -> None:
    before = fkplus.pids()
    with temporary_fkplus(NEXT_OFFSET) as second:
        second.run("up")
        assert second.status()["ready"]
        assert fkplus.status()["ready"]
        with second.connect() as connection:
            assert connection.execute("select count(*) from account").fetchone() == (0,)
        second.run("destroy", "--yes")
        assert not second.home.exists()
    assert fkplus.pids() == before
    assert fkplus.status()["ready"]


@pytest.mark.parametrize("command", ["migrate", "roles"])
def test_a_database_elsewhere_is_served_by_its_uri(fkplus: Fkplus, command: str) -> None:
    result = fkplus.run(command, "--dsn", fkplus.dsn(), "--topology", "x", check=False)
    assert result.returncode == 2
    assert "different databases" in result.stderr


def test_migrate_over_a_uri_finds_the_schema_at_its_version(fkplus: Fkplus) -> None:
    assert "already" in fkplus.run("migrate", "--dsn", fkplus.dsn()).stderr
