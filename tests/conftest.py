"""What all tests share: where the checkout is, and how golden files are compared or written anew."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# How long an example takes says how busy the machine is.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

CHECKOUT = Path(__file__).resolve().parents[1]
GOLDEN = CHECKOUT / "tests" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-golden", action="store_true", help="only write golden files and the data dictionary"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--write-golden"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]
    # Where several processes run them, what takes longest begins first.
    items.sort(key=lambda item: _cluster(item.nodeid) is None)


def _cluster(nodeid: str) -> str | None:
    """Tell which of three clusters a test shares: test_5* break theirs, and alerts are waited for."""
    if "integration/test_live_alerts" in nodeid:
        return "watched"
    numbered = re.search(r"integration/test_(\d)\d_", nodeid)
    return numbered and ("broken" if numbered[1] == "5" else "kept")


class InOrder(LoadScopeScheduling):
    """What a process runs in order: a file, or the numbered files of a cluster."""

    def _split_scope(self, nodeid: str) -> str:
        return _cluster(nodeid) or nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> InOrder:
    return InOrder(config, log)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[..., None]:
    def compare(name: str, text: str, directory: Path = GOLDEN) -> None:
        path = directory / name
        if request.config.getoption("--write-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing; write it with `make golden`"
        assert text == path.read_text(encoding="utf-8"), f"{name} changed; `make golden` writes it anew"

    return compare
