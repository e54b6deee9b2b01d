"""The example of docs/seeding.md runs as it is printed, and does what the page says."""

import re

import pytest
from seedable import ROOT
from test_seeding import new_database, seeded

from fkplus.database.connection import connect
from fkplus.database.seeding import history as seed_history
from fkplus.database.seeding.context import new_context
from fkplus.database.seeding.sinks import Database
from fkplus.database.seeding.tables import SeedTables, Tally

__all__ = ["new_database", "seeded"]  # fixtures

TABLES = """
create table fan_mark (
    account_id bigint references account, team_id bigint references team, mood text, points numeric,
    marks smallint[], seen_on date, primary key (account_id, team_id));
create table fan_note (
    note_id bigint primary key, account_id bigint references account, body text, slug text unique,
    label jsonb, is_pinned boolean, source text);
create table fan_wish (
    fan_wish_id bigint generated always as identity primary key, account_id bigint references account,
    team_id bigint references team, body text);
"""


@pytest.fixture
def example():
    page = (ROOT / "docs/seeding.md").read_text()
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict = {}
    exec(compile(code, "docs/seeding.md", "exec"), names)
    return names["seed"]


def test_the_example_of_the_guide_runs(seeded, example):
    with connect(seeded.dsn) as connection:
        blocks = seed_history.blocks(seed_history.history(connection))
        checksums = []
        for _ in range(2):
            connection.execute(TABLES)
            tally = Tally()
            tables = SeedTables(connection, tally, lambda *_: None, Database(connection))
            example(new_context("99", 300, blocks, tables))
            checksums.append(tally.checksums())
            rows = tally.rows_by_table
            assert rows["public.fan_note"] == 3000
            assert rows["public.fan_wish"] == 3
            assert rows["public.fan_mark"] > 1500
            busiest = connection.execute("""
                select count(*) filter (where created >= '2025-06-01' and created <= '2026-06-01 12:00+00'),
                       count(distinct account_id) from (
                    select account_id, to_timestamp((note_id >> 20) / 1000.0 + 1577836800) as created
                    from fan_note) x""").fetchone()
            assert busiest[0] == 3000
            connection.rollback()
        assert checksums[0] == checksums[1]
