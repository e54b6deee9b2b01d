"""The example of docs/seeding.md runs as it is printed, and does what the page says."""

import re

import numpy as np
import pytest
from seedable import ROOT
from test_seeding import new_database, seeded

from fkplus.database.connection import connect
from fkplus.database.seeding import history as seed_history
from fkplus.database.seeding import measures
from fkplus.database.seeding.context import new_context
from fkplus.database.seeding.population import accounts, edges, teams
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


def people_and_sport(database, count):
    """What the example builds on; the seeds of the network come after it."""
    database.migrate()
    for version in "1234":
        database.seed(version, count)
    return database


def test_what_the_example_loads_has_the_shapes_that_it_asks_for(new_database, example):
    """The same measures hold for the tables of the network: skew, bursts around events, homophily."""
    database = people_and_sport(new_database(), 1000)
    with connect(database.dsn) as connection:
        connection.execute(TABLES)
        blocks = seed_history.blocks(seed_history.history(connection))
        tables = SeedTables(connection, Tally(), lambda *_: None, Database(connection))
        example(new_context("99", 1000, blocks, tables))
        degree = measures.in_degree(connection, "public.fan_mark", "team_id")
        assert degree.most > 3 * degree.median > 0
        assert degree.edges > 5_000
        teams = measures.team_homophily(connection, "public.fan_mark", "account_id", "team_id")
        assert 1.2 < teams.factor < 3
        connection.execute("alter table fan_note add at timestamptz")
        connection.execute("update fan_note set at = to_timestamp((note_id >> 20) / 1000.0 + 1577836800)")
        assert 15 < measures.burst_factor(connection, "public.fan_note", "at") < 50
        # Nobody follows by discipline where edges are drawn regardless of it, or falls on an event by chance.
        connection.execute(
            "update fan_note set at = timestamptz '2025-06-01' + random() * interval '365 days'"
        )
        assert 0.7 < measures.burst_factor(connection, "public.fan_note", "at") < 1.4
        connection.rollback()


def test_accounts_follow_fans_of_their_discipline(new_database):
    database = people_and_sport(new_database(), 1000)
    with connect(database.dsn) as connection:
        blocks = seed_history.blocks(seed_history.history(connection))
        tables = SeedTables(connection, Tally(), lambda *_: None, Database(connection))
        context = new_context("99", 1000, blocks, tables)
        fans, skaters = accounts(context), teams(context)
        connection.execute("create temporary table edge (a bigint, b bigint, c bigint)")

        def rows(chunk):
            def draw(popular):
                return lambda who: popular.draw_for_fans(chunk.random, fans.discipline[who])

            a, b = edges(chunk.index, np.full(chunk.size, 8), draw(fans.popular))
            return {"a": fans.id_of(a), "b": fans.id_of(b), "c": fans.id_of(chunk.random.below(1000, len(a)))}

        context.fill("pg_temp.edge", 1000, rows)
        follows = "insert into follow_team (account_id, team_id) values (%s, %s)"
        for discipline in range(4):
            mine = skaters.ids[skaters.discipline == discipline][:1].tolist()
            for who in np.flatnonzero(fans.discipline == discipline):
                connection.execute(follows, [int(fans.id_of(who)), mine[0]])
        lift = measures.account_homophily(connection, "pg_temp.edge", "a", "b")
        assert lift.factor > 1.5
        by_chance = measures.account_homophily(connection, "pg_temp.edge", "a", "c")
        assert 0.85 < by_chance.factor < 1.15
        connection.rollback()
