"""What the indexes for speed save, in buffers: they are equal each time, whatever else the machine does."""

from collections.abc import Iterator

import psycopg
import pytest

from fkplus.tuning.measure import explained
from fkplus.tuning.samples import Sample
from fkplus.workload.statements import statement

# Account 1 wrote first and is silent since; the newest posts are those of others.
ROWS = """
insert into account (handle, display_name)
select 'user' || n || 'x', 'u' from generate_series(1, 20000) as n;
insert into post (post_id, author_id, body)
select timed_id_from(timestamptz '2026-01-01 00:00+00' + n * interval '10 min', n),
       case when n <= 30 then 1 else 2 + n % 200 end, repeat('x', 100)
from generate_series(1, 20000) as n;
insert into follow_account (account_id, followed_id) values (3, 1), (3, 5);
insert into follow_account (account_id, followed_id) select 4, n from generate_series(5, 2000) as n;
insert into person (sex) select 'female' from generate_series(1, 20000);
insert into person_name (person_id, full_name, family_name, script)
select person_id, 'Name' || person_id, 'Family' || person_id, 'latin' from person;
insert into event (season, name) values (2016, 'Cup');
insert into category (event_id, level, discipline) select event_id, 'senior', 'women' from event;
insert into prediction_contest select category_id, '2016-01-01', '2016-02-01' from category;
insert into prediction_score select account_id, category_id, account_id % 997, 0, 0 from account, category;
analyze account, post, person_name, prediction_total;
"""
CASES = {
    "profile": ("post_author_id_post_id", {"account_id": 1}, 100, 5),
    "search_account": ("account_lower_handle", {"prefix": "user777%"}, 30, 5),
    "search_en": ("person_name_lower_full_name", {"prefix": "name777%"}, 40, 5),
    "search_ru": ("person_name_lower_family_name", {"prefix": "family777%"}, 40, 5),
}
# What whoever follows two accounts, of which one is silent, and whoever follows two thousand may touch: a
# thousand of it to see where the newest thousand posts begin, as long as nothing is vacuumed.
FEEDS = {"little": (3, 1500), "much": (4, 1500)}


@pytest.fixture(scope="module")
def busy(module_connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    module_connection.execute(ROWS)
    module_connection.execute("set plan_cache_mode = force_custom_plan")
    yield module_connection
    module_connection.rollback()


def buffers(connection: psycopg.Connection, operation: str, values: dict) -> int:
    sample = Sample(operation, "median", statement(operation).as_string(), values)
    explained(connection, sample)
    plan = explained(connection, sample)["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


@pytest.mark.parametrize("operation", list(CASES))
def test_a_call_touches_few_buffers_and_without_its_index_many(
    busy: psycopg.Connection, operation: str
) -> None:
    index, values, at_most, times = CASES[operation]
    with_it = buffers(busy, operation, values)
    assert with_it <= at_most
    with busy.transaction(force_rollback=True):
        busy.execute(f"drop index {index}".encode())
        assert buffers(busy, operation, values) > times * with_it


@pytest.mark.parametrize("follows", list(FEEDS))
def test_a_feed_touches_few_buffers_however_much_is_followed(busy: psycopg.Connection, follows: str) -> None:
    reader, at_most = FEEDS[follows]
    assert buffers(busy, "feed", {"account_id": reader}) <= at_most


def test_the_table_of_a_season_is_read_a_page_at_a_time(busy: psycopg.Connection) -> None:
    assert buffers(busy, "prediction_table", {"season": 2016}) <= 300


def test_a_month_that_is_made_later_has_the_index_too(rolled_back: psycopg.Connection) -> None:
    rolled_back.execute("select private.make_partition('public.post', '2031-05-01')")
    found = rolled_back.execute(
        "select count(*) from pg_index as i where i.indrelid = 'post_y2031m05'::regclass"
        " and pg_get_indexdef(i.indexrelid) like '%(author_id, post_id)'"
    ).fetchone()
    assert found == (1,)
