"""The simulated backend goes on while its primary is killed: nothing acknowledged is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from running import CHECKOUT, Fkplus

from fkplus.workload.session import REASONS

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]

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


def test_the_units_program_shows_its_metrics_and_ends_when_told(fkplus: Fkplus, tmp_path: Path) -> None:
    port = fkplus.offset + 8000
    page = f"http://127.0.0.1:{port}/metrics"
    wanted = {"write": fkplus.dsn("fkplus_app"), "read": fkplus.dsn("fkplus_app", "read")}
    wanted |= {"rate": 30, "connections": 4, "host": "127.0.0.1", "port": port}
    file = tmp_path / "backend.json"
    file.write_text(json.dumps(wanted))
    unit = subprocess.Popen(
        [sys.executable, "-m", "fkplus.workload", file], stdout=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 60
        while acknowledged(page) < 20:
            assert unit.poll() is None
            assert time.monotonic() < deadline, "nothing is acknowledged"
            time.sleep(0.2)
        unit.send_signal(signal.SIGTERM)
        said, _ = unit.communicate(timeout=60)
    finally:
        unit.kill()
        unit.wait()
    assert unit.returncode == 0
    assert json.loads(said.splitlines()[-1])["acknowledged_writes"]["lost"] == 0


def acknowledged(page: str) -> float:
    try:
        text = httpx.get(page).text
    except httpx.TransportError:
        return 0
    lines = [line for line in text.splitlines() if line.startswith("fkplus_backend_ok_total{")]
    return sum(float(line.split()[-1]) for line in lines)
