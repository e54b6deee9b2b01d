"""A deleted account leaves nothing personal anywhere, and everything that counts where it was."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import granted
import personal_data
import psycopg
import pytest
from waiting import wait_until_blocked

from conftest import Server

# A user who wrote the marker wherever a user can: every new column with a text of theirs is filled in there.
EVERYTHING = (Path(__file__).parent / "everything_of_a_user.sql").read_text(encoding="utf-8")
MARKER = "Zyxmarker"
USER, OTHER = 9101, 9102
DELETE = "SELECT private.delete_account(%s, 'asked_by_user')"

# Texts of accounts that nobody writes freely: codes, names that others gave, technical keys.
NOT_WRITTEN_BY_USERS = {
    "public.account.locale": "a language code",
    "public.account.time_zone": "a name of the IANA list",
    "public.account.country_code": "a code",
    "public.post.locale": "a language code",
    "public.bear_transfer.request_key": "drawn by the application, and the ledger is append-only",
    "private.notification.group_key": "computed from keys",
    "public.fantasy_pick.pool": "the name of a pool, which the service gave",
    "private.moderation_case.target": "computed from keys",
    "private.audit_event.database_role": "a role of the database",
    "private.audit_event.table_name": "a table",
    "private.audit_event.row_key": "keys alone",
    "private.audit_event.old_row": "listed columns without text, or public sport data",
    "private.audit_event.new_row": "listed columns without text, or public sport data",
    "private.audit_event.provenance": "where a sport fact stands, told by an editor of results",
}
# What stays under the tombstone, and what others did to it.
KEPT = (
    "follow_person", "follow_team", "follow_event", "follow_tag", "favourite", "bear_transfer",
    "bear_balance", "team_bear_slot", "post_reaction", "comment_reaction",
)  # fmt: skip
DIFFERENCES = ("bear_ledger_difference", "post_counter_difference")


@pytest.fixture
def filled(connection: psycopg.Connection) -> psycopg.Connection:
    """A database in which account 9101 wrote the marker everywhere."""
    connection.execute(EVERYTHING.encode())
    connection.commit()
    return connection


def count(connection: psycopg.Connection, table: str) -> object:
    return value(connection, f"SELECT count(*) FROM {table}")


def value(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def test_the_user_of_these_tests_filled_every_text_that_a_user_writes(filled: psycopg.Connection) -> None:
    columns = {str(column) for column in personal_data.free_texts_of_accounts(filled)}
    marked = {str(column) for column in personal_data.columns_with(filled, MARKER)}
    assert columns - marked - set(NOT_WRITTEN_BY_USERS) == set(), (
        "put the marker into these columns (everything_of_a_user.sql), or say why no user writes them"
    )
    assert marked <= columns, "a table outside the reach of accounts holds a text of a user"
    assert set(NOT_WRITTEN_BY_USERS) <= columns


def test_nothing_personal_is_left_anywhere(filled: psycopg.Connection) -> None:
    assert filled.execute(DELETE, [USER]).fetchone() == (True,)
    assert personal_data.columns_with(filled, MARKER) == set()
    tombstone = filled.execute(
        "SELECT handle, display_name, country_code, locale, time_zone, status FROM account"
        " WHERE account_id = %s",
        [USER],
    ).fetchone()
    assert tombstone == (f"deleted_{USER}", "deleted", None, "en", "UTC", "deleted")


def test_a_text_that_deletion_forgets_would_be_found(filled: psycopg.Connection) -> None:
    filled.execute("ALTER TABLE favourite ADD COLUMN comments text[]")
    names = {str(column) for column in personal_data.free_texts_of_accounts(filled)}
    assert "public.favourite.comments" in names
    filled.execute("UPDATE favourite SET comments = ARRAY['about', 'a zyxMARKER here']")
    filled.execute(DELETE, [USER])
    assert {str(column) for column in personal_data.columns_with(filled, MARKER)} == {
        "public.favourite.comments"
    }


def test_relations_to_others_end_and_their_counts_are_true(filled: psycopg.Connection) -> None:
    filled.execute(DELETE, [USER])
    for table, columns in (
        ("follow_account", "account_id, followed_id"),
        ("private.account_block", "account_id, blocked_id"),
        ("private.account_mute", "account_id, muted_id"),
    ):
        assert count(filled, f"{table} WHERE {USER} IN ({columns})") == 0
    assert (
        value(
            filled,
            f"SELECT coalesce(sum(followers), 0) FROM account_follower_slot WHERE followed_id = {OTHER}",
        )
        == 0
    )


def test_what_counts_stays_and_the_counters_are_true(filled: psycopg.Connection) -> None:
    before = {table: count(filled, table) for table in KEPT}
    assert all(before.values()), "the user of these tests did not use everything"
    filled.execute(DELETE, [USER])
    assert {table: count(filled, table) for table in KEPT} == before
    for view in DIFFERENCES:
        assert filled.execute(f"SELECT * FROM {view}".encode()).fetchall() == []


def test_what_others_wrote_stays(filled: psycopg.Connection) -> None:
    filled.execute(DELETE, [USER])
    assert value(filled, f"SELECT body FROM post WHERE author_id = {OTHER}") == "Hello @somebody"
    answers = "SELECT count(*) FROM comment WHERE deleted_at IS NULL AND author_id = 9102"
    assert value(filled, answers) == 1


def test_chats_go_on_without_who_left(filled: psycopg.Connection) -> None:
    filled.execute(DELETE, [USER])
    assert value(filled, "SELECT array_agg(body ORDER BY message_id) FROM private.message") == [
        None,
        "I hear you",
        None,
    ]
    present = "SELECT array_agg(account_id) FROM private.chat_member WHERE left_at IS NULL"
    assert value(filled, present) == [OTHER, OTHER]
    assert count(filled, "private.notification") == 0


def test_the_handle_is_free_for_somebody_else(filled: psycopg.Connection) -> None:
    filled.execute(DELETE, [USER])
    filled.execute("INSERT INTO account (handle, display_name) VALUES ('zyxMARKER', 'New')")


def test_a_second_deletion_changes_nothing(filled: psycopg.Connection, server: Server, database: str) -> None:
    filled.execute(DELETE, [USER])
    filled.commit()
    before = server.run("pg_dump", "-d", server.dsn(database), "--data-only", "--inserts")
    assert filled.execute(DELETE, [USER]).fetchone() == (False,)
    filled.commit()
    after = server.run("pg_dump", "-d", server.dsn(database), "--data-only", "--inserts")
    guards = ("\\restrict", "\\unrestrict")
    assert [x for x in after.splitlines() if not x.startswith(guards)] == [
        x for x in before.splitlines() if not x.startswith(guards)
    ]


def test_the_trail_says_that_it_happened_and_no_more(filled: psycopg.Connection) -> None:
    filled.execute("SET LOCAL fkplus.account_id = '9102'")
    filled.execute(DELETE, [USER])
    events = filled.execute(
        "SELECT actor_account_id, row_key, old_row, new_row FROM private.audit_event"
        " WHERE action = 'delete_account'"
    ).fetchall()
    assert events == [(OTHER, {"account_id": USER}, None, {"reason": "asked_by_user"})]


@pytest.mark.parametrize(
    "call",
    [
        "private.delete_account(9101, 'he is called Zyxmarker')",
        "private.delete_account(9101, NULL)",
        "private.delete_account(1, 'legal')",
    ],
)
def test_a_wrong_call_is_refused(filled: psycopg.Connection, call: str) -> None:
    with pytest.raises(psycopg.Error) as caught:
        filled.execute(f"SELECT {call}".encode())
    assert caught.value.sqlstate in ("22023", "P0002")


def test_deletion_waits_for_who_writes_and_erases_that_too(
    server: Server, database: str, filled: psycopg.Connection
) -> None:
    filled.execute("INSERT INTO post (author_id, body) VALUES (9101, 'Zyxmarker in flight')")
    with psycopg.connect(server.dsn(database)) as other, ThreadPoolExecutor(1) as pool:
        deleting = pool.submit(other.execute, DELETE, [USER])
        wait_until_blocked(server, database, other)
        filled.commit()
        assert deleting.result(timeout=30).fetchone() == (True,)
        assert personal_data.columns_with(other, MARKER) == set()


def test_what_comes_late_is_swept(filled: psycopg.Connection) -> None:
    filled.execute(DELETE, [USER])
    filled.execute("INSERT INTO post (author_id, body) VALUES (9101, 'Zyxmarker again')")
    assert personal_data.columns_with(filled, MARKER) != set()
    assert value(filled, "SELECT private.sweep_deleted_accounts()") == 1
    assert personal_data.columns_with(filled, MARKER) == set()


def test_a_credential_of_an_account_that_is_being_deleted_is_refused(
    server: Server, database: str, filled: psycopg.Connection
) -> None:
    filled.execute(DELETE, [USER])
    late = "INSERT INTO account_profile (account_id, about) VALUES (9101, 'late')"
    with psycopg.connect(server.dsn(database)) as other, ThreadPoolExecutor(1) as pool:
        writing = pool.submit(other.execute, late.encode())
        wait_until_blocked(server, database, other)
        filled.commit()
        with pytest.raises(psycopg.errors.CheckViolation) as caught:
            writing.result(timeout=30)
        other.rollback()
    assert caught.value.diag.constraint_name == "account_profile_is_of_a_living_account"


def test_the_application_deletes_and_an_analyst_does_not(
    server: Server, database: str, filled: psycopg.Connection
) -> None:
    granted.grant(server, database)
    with granted.as_analyst(server, database) as analyst, pytest.raises(psycopg.errors.InsufficientPrivilege):
        analyst.execute(DELETE, [USER])
    with granted.as_application(server, database) as application:
        assert application.execute(DELETE, [USER]).fetchone() == (True,)
