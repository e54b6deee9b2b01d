"""A SEED_COUNT that makes no sense, or that no disk can hold, ends `fkplus seed` before a row is written."""

import os
import shutil
import subprocess
import sys

import pytest
from seedable import DEADLINE_SECONDS, ROOT
from test_seeding import new_database

from fkplus.database.seeding import ratios

__all__ = ["new_database"]  # fixture

MOST_USERS = 1_000_000


@pytest.fixture(scope="module")
def empty(new_database):
    database = new_database()
    database.migrate("2")
    return database


def seed(database, tmp_path, count) -> subprocess.CompletedProcess:
    """Run the command as a superuser: no other role may know where the data lie."""
    uri = f"postgresql://tester@/{database.name}?host={database.server.directory}"
    variables = {"APP_ENV": "dev", "SEED_COUNT": count, "FKPLUS_HOME": str(tmp_path / "home")}
    return subprocess.run(
        [sys.executable, "-m", "fkplus.cli", "seed", "--dsn", uri],
        env={**os.environ, **variables, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False,
    )  # fmt: skip


def rows(database) -> list[tuple]:
    return database.rows("select to_regclass('seed_history'), (select count(*) from account)")


@pytest.mark.parametrize("count", ["0", "-1", "many", "1.5", "1e3", "1000001", "99999999999999999999"])
def test_what_is_no_number_of_users_is_refused(empty, tmp_path, count):
    done = seed(empty, tmp_path, count)
    assert done.returncode == 2, done.stderr
    assert "SEED_COUNT" in done.stderr
    assert count in done.stderr
    assert rows(empty) == [(None, 0)]


def test_more_than_the_disk_holds_is_refused(empty, tmp_path):
    needed = sum(ratios.expected(MOST_USERS).values()) * 400
    if shutil.disk_usage(empty.server.directory).free > needed:
        pytest.skip("this disk holds all that can be asked for")
    done = seed(empty, tmp_path, str(MOST_USERS))
    assert done.returncode == 2, done.stderr
    assert f"SEED_COUNT={MOST_USERS} needs about" in done.stderr
    assert rows(empty) == [(None, 0)]


def test_the_same_command_seeds_what_fits(new_database, tmp_path):
    database = new_database()
    database.migrate("2")
    done = seed(database, tmp_path, "10")
    assert done.returncode == 0, done.stderr
    assert database.rows("select count(*) from account") == [(10,)]
