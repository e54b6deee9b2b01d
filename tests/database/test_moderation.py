"""Measures take effect, end and are undone; reports meet in one case; who acts at once waits in turn."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from waiting import wait_until_blocked

from conftest import Server
from fkplus.database.upkeep import keep

PEOPLE = """
INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE
SELECT 9000 + n, 'account_' || n, 'Account' FROM generate_series(1, 6) AS n;
INSERT INTO private.moderator (account_id, during) VALUES (9001, '[2025-01-01,)'), (9002, '[2025-01-01,)');
INSERT INTO private.moderation_case (case_id, target_kind, account_id) OVERRIDING SYSTEM VALUE VALUES
    (9001, 'account', 9003), (9002, 'account', 9004);
UPDATE private.moderation_case SET status = 'decided', verdict = 'violation', decided_account_id = 9001,
    decided_at = now() WHERE case_id = 9001;
INSERT INTO post (post_id, author_id, body) VALUES (timed_id_from('2026-03-01', 1), 9003, 'Тройной тулуп');
INSERT INTO comment (post_id, comment_id, author_id, body) VALUES
    (timed_id_from('2026-03-01', 1), timed_id_from('2026-03-02', 1), 9003, '👎');
"""
POST = "(SELECT post_id FROM post WHERE author_id = 9003)"
COMMENT = "(SELECT comment_id FROM comment WHERE author_id = 9003)"
ACT = """
INSERT INTO private.moderation_action
    (case_id, account_id, moderator_account_id, kind, ends_at, reverses_action_id)
VALUES (%s, 9003, 9001, %s, %s, %s) RETURNING action_id
"""
APPEAL = """
INSERT INTO private.appeal (action_id, account_id, first_moderator_account_id) VALUES (%s, 9003, 9001)
"""
REPORT = (
    "SELECT private.file_report(%s, 'spam', NULL, jsonb_populate_record(NULL::private.moderation_case, %s))"
)


@pytest.fixture
def moderated(connection: psycopg.Connection) -> psycopg.Connection:
    """Two moderators, 9001 and 9002, and case 9001 against account 9003, decided as a violation."""
    connection.execute(PEOPLE.encode())
    connection.commit()
    return connection


def act(
    connection: psycopg.Connection,
    kind: str,
    ends: str | None = None,
    *,
    undo: int | None = None,
    case: int = 9001,
) -> int:
    """Take an action against account 9003 and return its id."""
    row = connection.execute(ACT, [case, kind, ends, undo]).fetchone()
    assert row
    return int(row[0])


def value(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def status(connection: psycopg.Connection) -> object:
    return value(connection, "SELECT status FROM account WHERE account_id = 9003")


def run_out(connection: psycopg.Connection) -> None:
    """Let the measures that end in the next moment end."""
    connection.commit()
    connection.execute("SELECT pg_sleep(0.3)")
    connection.commit()


def in_a_moment(connection: psycopg.Connection) -> str:
    return str(value(connection, "SELECT clock_timestamp() + interval '200 ms'"))


def test_an_account_is_suspended_until_the_last_bar_is_reversed(moderated: psycopg.Connection) -> None:
    suspension = act(moderated, "suspend", "infinity")
    ban = act(moderated, "ban")
    assert status(moderated) == "suspended"
    act(moderated, "reverse", undo=suspension)
    assert status(moderated) == "suspended"
    act(moderated, "reverse", undo=ban)
    assert status(moderated) == "active"


@pytest.mark.parametrize("kind", ["warn", "shadow_ban"])
def test_other_measures_leave_the_status_alone(moderated: psycopg.Connection, kind: str) -> None:
    act(moderated, "reverse", undo=act(moderated, kind))
    assert status(moderated) == "active"


def test_a_suspension_that_ran_out_is_ended_once(moderated: psycopg.Connection) -> None:
    act(moderated, "suspend", in_a_moment(moderated))
    assert value(moderated, "SELECT private.end_measures()") == 0
    run_out(moderated)
    assert status(moderated) == "suspended"
    assert value(moderated, "SELECT private.end_measures()") == 1
    assert status(moderated) == "active"
    assert value(moderated, "SELECT private.end_measures()") == 0


def test_the_hourly_upkeep_ends_what_ran_out(
    server: Server, database: str, moderated: psycopg.Connection
) -> None:
    act(moderated, "suspend", in_a_moment(moderated))
    run_out(moderated)
    moderated.commit()
    said: list[str] = []
    with psycopg.connect(server.dsn(database), autocommit=True) as owner:
        keep(owner, said.append)
    assert said == ["measures ended: 1"]
    assert status(moderated) == "active"


def test_a_status_without_any_measure_is_left_to_its_moderators(moderated: psycopg.Connection) -> None:
    moderated.execute(
        "INSERT INTO account (handle, display_name, status) VALUES ('barred', 'B', 'suspended')"
    )
    assert value(moderated, "SELECT private.end_measures()") == 0
    moderated.execute("UPDATE account SET status = 'active' WHERE handle = 'barred'")


def test_a_suspension_made_while_another_is_ended_holds(
    server: Server, database: str, moderated: psycopg.Connection
) -> None:
    act(moderated, "suspend", in_a_moment(moderated))
    run_out(moderated)
    act(moderated, "ban")
    with psycopg.connect(server.dsn(database)) as other, ThreadPoolExecutor(1) as pool:
        ended = pool.submit(value, other, "SELECT private.end_measures()")
        wait_until_blocked(server, database, other)
        moderated.commit()
        ended.result(timeout=30)
        other.commit()
        assert status(moderated) == "suspended"


@pytest.mark.parametrize(
    ("kind", "columns"), [("post", f"post_id) VALUES ('post', 9003, {POST}"),
                          ("comment", f"post_id, comment_id) VALUES ('comment', 9003, {POST}, {COMMENT}")]
)  # fmt: skip
def test_what_is_hidden_is_shown_again(moderated: psycopg.Connection, kind: str, columns: str) -> None:
    case = value(
        moderated,
        f"INSERT INTO private.moderation_case (target_kind, account_id, {columns}) RETURNING case_id",
    )
    assert isinstance(case, int)
    hidden = f"SELECT hidden_at IS NOT NULL FROM {kind}"
    act(moderated, "hide", in_a_moment(moderated), case=case)
    removal = act(moderated, "remove", case=case)
    run_out(moderated)
    assert value(moderated, "SELECT private.end_measures()") == 0
    assert value(moderated, hidden) is True
    act(moderated, "reverse", undo=removal, case=case)
    assert value(moderated, hidden) is False
    act(moderated, "hide", in_a_moment(moderated), case=case)
    run_out(moderated)
    assert value(moderated, "SELECT private.end_measures()") == 1
    assert value(moderated, hidden) is False


def test_measures_in_force_are_neither_run_out_nor_reversed(moderated: psycopg.Connection) -> None:
    act(moderated, "warn")
    act(moderated, "mute", in_a_moment(moderated))
    act(moderated, "reverse", undo=act(moderated, "shadow_ban"))
    ban = act(moderated, "ban")
    run_out(moderated)
    found = moderated.execute("SELECT action_id, account_id, target FROM private.measure_in_force").fetchall()
    assert found == [(ban, 9003, "account:9003")]


def test_an_appeal_that_succeeds_reverses_the_action_and_lets_the_case_close(
    moderated: psycopg.Connection,
) -> None:
    ban = act(moderated, "ban")
    moderated.execute(APPEAL, [ban])
    case = "SELECT status FROM private.moderation_case WHERE case_id = 9001"
    assert value(moderated, case) == "appealed"
    moderated.execute(
        "UPDATE private.appeal SET outcome = 'reversed', decided_account_id = 9002, decided_at = now()"
    )
    assert status(moderated) == "active"
    reversal = "SELECT moderator_account_id FROM private.moderation_action WHERE reverses_action_id = %s"
    assert moderated.execute(reversal, [ban]).fetchone() == (9002,)
    moderated.execute(
        "UPDATE private.moderation_case SET status = 'closed', closed_at = now() WHERE case_id = 9001"
    )


def test_a_case_is_not_closed_under_an_appeal_that_is_being_made(
    server: Server, database: str, moderated: psycopg.Connection
) -> None:
    # After a first appeal the case is appealed already: the second one has no step of the case to make.
    moderated.execute(APPEAL, [act(moderated, "warn")])
    moderated.execute(
        "UPDATE private.appeal SET outcome = 'upheld', decided_account_id = 9002, decided_at = now()"
    )
    ban = act(moderated, "ban")
    moderated.commit()
    moderated.execute(APPEAL, [ban])
    with psycopg.connect(server.dsn(database)) as other, ThreadPoolExecutor(1) as pool:
        closing = pool.submit(
            other.execute,
            b"UPDATE private.moderation_case SET status = 'closed', closed_at = now() WHERE case_id = 9001",
        )
        wait_until_blocked(server, database, other)
        moderated.commit()
        with pytest.raises(psycopg.errors.CheckViolation) as caught:
            closing.result(timeout=30)
        other.rollback()
    assert caught.value.diag.constraint_name == "moderation_case_closes_after_its_appeals"


def test_reports_of_a_target_meet_in_one_case_until_it_is_decided(moderated: psycopg.Connection) -> None:
    target = value(moderated, f"SELECT jsonb_build_object('target_kind', 'post', 'post_id', {POST})::text")
    cases = [moderated.execute(REPORT, [reporter, target]).fetchone() for reporter in (9004, 9005)]
    assert cases[0] == cases[1]
    concerned = "SELECT account_id FROM private.moderation_case WHERE case_id = %s"
    assert moderated.execute(concerned, cases[0]).fetchone() == (9003,)
    moderated.execute(
        "UPDATE private.moderation_case SET status = 'decided', verdict = 'no_violation',"
        " decided_account_id = 9001, decided_at = now() WHERE case_id = %s", cases[0],
    )  # fmt: skip
    assert moderated.execute(REPORT, [9004, target]).fetchone() != cases[0]


def test_two_who_report_at_once_meet_too(
    server: Server, database: str, moderated: psycopg.Connection
) -> None:
    target = '{"target_kind": "account", "account_id": 9006}'
    first = moderated.execute(REPORT, [9004, target]).fetchone()
    with psycopg.connect(server.dsn(database)) as other, ThreadPoolExecutor(1) as pool:
        second = pool.submit(other.execute, REPORT, [9005, target])
        wait_until_blocked(server, database, other)
        moderated.commit()
        assert second.result(timeout=30).fetchone() == first


def test_a_report_of_nothing_is_refused(moderated: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        moderated.execute(REPORT, [9004, '{"target_kind": "post", "post_id": 1}'])
    assert caught.value.diag.constraint_name == "moderation_case_names_the_author"
