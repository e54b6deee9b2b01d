"""A seeded database shows the skew, the bursts and the homophily that distributions.py states."""

from collections.abc import Callable, Iterator

import pytest
from psycopg import sql
from seedable import Database
from test_seeding import new_database

from fkplus.database.connection import Connection, connect
from fkplus.database.seeding import measures
from fkplus.database.seeding.distributions import ACCOUNT_HOMOPHILY, BURSTS, TEAM_HOMOPHILY, TOP_HUNDREDTH
from fkplus.database.seeding.sinks import table_name

__all__ = ["new_database"]  # fixture

USERS = 1_000
# What takes a column's place: the number of the row, mixed, chooses among all that occur in it, or a day.
SOME_TARGET = "occurring[1 + (hashint8(n) + 2147483648::bigint) % cardinality(occurring)]"
SOME_TIME = "timestamptz '2025-06-01 12:00+00' + (hashint8(n) + 2147483648::bigint) % 365 * interval '1 day'"
BY_CHANCE = """
    create temporary table by_chance on commit drop as
    select *, row_number() over () as n from {table};
    update by_chance set {column} = {some}
      from (select array_agg(distinct {column}) as occurring from {table}) as known
     where {column} is not null"""


@pytest.fixture(scope="module")
def loaded(new_database) -> Iterator[Connection]:
    database: Database = new_database()
    database.migrate()
    for version in ("1", "2", "3", "4", "11", "12", "13", "14"):
        database.seed(version, USERS)
    with connect(database.dsn) as connection:
        yield connection


@pytest.fixture
def by_chance(loaded) -> Iterator[Callable]:
    """Copies a table and leaves one of its columns to chance; gives the name of the copy."""

    def make(table: str, column: str, some: str = SOME_TARGET) -> str:
        loaded.rollback()
        names = {"column": sql.Identifier(column), "table": table_name(table), "some": sql.SQL(some)}
        loaded.execute(sql.SQL(BY_CHANCE).format(**names))
        return "pg_temp.by_chance"

    yield make
    loaded.rollback()


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


# What is spread by chance over the same targets and days must not pass for what is meant.


@pytest.mark.parametrize(("table", "target"), TOP_HUNDREDTH)
def test_targets_by_chance_are_out_of_range(loaded, by_chance, table, target):
    least, _ = TOP_HUNDREDTH[table, target]
    assert 0 < measures.in_degree(loaded, by_chance(table, target), target).top_hundredth_share < least


@pytest.mark.parametrize(("table", "time"), BURSTS)
def test_times_by_chance_are_out_of_range(loaded, by_chance, table, time):
    least, _ = BURSTS[table, time]
    assert 0.7 < measures.burst_factor(loaded, by_chance(table, time, SOME_TIME), time) < 1.3 < least


@pytest.mark.parametrize(("table", "source"), TEAM_HOMOPHILY)
def test_teams_by_chance_are_out_of_range(loaded, by_chance, table, source):
    least, _ = TEAM_HOMOPHILY[table, source]
    spread = by_chance(table, "team_id")
    assert 0.8 < measures.team_homophily(loaded, spread, source, "team_id").factor < least


def test_followed_accounts_by_chance_are_out_of_range(loaded, by_chance):
    spread = by_chance("public.follow_account", "followed_id")
    lift = measures.account_homophily(loaded, spread, "account_id", "followed_id")
    assert 0.8 < lift.factor < ACCOUNT_HOMOPHILY[0]
