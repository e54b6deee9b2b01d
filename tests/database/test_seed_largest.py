"""The most users: rows at both ends and in the middle of tables fit the database."""

import json
import os
import subprocess
import sys
from pathlib import Path

from seedable import ROOT, SCHEMA

from fkplus.database.seeding.run import MOST_USERS

HERE = Path(__file__).parent
SECONDS = 300
UNITS_OF_CHUNK = 1_000
# Their units are users, or what users do.
GROWING = (
    "public.account", "public.account_profile", "public.follow_account", "public.follow_team",
    "public.bear_transfer", "public.post", "public.comment", "public.post_reaction",
    "private.notification", "private.message",
)  # fmt: skip


def test_first_middle_and_last_rows_of_growing_tables_are_right_for_the_most_users(server, database):
    dsn = server.dsn(database, "tester")
    done = subprocess.run(
        [sys.executable, HERE / "seed_sample.py", dsn, str(MOST_USERS), SCHEMA, str(UNITS_OF_CHUNK)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    sampled = json.loads(done.stdout)
    for table in GROWING:
        first, middle, last = sampled["chunks_by_table"][table]
        assert first == 0 < middle < last
        # Three chunks, both ends of each.
        assert sampled["rows_by_table"][table] >= 3 * UNITS_OF_CHUNK // 10
