"""The pattern that docs/clients.md shows to applications works: each note once, through failovers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import CHECKOUT, Fkplus

from fkplus.database.connection import Connection
from fkplus.database.retry import repeat

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]

COUNT = 3000


@pytest.fixture
def example(tmp_path: Path) -> Path:
    text = (CHECKOUT / "docs" / "clients.md").read_text(encoding="utf-8")
    path = tmp_path / "notes.py"
    path.write_text(text.split("```python\n")[1].split("```")[0], encoding="utf-8")
    return path


def test_the_example_writes_each_note_once(fkplus: Fkplus, example: Path, tmp_path: Path) -> None:
    node = fkplus.wait_until_ready()["primary"]
    output = tmp_path / "output"
    with output.open("w") as file:
        writer = subprocess.Popen(
            [sys.executable, example, str(COUNT)],
            env={**os.environ, "DSN": fkplus.dsn()},
            stdout=file,
            stderr=subprocess.PIPE,
            text=True,
        )
    try:
        wait_for_notes(output, 50)
        os.kill(fkplus.postmaster(node), signal.SIGKILL)
        wait_for_notes(output, written(output) + 50)
        fkplus.wait_until_ready()
        fkplus.run("switchover")
        _, said = writer.communicate(timeout=120)
    finally:
        writer.kill()
        writer.wait()
    assert writer.returncode == 0, said
    assert " 0 attempts repeated" not in said
    # Just after a switchover the write port may still lead to the old primary.
    numbers = repeat(fkplus.dsn(), take_notes, seconds=60, say=print)
    assert numbers == list(range(COUNT))


def take_notes(connection: Connection) -> list[int]:
    numbers = [row[0] for row in connection.execute("select number from note order by number")]
    connection.execute("drop table note")
    return numbers


def written(output: Path) -> int:
    return len(output.read_text().splitlines())


def wait_for_notes(output: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while written(output) < count:
        assert time.monotonic() < deadline, "no notes are written"
        time.sleep(0.05)
