"""What the database writes itself can not be written by the application, on whatever way it tries."""

from collections.abc import Iterator

import granted
import psycopg
import pytest
from at_once import refused_by
from fans import add_fans, add_skaters

from conftest import Server

COUNTERS = (
    "account_follower_slot", "person_follower_slot", "team_follower_slot", "event_follower_slot",
    "tag_follower_slot", "programme_rating_slot", "post_counter", "bear_balance", "team_bear_slot",
    "prediction_total",
)  # fmt: skip
FILLED = """
INSERT INTO bear_transfer (kind, to_account_id, amount, request_key) VALUES ('grant', 1, 100, 'welcome');
INSERT INTO post (post_id, author_id, body) VALUES
    (timed_id_from('2026-05-01'), 1, 'x'), (timed_id_from('2026-05-02'), 1, 'y');
INSERT INTO post_reaction (post_id, account_id) SELECT min(post_id), 2 FROM post;
"""
BY_A_TRIGGER_OF_ITS_OWN = """
CREATE TEMPORARY TABLE mine (n integer);
CREATE FUNCTION pg_temp.enrich() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE public.bear_balance SET bears = bears + 1000;
    RETURN NULL;
END $$;
CREATE TRIGGER enrich AFTER INSERT ON mine EXECUTE FUNCTION pg_temp.enrich();
INSERT INTO mine VALUES (1);
"""
BY_A_FUNCTION_OF_THE_OWNER = """
CREATE TEMPORARY TABLE mine (LIKE bear_transfer);
CREATE TRIGGER move AFTER INSERT ON mine REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION private.move_bears();
"""
BY_A_CATALOGUE_OF_ITS_OWN = """
CREATE TEMPORARY TABLE pg_class (oid oid, relowner oid);
INSERT INTO pg_class SELECT inhrelid, 'fkplus_app'::regrole FROM pg_inherits;
INSERT INTO private.audit_event (action, table_name, row_key, new_row) VALUES ('insert', 'x', '{}', '{}');
"""


@pytest.fixture
def application(server: Server, database: str) -> Iterator[psycopg.Connection]:
    """A connection of the application to a database with accounts, a team, bears and a reaction."""
    with psycopg.connect(server.dsn(database)) as owner:
        add_fans(owner)
        add_skaters(owner)
        owner.execute(FILLED.encode())
    granted.grant(server, database)
    with granted.as_application(server, database) as opened:
        yield opened


@pytest.mark.parametrize("counter", COUNTERS)
def test_no_count_is_written_by_hand(application: psycopg.Connection, counter: str) -> None:
    wanted = f"{counter}_is_written_by_the_database"
    if counter in ("bear_balance", "team_bear_slot"):
        wanted = f"{counter}_follows_the_ledger"
    assert refused_by(application, f"DELETE FROM {counter}") == wanted


def test_counts_follow_what_the_application_does(application: psycopg.Connection) -> None:
    application.execute("SELECT give_bears(1, 10, 'gift', team => 1)")
    application.execute("INSERT INTO follow_team (account_id, team_id) VALUES (1, 1)")
    application.execute("DELETE FROM post_reaction")
    assert application.execute("SELECT bears FROM team_bears").fetchall() == [(10,)]
    assert application.execute("SELECT followers FROM follower_count").fetchall() == [(1,)]
    assert application.execute("SELECT * FROM post_counter_difference").fetchall() == []
    assert application.execute("SELECT private.recount_posts()").fetchone() == (0,)


def test_a_trigger_on_a_temporary_table_moves_no_bears(application: psycopg.Connection) -> None:
    assert refused_by(application, BY_A_TRIGGER_OF_ITS_OWN) == "bear_balance_is_written_by_the_database"


def test_the_owners_functions_are_not_hung_on_a_temporary_table(application: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="move_bears"):
        application.execute(BY_A_FUNCTION_OF_THE_OWNER)


def test_a_temporary_catalogue_does_not_open_the_audit_trail(application: psycopg.Connection) -> None:
    assert refused_by(application, BY_A_CATALOGUE_OF_ITS_OWN) == "audit_event_is_written_by_triggers"


def test_no_trigger_function_of_the_owner_is_for_everybody(application: psycopg.Connection) -> None:
    found = application.execute("""
        SELECT p.oid::regprocedure::text FROM pg_proc AS p
         WHERE pronamespace IN ('public'::regnamespace, 'private'::regnamespace) AND prosecdef
           AND prorettype = 'trigger'::regtype AND has_function_privilege(p.oid, 'EXECUTE')""")
    assert found.fetchall() == []


def test_a_changed_sheet_is_not_taken_out_of_the_queue(application: psycopg.Connection) -> None:
    wanted = "performance_to_check_is_emptied_by_the_check"
    assert refused_by(application, "DELETE FROM private.performance_to_check") == wanted
    application.rollback()
    assert refused_by(application, "UPDATE private.performance_to_check SET performance_id = 0") == wanted


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM post_reaction_y2026m05",
        "INSERT INTO post_reaction_y2026m05 (post_id, account_id) SELECT min(post_id), 3 FROM post",
        "UPDATE private.message_y2026m05 SET edited_at = now()",
        "DELETE FROM private.message_y2026m05",
    ],
)
def test_a_month_is_not_written_past_the_rules_of_its_table(
    application: psycopg.Connection, statement: str
) -> None:
    assert refused_by(application, statement) == "month_is_written_through_its_table"


def test_the_rows_of_a_detached_month_are_free(
    server: Server, database: str, connection: psycopg.Connection
) -> None:
    connection.execute("ALTER TABLE private.message DETACH PARTITION private.message_y2025m06")
    connection.execute("DELETE FROM private.message_y2025m06")


def test_a_reaction_does_not_move_to_another_post(application: psycopg.Connection) -> None:
    moved = "UPDATE post_reaction SET post_id = (SELECT max(post_id) FROM post)"
    assert refused_by(application, moved) == "post_reaction_stays_at_its_post"


def test_a_hidden_post_is_fed_to_its_author_alone_and_not_reposted(application: psycopg.Connection) -> None:
    application.execute("INSERT INTO follow_account (account_id, followed_id) VALUES (2, 1)")
    application.execute("INSERT INTO tag (name) VALUES ('x')")
    application.execute("INSERT INTO post_tag (tag_id, post_id) SELECT tag_id, post_id FROM tag, post")
    application.execute("INSERT INTO follow_tag (account_id, tag_id) SELECT 1, tag_id FROM tag")
    application.execute("UPDATE post SET hidden_at = now() WHERE body = 'x'")
    application.commit()
    feed = "SELECT body FROM private.feed(%s)"
    assert application.execute(feed, [2]).fetchall() == [("y",)]
    assert application.execute(feed, [1]).fetchall() == [("y",), ("x",)]
    repost = "INSERT INTO post (author_id, kind, reposted_post_id) SELECT 3, 'repost', min(post_id) FROM post"
    assert refused_by(application, repost) == "post_reposts_what_all_may_see"


def test_a_repost_is_not_turned_to_what_is_not_there(application: psycopg.Connection) -> None:
    application.execute(
        "INSERT INTO post (author_id, kind, reposted_post_id) SELECT 3, 'repost', max(post_id) FROM post"
    )
    application.commit()
    turned = "UPDATE post SET reposted_post_id = 1 WHERE kind = 'repost'"
    assert refused_by(application, turned) == "post_reposts_what_all_may_see"
