"""One cluster in containers, which the tests share in the order of the file."""

from collections.abc import Iterator
from pathlib import Path

import engine
import pytest
from engine import Engine
from in_containers import Compose
from running import CHECKOUT, temporary_fkplus

# Beside the clusters of the other tests; and a network that no topology of ours has.
_OFFSET = 16_000
_NETWORK = "10.83.18."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if why := engine.obstacle():
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def the_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine.running_engine(tmp_path_factory.mktemp("engine") / "dockerd.log") as running:
        yield running


@pytest.fixture(scope="session")
def compose(the_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    shipped = (CHECKOUT / "topologies" / "compose.toml").read_text(encoding="utf-8")
    topology = tmp_path_factory.mktemp("topology") / "compose.toml"
    topology.write_text(shipped.replace("10.83.17.", _NETWORK), encoding="utf-8")
    with temporary_fkplus(_OFFSET) as plain:
        here = Compose(plain.home, plain.offset, {"APP_ENV": "dev", "SEED_COUNT": "100"}, topology=topology)
        here.run("up")
        yield here
        here.run("destroy", "--yes", "--backups", check=False)
