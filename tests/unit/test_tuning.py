"""Which statements are hot, which columns could help, which set is chosen, what is refuted: all computed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fkplus.tuning import extend
from fkplus.tuning.candidates import Column, Schema, reached
from fkplus.tuning.gate import Verdict, judge
from fkplus.tuning.hot import Statement, hot, together
from fkplus.tuning.indexes import Index
from fkplus.tuning.measure import Cost
from fkplus.tuning.proposal import proposals

STATEMENTS = st.lists(
    st.builds(
        Statement,
        query_id=st.integers(1, 8),
        text=st.just("select 1"),
        calls=st.integers(1, 100),
        milliseconds=st.floats(0.01, 1e6),
        rows=st.integers(0, 100),
        buffers=st.integers(0, 100),
    ),
    max_size=20,
    unique_by=lambda each: each.query_id,
)
SCHEMA = Schema(
    {
        "post": frozenset({"post_id", "author_id", "body"}),
        "account": frozenset({"account_id", "handle"}),
        "private.note": frozenset({"note_id", "account_id"}),
    },
    {
        "readable": ["BEGIN ATOMIC SELECT p.* FROM post AS p WHERE p.author_id = $1; END"],
        "card": [" SELECT a.account_id FROM account a JOIN private.note n USING (account_id);"],
    },
)


@given(st.lists(STATEMENTS, min_size=1, max_size=3))
def test_hot_statements_are_the_fewest_that_make_up_their_part(members: list[list[Statement]]) -> None:
    counted = together(members)
    total = sum(each.milliseconds for member in members for each in member)
    assert sum(each.milliseconds for each in counted) == pytest.approx(total)
    chosen = hot(counted)
    assert sum(each.milliseconds for each in chosen) >= 0.95 * total * (1 - 1e-9)
    assert sum(each.milliseconds for each in chosen[:-1]) < 0.95 * total or not chosen


def test_a_statement_is_of_the_operation_that_its_comment_names() -> None:
    told = Statement(1, "/* fkplus:feed */ -- newest\nselect 1", 1, 1, 1, 1)
    assert told.operation == "feed"
    assert Statement(2, "select 1", 1, 1, 1, 1).operation is None


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("select body from post where author_id = $1", {"post.author_id"}),
        ("select body from post order by post_id desc limit 1", {"post.post_id"}),
        ("select * from post p join account a on a.account_id = p.author_id",
         {"post.author_id", "account.account_id"}),
        ("select 1 from account where lower(handle) like $1",
         {"account.handle", "account.lower(handle) text_pattern_ops"}),
        ("select * from readable($1)", {"post.author_id"}),
        ("select * from card", {"account.account_id", "private.note.account_id"}),
        ("select (select count(*) from private.note n where n.account_id = a.account_id) from account a",
         {"account.account_id", "private.note.account_id"}),
        ("this is no SQL", set()),
    ],
)  # fmt: skip
def test_candidates_are_what_is_searched_joined_and_sorted_by(text: str, candidates: set[str]) -> None:
    found = reached(text, SCHEMA).candidates(SCHEMA)
    assert {f"{column.table}.{column.expression}" for column in found} == candidates


COLUMNS = [Column("post", name) for name in "abc"]


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(0.05, 0.9), min_size=1),
    st.integers(1, 6),
    st.randoms(),
)
@settings(deadline=None)
def test_the_search_gives_one_answer_within_its_budget(worth: dict[str, float], budget: int, chance) -> None:
    def cost(chosen: extend.Chosen) -> float:
        firsts = {index.keys[0] for index in chosen}
        product = 100.0
        for key, part in worth.items():
            product *= part if key in firsts else 1.0
        return product

    def size(index: Index) -> int:
        return len(index.keys)

    shuffled = COLUMNS[:]
    chance.shuffle(shuffled)
    chosen, steps = extend.search(COLUMNS, (), cost, size, budget)
    assert extend.search(shuffled, (), cost, size, budget)[0] == chosen
    assert sum(map(size, chosen)) <= budget
    costs = [step.cost_before for step in steps] + [cost(chosen)]
    assert costs == sorted(costs, reverse=True)


def test_a_second_column_comes_where_it_saves_more() -> None:
    def cost(chosen: extend.Chosen) -> float:
        return min([100.0, *({("a",): 50.0, ("a", "b"): 5.0}.get(index.keys, 100.0) for index in chosen)])

    chosen, steps = extend.search(COLUMNS, (), cost, lambda index: 1, 10)
    assert chosen == {Index("post", ("a", "b"))}
    assert [step.replaces for step in steps] == [None, Index("post", ("a",))]


def test_a_column_that_an_index_begins_with_already_gets_no_other_one() -> None:
    assert (
        extend.search(COLUMNS[:1], COLUMNS[:1], lambda chosen: 100.0 - len(chosen), lambda _: 1, 10)[0]
        == set()
    )


def costs(**buffers: float) -> dict:
    return {(name, "median"): Cost(value, [1.0], "") for name, value in buffers.items()}


@pytest.mark.parametrize(
    ("after", "adopted"),
    [
        ({"feed": 1000, "profile": 100}, True),
        ({"feed": 1000, "profile": 600}, False),
        ({"feed": 1200, "profile": 100}, False),
        ({"feed": 1004, "profile": 100}, True),
    ],
)
def test_an_index_that_makes_any_call_slower_is_refuted(after: dict[str, float], adopted: bool) -> None:
    found, reason = judge(costs(feed=1000, profile=1000), costs(**after))
    assert found is adopted
    assert "buffers" in reason


def test_a_proposal_is_built_beside_the_writers_where_postgresql_can() -> None:
    verdicts = [
        Verdict(Index("post", ("author_id", "post_id")), True, "it's cheaper", 0.5, 2**20, 1.0),
        Verdict(Index("account", ("lower(handle) text_pattern_ops",)), True, "cheaper", 0.5, 2**20, 1.0),
        Verdict(Index("account", ("status",)), False, "none", 1.0, 2**20, 1.0),
    ]
    partitioned, plain = proposals(verdicts, frozenset({"post"}), 31)
    assert (partitioned.name, plain.name) == (
        "V31__post_author_id_post_id.sql",
        "V32__account_lower_handle.sql",
    )
    assert "CREATE INDEX post_author_id_post_id ON post (author_id, post_id);" in partitioned.text
    assert (
        "CREATE INDEX CONCURRENTLY account_lower_handle ON account (lower(handle) text_pattern_ops);"
        in plain.text
    )
    assert "it''s cheaper" in partitioned.text
