"""The cluster that the numbered tests of a process share, in the order of their numbers."""

import os
from collections.abc import Iterator

import pytest
from running import Fkplus, temporary_fkplus

# Two checkouts may test at once: the offset depends on the process. All ports stay below 32768, where
# the kernel begins to hand out ports to clients (ip_local_port_range).
OFFSET = 10_000 + os.getpid() % 50 * 100
NEXT_OFFSET = OFFSET + 5_000


@pytest.fixture(scope="session")
def fkplus() -> Iterator[Fkplus]:
    with temporary_fkplus(OFFSET, ANALYST_NAMES="anna,boris") as instance:
        yield instance


@pytest.fixture(scope="module")
def running(fkplus: Fkplus) -> None:
    """Bring the cluster up for a file that is run by itself; the numbered order leaves it up."""
    if not fkplus.status()["ready"]:
        fkplus.run("up", APP_ENV="dev", SEED_COUNT="200")
