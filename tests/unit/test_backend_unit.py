"""Users are simulated where generated rows belong, at a rate that is not nothing, and nowhere else."""

from pathlib import Path

import pytest
from sites import CHECKOUT, settings

from fkplus.operations.site import site_of


@pytest.mark.parametrize(
    ("app_env", "rate", "runs"), [("dev", 5.0, True), ("dev", 0.0, False), ("prod", 5.0, False)]
)
def test_the_backend_is_placed_only_where_it_is_wanted(
    app_env: str, rate: float, runs: bool, tmp_path: Path
) -> None:
    wanted = settings(app_env=app_env, backend_rate=rate, home=tmp_path)
    site = site_of(CHECKOUT / "topologies" / "local.toml", wanted, CHECKOUT / "schema")
    assert bool(site.cluster.topology.units("backend")) is runs


def test_a_cluster_that_is_made_for_measuring_has_no_backend() -> None:
    assert not settings().elsewhere(Path("/srv/other"), 100).backend_runs
