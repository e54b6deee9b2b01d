"""Seeding through the write port: what the death of a primary cuts off is done again on the next one."""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from running import CHECKOUT, Fkplus

from fkplus.database import migrations

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]

DATABASE = "seeded_in_two_runs"
VARIABLES = {"APP_ENV": "dev", "SEED_COUNT": "3000"}
DEADLINE_SECONDS = 120
COPIES = """
    select exists (select from pg_stat_activity
                   where datname = current_database() and query like 'copy "public"."element"%')
"""


@pytest.fixture
def uri(fkplus: Fkplus) -> Iterator[str]:
    """A database of its own in the cluster, migrated; what the other tests use is seeded already."""
    parts = conninfo_to_dict(fkplus.dsn("postgres"))
    place = f"{parts['user']}:{parts['password']}@{parts['host']}:{parts['port']}"
    drop = f"drop database if exists {DATABASE} with (force)"
    with fkplus.connect("postgres") as admin:
        admin.execute(drop.encode())
        admin.execute(f"create database {DATABASE} template template0".encode())
    made = f"postgresql://{place}/{DATABASE}"
    fkplus.run("migrate", "--dsn", made)
    yield made
    fkplus.wait_until_ready()
    with fkplus.connect("postgres") as admin:
        admin.execute(drop.encode())


def wait_for_a_copy(uri: str, seeder: subprocess.Popen[str]) -> None:
    """Wait until rows of version 4 are on their way."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    with psycopg.connect(uri, autocommit=True) as watcher:
        while True:
            row = watcher.execute(COPIES).fetchone()
            if row == (True,):
                return
            assert seeder.poll() is None, seeder.communicate()
            assert time.monotonic() < deadline, "nothing is copied"
            time.sleep(0.01)


def test_a_seed_that_the_death_of_the_primary_cuts_off_is_completed(fkplus: Fkplus, uri: str) -> None:
    before = fkplus.wait_until_ready()
    seeder = subprocess.Popen(
        [CHECKOUT / "fkplus", "seed", "--dsn", uri],
        env=fkplus.environment(**VARIABLES),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/",
    )  # fmt: skip
    try:
        wait_for_a_copy(uri, seeder)
        os.kill(fkplus.postmaster(before["primary"]), signal.SIGKILL)
        _, said = seeder.communicate(timeout=DEADLINE_SECONDS)
    finally:
        seeder.kill()
        seeder.wait()
    assert seeder.returncode == 0, said
    assert "doing it again: seed of version 4" in said
    fkplus.wait_until_ready()
    verdict = json.loads(fkplus.run("seed", "--verify", "--json", "--dsn", uri, **VARIABLES).stdout)
    known = migrations.scan(CHECKOUT / "schema")
    versions = dict.fromkeys(check["version"] for check in verdict["checks"])
    assert list(versions) == [str(each.version) for each in known if each.seed]
    assert verdict["reproducible"]
    seeded: Counter[str] = Counter()
    for check in verdict["checks"]:
        seeded[check["table"]] += check["seeded"]
    present = {check["table"]: check["present"] for check in verdict["checks"]}
    # Who blocks somebody is no longer followed: a trigger takes these rows away.
    del seeded["public.follow_account"], present["public.follow_account"]
    assert present == seeded
