"""A seeded database shows the skew, the bursts and the homophily that distributions.py states."""

from collections.abc import Iterator

import pytest
from seedable import Database
from test_seeding import new_database

from fkplus.database.connection import Connection, connect
from fkplus.database.seeding import measures
from fkplus.database.seeding.distributions import ACCOUNT_HOMOPHILY, BURSTS, TEAM_HOMOPHILY, TOP_HUNDREDTH

__all__ = ["new_database"]  # fixture

USERS = 1_000


@pytest.fixture(scope="module")
def loaded(new_database) -> Iterator[Connection]:
    database: Database = new_database()
    database.migrate()
    for version in ("1", "2", "3", "4", "11", "12", "13", "14"):
        database.seed(version, USERS)
    with connect(database.dsn) as connection:
        yield connection


@pytest.mark.parametrize(("table", "target"), TOP_HUNDREDTH)
def test_few_are_known_to_all(loaded, table, target):
    least, most = TOP_HUNDREDTH[table, target]
    degree = measures.in_degree(loaded, table, target)
    assert degree.edges > USERS
    assert least < degree.top_hundredth_share < most
    assert degree.most > 4 * degree.median > 0


@pytest.mark.parametrize(("table", "time"), BURSTS)
def test_more_happens_around_events(loaded, table, time):
    least, most = BURSTS[table, time]
    assert least < measures.burst_factor(loaded, table, time) < most


@pytest.mark.parametrize(("table", "source"), TEAM_HOMOPHILY)
def test_fans_keep_to_their_discipline(loaded, table, source):
    least, most = TEAM_HOMOPHILY[table, source]
    assert least < measures.team_homophily(loaded, table, source, "team_id").factor < most


def test_fans_of_one_discipline_follow_each_other(loaded):
    least, most = ACCOUNT_HOMOPHILY
    lift = measures.account_homophily(loaded, "public.follow_account", "account_id", "followed_id")
    assert least < lift.factor < most


def test_without_a_shape_the_measures_are_out_of_range(loaded):
    """What is spread by chance over the same rows must not pass for what is meant."""
    loaded.execute("""
        create temporary table by_chance as
        select account_id, teams[1 + n * 7919 % cardinality(teams)] as team_id,
               timestamptz '2025-06-01' + n % 365 * interval '1 day' as at
        from (select account_id, row_number() over () as n from public.follow_team) x,
             (select array_agg(team_id) as teams from public.team) y""")
    table = "pg_temp.by_chance"
    assert measures.in_degree(loaded, table, "team_id").top_hundredth_share < 0.04
    assert 0.9 < measures.burst_factor(loaded, table, "at") < 1.1
    assert measures.team_homophily(loaded, table, "account_id", "team_id").factor < 1.15
    loaded.rollback()
