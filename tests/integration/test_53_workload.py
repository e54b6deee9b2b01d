"""The simulated backend goes on while its primary is killed: nothing acknowledged is lost."""

import json
import os
import signal
import subprocess
import time

import pytest
from running import CHECKOUT, Fkplus

from fkplus.workload.session import REASONS

pytestmark = pytest.mark.usefixtures("running")

SECONDS = 15


def written_notes(fkplus: Fkplus) -> int:
    with fkplus.connect() as connection:
        row = connection.execute("select count(*) from private.team_note").fetchone()
        return int(row[0]) if row else 0


def test_the_backend_outlives_its_primary_and_loses_nothing(fkplus: Fkplus) -> None:
    node = fkplus.wait_until_ready()["primary"]
    before = written_notes(fkplus)
    backend = subprocess.Popen(
        [CHECKOUT / "fkplus", "workload", "run", "--rate", "40", "--duration", str(SECONDS), "--json"],
        env=fkplus.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 60
        while written_notes(fkplus) == before:
            assert time.monotonic() < deadline, "no note is written"
            time.sleep(0.1)
        os.kill(fkplus.postmaster(node), signal.SIGKILL)
        said, complained = backend.communicate(timeout=120)
    finally:
        backend.kill()
        backend.wait()
    assert backend.returncode == 0, complained
    found = json.loads(said)
    assert found["acknowledged_writes"]["looked_for"] > 0
    assert found["acknowledged_writes"]["lost"] == 0, found["acknowledged_writes"]
    assert found["ok"] + sum(found["failed"].values()) == found["operations"]
    assert set(found["failed"]) <= set(REASONS)
    # The sessions that the kill cut were opened anew and their operations done again.
    assert found["tries"] > found["operations"] - found["skipped"]
    assert found["read_your_writes"]["looked_for"] > 0
    fkplus.wait_until_ready()
