"""A replica starts pgBackRest only for a file that the repository has."""

import os
import subprocess
from pathlib import Path

import pytest
from sites import cluster

from fkplus.components import pgbackrest
from fkplus.model.topology import Unit

BACKUPS = "100% of the backups"
SEGMENT = "00000002000000000000000A"


def ask(place: Path, name: str, exit_code: int = 0) -> tuple[int, list[str]]:
    """Run the command as PostgreSQL does; returns its exit code and what pgBackRest was asked for."""
    here = cluster(home=place / "a 100% home", backup_directory=place / BACKUPS)
    programs = place / "bin"
    programs.mkdir(exist_ok=True)
    stand_in = programs / "pgbackrest"
    stand_in.write_text(f'#!/bin/sh\necho "$@" >> {place}/asked\nexit {exit_code}\n')
    stand_in.chmod(0o755)
    text = pgbackrest.restore_command(Unit("patroni", "node1"), here)
    words = (
        text.replace("%%", "\0").replace("%f", name).replace("%p", "pg_wal/RECOVERYXLOG").replace("\0", "%")
    )
    path = {"PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-c", words], env=path, cwd=place, check=False, timeout=30)
    asked = place / "asked"
    return done.returncode, asked.read_text().splitlines() if asked.exists() else []


def store(place: Path, name: str) -> None:
    path = place / BACKUPS / "repository/archive/local/15-1" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


@pytest.mark.parametrize(
    "stored", [f"{SEGMENT[:16]}/{SEGMENT}-0123abcd.zst", f"{SEGMENT[:16]}/{SEGMENT}-0123abcd"]
)
def test_a_segment_of_the_repository_is_fetched(tmp_path: Path, stored: str) -> None:
    store(tmp_path, stored)
    code, asked = ask(tmp_path, SEGMENT)
    assert code == 0
    assert asked[0].endswith(f"archive-get {SEGMENT} pg_wal/RECOVERYXLOG")


def test_a_history_file_of_the_repository_is_fetched(tmp_path: Path) -> None:
    store(tmp_path, "00000003.history")
    assert ask(tmp_path, "00000003.history")[0] == 0


@pytest.mark.parametrize("stored", ["", f"{SEGMENT[:16]}/{SEGMENT}.partial-0123abcd.zst", "00000002.history"])
def test_for_a_file_that_is_not_there_nothing_is_started(tmp_path: Path, stored: str) -> None:
    if stored:
        store(tmp_path, stored)
    assert ask(tmp_path, SEGMENT) == (1, [])


@pytest.mark.parametrize("code", [1, 124, 137])
def test_a_failure_never_ends_the_recovery(tmp_path: Path, code: int) -> None:
    """PostgreSQL gives up on a code above 125."""
    store(tmp_path, "00000003.history")
    assert ask(tmp_path, "00000003.history", exit_code=code)[0] == 1
