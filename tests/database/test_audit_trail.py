"""The audit trail records what it must, holds no secret, and is out of the application's reach."""

from collections.abc import Iterator

import granted
import psycopg
import pytest

from conftest import Server

EVENTS = """
SELECT action, table_name, row_key, old_row, new_row, actor_account_id, database_role, provenance
  FROM private.audit_event ORDER BY audit_event_id
"""
THIS_MONTH = "private.audit_event_y' || to_char(now() AT TIME ZONE 'UTC', 'YYYY\"m\"MM')"
SOME = """
INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE VALUES
    (9001, 'mod', 'Mod'), (9002, 'fan', 'Fan');
INSERT INTO private.account_credential (account_id, email, password_hash) VALUES (9002, 'secret@example.org',
    '$2b$12$abcdefghijklmnopqrstuuKJ1QbQ0f0n7Jm3l6x5h5o2c7m3i9e1a');
INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (9001, 2016, 'Cup');
INSERT INTO person (person_id, sex) OVERRIDING SYSTEM VALUE VALUES (9001, 'female');
"""


@pytest.fixture
def application(
    server: Server, database: str, connection: psycopg.Connection
) -> Iterator[psycopg.Connection]:
    """A connection of the application to a database with two accounts, an event and a person."""
    connection.execute(SOME.encode())
    connection.commit()
    granted.grant(server, database)
    with granted.as_application(server, database) as opened:
        yield opened


def events(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    return connection.execute(EVENTS.encode()).fetchall()


def test_an_edit_by_hand_is_recorded_with_who_and_from_where(application: psycopg.Connection) -> None:
    application.execute("SET LOCAL fkplus.account_id = '9001'")
    application.execute("SET LOCAL fkplus.provenance = 'https://example.org/результаты'")
    application.execute("UPDATE person SET birth_date = '2004-04-26'")
    (event,) = events(application)
    assert event == (
        "update", "public.person", {"person_id": 9001},
        {"person_id": 9001, "sex": "female", "birth_date": None},
        {"person_id": 9001, "sex": "female", "birth_date": "2004-04-26"},
        9001, "fkplus_app", "https://example.org/результаты",
    )  # fmt: skip


def test_the_setting_ends_with_its_transaction(application: psycopg.Connection) -> None:
    application.execute("SET LOCAL fkplus.account_id = '9001'")
    application.commit()
    application.execute("DELETE FROM person")
    (event,) = events(application)
    assert (event[0], event[3] is not None, event[4], event[5]) == ("delete", True, None, None)


def test_what_changes_nothing_is_not_recorded(application: psycopg.Connection) -> None:
    application.execute("UPDATE person SET sex = sex")
    assert events(application) == []


def test_moderation_is_recorded_without_its_texts(application: psycopg.Connection) -> None:
    application.execute("INSERT INTO private.moderator (account_id) VALUES (9001)")
    application.execute(
        "INSERT INTO private.moderation_case (target_kind, account_id) VALUES ('account', 9002)"
    )
    application.execute(
        "UPDATE private.moderation_case SET status = 'decided', verdict = 'violation',"
        " decided_account_id = 9001, decided_at = now()"
    )
    application.execute(
        "INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, reason)"
        " SELECT case_id, account_id, 9001, 'ban', 'personal' FROM private.moderation_case"
    )
    application.execute(
        "INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id, body)"
        " SELECT action_id, account_id, 9001, 'personal' FROM private.moderation_action"
    )
    recorded = events(application)
    assert {event[1] for event in recorded} == {
        "private.moderator", "private.moderation_case", "private.moderation_action", "private.appeal",
        "public.account",
    }  # fmt: skip
    assert [event[3:5] for event in recorded if event[1] == "public.account"] == [
        ({"status": "active"}, {"status": "suspended"})
    ]
    assert "personal" not in str(recorded)


def test_no_secret_gets_into_the_trail(application: psycopg.Connection) -> None:
    application.execute("UPDATE private.account_credential SET email = 'other@example.org'")
    application.execute(
        "UPDATE account SET display_name = 'Other', status = 'deleted' WHERE account_id = 9002"
    )
    (event,) = events(application)
    assert event[2:5] == ({"account_id": 9002}, {"status": "active"}, {"status": "deleted"})


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("INSERT INTO private.audit_event (action, table_name, row_key, new_row)"
         " VALUES ('insert', 'x', '{}', '{}')",
         psycopg.errors.CheckViolation),
        (f"DO $$BEGIN EXECUTE 'INSERT INTO {THIS_MONTH} || ' (action, table_name, row_key, new_row)"
         " VALUES (''insert'', ''x'', ''{}'', ''{}'')'; END$$", psycopg.errors.CheckViolation),
        ("UPDATE private.audit_event SET new_row = '{}'", psycopg.errors.CheckViolation),
        ("DELETE FROM private.audit_event", psycopg.errors.CheckViolation),
        (f"DO $$BEGIN EXECUTE 'DELETE FROM {THIS_MONTH}; END$$", psycopg.errors.CheckViolation),
        (f"DO $$BEGIN EXECUTE 'TRUNCATE {THIS_MONTH}; END$$", psycopg.errors.InsufficientPrivilege),
        (f"DO $$BEGIN EXECUTE 'DROP TABLE {THIS_MONTH}; END$$", psycopg.errors.InsufficientPrivilege),
        (f"DO $$BEGIN EXECUTE 'ALTER TABLE private.audit_event DETACH PARTITION {THIS_MONTH}; END$$",
         psycopg.errors.InsufficientPrivilege),
        ("TRUNCATE private.audit_event", psycopg.errors.InsufficientPrivilege),
        ("ALTER TABLE person DISABLE TRIGGER person_is_audited", psycopg.errors.InsufficientPrivilege),
        ("DROP TRIGGER person_is_audited ON person", psycopg.errors.InsufficientPrivilege),
        ("SET session_replication_role = replica", psycopg.errors.InsufficientPrivilege),
        ("TRUNCATE person CASCADE", psycopg.errors.InsufficientPrivilege),
        ("SET LOCAL fkplus.account_id = 'nobody'; UPDATE person SET sex = NULL",
         psycopg.errors.InvalidTextRepresentation),
        ("SET LOCAL fkplus.account_id = '1'; UPDATE person SET sex = NULL",
         psycopg.errors.ForeignKeyViolation),
    ],
)  # fmt: skip
def test_the_application_neither_forges_nor_erases_the_trail(
    application: psycopg.Connection, statement: str, error: type[psycopg.Error]
) -> None:
    application.execute("UPDATE person SET birth_date = '2004-04-26'")
    application.commit()
    with pytest.raises(error):
        application.execute(statement.encode())
    application.rollback()
    assert len(events(application)) == 1


def test_an_import_fires_no_audit_trigger(connection: psycopg.Connection) -> None:
    # What is inserted by the thousand: elements and components at all, the other sport data on insert.
    fired = connection.execute(
        "SELECT tgrelid::regclass::text, tgtype FROM pg_trigger"
        " WHERE tgfoid = 'private.record_audit_event'::regproc AND tgparentid = 0 AND tgtype & 4 > 0"
        " ORDER BY 1"
    ).fetchall()
    tables = [row[0] for row in fired]
    assert tables == [
        "private.appeal",
        "private.moderation_action",
        "private.moderator",
        "standing_decision",
    ]
    heavy = connection.execute(
        "SELECT count(*) FROM pg_trigger WHERE tgfoid = 'private.record_audit_event'::regproc"
        " AND tgrelid IN ('element'::regclass, 'component'::regclass)"
    ).fetchone()
    assert heavy == (0,)


def test_the_trail_is_kept_for_24_months(connection: psycopg.Connection) -> None:
    kept = "SELECT kept_months FROM private.partitioned_table WHERE table_name = 'private.audit_event'"
    assert connection.execute(kept).fetchone() == (24,)
