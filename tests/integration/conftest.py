"""The cluster that the numbered tests of a process share, in the order of their numbers.

FKPLUS_TEST_COMPOSE=1 (`make test-compose`): it is in containers, for tests that hold whatever runs the units.
"""

import os
from collections.abc import Iterator

import engine
import pytest
from engine import Engine
from in_containers import Compose, temporary_compose
from running import Fkplus, temporary_fkplus

# Two checkouts may test at once: the offset depends on the process. All ports stay below 32768, where
# the kernel begins to hand out ports to clients (ip_local_port_range).
OFFSET = 10_000 + os.getpid() % 50 * 100
NEXT_OFFSET = OFFSET + 5_000
ANALYSTS = "anna,boris"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if why := engine.obstacle():
        needing = ("containers", "contract") if engine.wanted() else ("containers",)
        for item in items:
            if any(item.get_closest_marker(name) for name in needing):
                item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def the_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine.running_engine(tmp_path_factory.mktemp("engine") / "dockerd.log") as running:
        yield running


@pytest.fixture(scope="session")
def compose(the_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    directory = tmp_path_factory.mktemp("topology")
    with temporary_compose(OFFSET, directory, ANALYST_NAMES=ANALYSTS) as instance:
        yield instance


@pytest.fixture(scope="session")
def fkplus(request: pytest.FixtureRequest) -> Iterator[Fkplus]:
    if engine.wanted():
        yield request.getfixturevalue("compose")
        return
    with temporary_fkplus(OFFSET, ANALYST_NAMES=ANALYSTS) as instance:
        yield instance


@pytest.fixture(scope="module")
def running(fkplus: Fkplus) -> None:
    """Bring the cluster up for a file that is run by itself; the numbered order leaves it up."""
    if not fkplus.status()["ready"]:
        fkplus.run("up", APP_ENV="dev", SEED_COUNT="200")
