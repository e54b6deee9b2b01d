"""docs/dictionary says what the database says: written from the catalogue, fresh, and readable."""

from collections.abc import Callable

import psycopg
import pytest

from conftest import ROOT
from fkplus.database.dictionary import catalogue, diagram, domains, pages
from fkplus.model.errors import BadInput

DIRECTORY = ROOT / "docs" / "dictionary"


def test_the_pages_are_fresh(
    rolled_back: psycopg.Connection, golden: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    read = catalogue.read(rolled_back)
    written = pages.render(read, domains.arrange(read, domains.load()))
    stale = [path for path in sorted(DIRECTORY.glob("*.md")) if path.name not in written]
    if request.config.getoption("--write-golden"):
        for path in stale:
            path.unlink()
        stale = []
    assert stale == []
    for name, text in written.items():
        golden(name, text, DIRECTORY)


def test_nothing_depends_on_the_order_of_creation(rolled_back: psycopg.Connection) -> None:
    before = catalogue.read(rolled_back).relations
    text = rolled_back.execute("SELECT pg_get_viewdef('component_mark'::regclass)").fetchone()
    rolled_back.execute("DROP VIEW component_mark")
    rolled_back.execute("CREATE VIEW component_mark AS " + text[0])
    after = catalogue.read(rolled_back).relations
    assert [each.name for each in after] == [each.name for each in before]
    assert [each for each in after if each not in before and each.name != "component_mark"] == []


def test_every_diagram_is_small_enough_to_read(rolled_back: psycopg.Connection) -> None:
    arranged = domains.arrange(catalogue.read(rolled_back), domains.load())
    pictures = [(page.domain.page, picture) for page in arranged for picture in page.pictures]
    assert [page for page, picture in pictures if len(diagram.boxes(picture)) > diagram.MOST_BOXES] == []


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE nobody_knows_it (id bigint)",
        "CREATE VIEW nobody_knows_it AS SELECT 1 AS one",
        "CREATE FUNCTION nobody_knows_it() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_what_belongs_to_no_domain_is_named(rolled_back: psycopg.Connection, statement: str) -> None:
    rolled_back.execute(statement.encode())
    with pytest.raises(BadInput, match="nobody_knows_it"):
        domains.arrange(catalogue.read(rolled_back), domains.load())


def test_partitions_are_left_out(rolled_back: psycopg.Connection) -> None:
    rolled_back.execute("CREATE TABLE post_test (id bigint PRIMARY KEY) PARTITION BY RANGE (id)")
    rolled_back.execute("CREATE TABLE post_test_2025 PARTITION OF post_test FOR VALUES FROM (1) TO (2)")
    rolled_back.execute("CREATE TABLE post_child (id bigint REFERENCES post_test ON DELETE CASCADE)")
    relations = {each.name: each for each in catalogue.read(rolled_back).relations}
    assert "post_test_2025" not in relations
    assert relations["post_test"].partition_key == "RANGE (id)"
    assert [rule.target for rule in relations["post_child"].rules] == ["post_test"]
