"""Advice on indexes: it proposes what is missing, twice the same, and nothing that measuring refutes."""

from collections.abc import Iterator

import psycopg
import pytest

from conftest import Server
from fkplus.database.temporary import temporary_database
from fkplus.model.secrets import Secret
from fkplus.tuning import hygiene
from fkplus.tuning.advise import Advice, advise
from fkplus.tuning.samples import Sample

# Most accounts follow the quiet ones: the newest posts are hardly ever theirs.
SOCIAL = """
create table writer (writer_id bigint primary key, name text not null);
create table post (post_id bigint primary key, writer_id bigint not null references writer,
                   created_at timestamptz not null, body text not null);
create table follow (reader_id bigint, writer_id bigint references writer,
                     primary key (reader_id, writer_id));
insert into writer select n, 'w' || n || repeat('y', 100) from generate_series(1, 2000) as n;
insert into post
select n, case when n <= 3000 then 1 + n % 1900 else 1901 + n % 100 end,
       timestamptz '2026-01-01' + n * interval '1 min', repeat('x', 1000)
from generate_series(1, 40000) as n;
insert into follow select r, 1 + (r * 37 + w * 11) % 1900
from generate_series(1, 50) as r, generate_series(1, 20) as w on conflict do nothing;
analyze;
"""
FEED = """select p.post_id, p.body from follow as f join post as p using (writer_id)
where f.reader_id = %(reader)s order by p.created_at desc limit 20"""
BY_NAME = "select writer_id from writer where lower(name) like %(prefix)s"
SAMPLES = [
    *(Sample("feed", bucket, FEED, {"reader": reader}) for reader, bucket in ((1, "cold"), (2, "median"))),
    Sample("search", "median", BY_NAME, {"prefix": "w19%"}),
]
WEIGHTS = {"feed": 0.9, "search": 0.1}
BUDGET = 2**30


@pytest.fixture(scope="module")
def social(server: Server) -> Iterator[Secret]:
    uri = Secret(server.dsn("postgres", "tester"))
    with temporary_database(uri, "social") as made:
        with psycopg.connect(made.reveal(), autocommit=True) as connection:
            try:
                connection.execute("create extension hypopg")
            except psycopg.errors.FeatureNotSupported:
                pytest.skip("no HypoPG here: install postgresql-NN-hypopg")
            connection.execute(SOCIAL)
        yield made


def advised(social: Secret, before: str = "select 1") -> Advice:
    with temporary_database(social, "social_copy", "social") as copy:
        with psycopg.connect(copy.reveal(), autocommit=True) as connection:
            connection.execute(before)
        return advise(copy, SAMPLES, WEIGHTS, BUDGET, print)


@pytest.fixture(scope="module")
def advice(social: Secret) -> Advice:
    return advised(social)


def adopted(advice: Advice) -> set[str]:
    return {verdict.index.definition for verdict in advice.verdicts if verdict.adopted}


def test_what_is_missing_is_proposed(advice: Advice) -> None:
    assert any(definition.startswith("post (writer_id") for definition in adopted(advice)), advice.verdicts
    assert "writer (lower(name) text_pattern_ops)" in adopted(advice)


def test_the_same_question_has_the_same_answer(social: Secret, advice: Advice) -> None:
    again = advised(social)
    assert [(v.index, v.adopted, v.reason) for v in again.verdicts] == [
        (v.index, v.adopted, v.reason) for v in advice.verdicts
    ]


def test_an_index_that_only_estimates_recommend_is_refuted(social: Secret) -> None:
    """The order of time is right for who follows busy writers only, which the planner can't know."""
    there = "create index on post (writer_id); create index on writer (lower(name) text_pattern_ops); analyze"
    found = advised(social, there)
    [by_time] = [v for v in found.verdicts if v.index.definition == "post (created_at)"]
    assert not by_time.adopted
    assert "slower" in by_time.reason
    assert adopted(found) == set()


def test_the_database_that_was_asked_about_is_unchanged(social: Secret, advice: Advice) -> None:
    with psycopg.connect(social.reveal()) as connection:
        count = connection.execute("select count(*) from pg_indexes where schemaname = 'public'").fetchone()
    assert count == (3,)


def test_hygiene_names_what_nobody_needs_and_leaves_rules_alone(social: Secret) -> None:
    with psycopg.connect(social.reveal()) as connection:
        connection.execute("create index idle on post (body); create index narrow on follow (reader_id)")
        found = hygiene.inspect([connection])
        connection.rollback()
    assert [name for name, _ in found.unused] == ["idle", "narrow"]
    assert found.duplicates == [("narrow", "follow_pkey")]
    assert ("post", "post_writer_id_fkey") in found.keys_without_index
