"""Analysts see counts of what is private, no text of it, and no group small enough to tell a person."""

import re
from collections.abc import Iterator
from pathlib import Path

import granted
import psycopg
import pytest
from psycopg import sql

from conftest import Server

EVERYTHING = (Path(__file__).parent / "everything_of_a_user.sql").read_text(encoding="utf-8")
MARKER = "Zyxmarker"
HASH = "$2b$12$abcdefghijklmnopqrstuuKJ1QbQ0f0n7Jm3l6x5h5o2c7m3i9e1a"
MASKING_VIEWS = """
SELECT DISTINCT v.relname, v.reloptions
  FROM pg_class AS v
  JOIN pg_rewrite AS r ON r.ev_class = v.oid
  JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
   AND d.refclassid = 'pg_class'::regclass
  JOIN pg_class AS t ON t.oid = d.refobjid AND t.relnamespace = 'private'::regnamespace
 WHERE v.relnamespace = 'public'::regnamespace AND v.relkind IN ('v', 'm') ORDER BY 1
"""


# What the user shows to everybody is no secret: the marker must stand in private columns alone.
NOT_IN_PUBLIC = """
UPDATE account_profile SET visibility = 'nobody';
UPDATE account SET handle = 'public_' || account_id, display_name = 'Public';
UPDATE post SET body = 'public';
UPDATE comment SET body = 'public';
UPDATE media SET url = 'https://public.example', credit = 'public', alt_text = 'public';
"""


def fill(server: Server, database: str) -> None:
    """Let a user write the marker into everything private, and make the roles."""
    with psycopg.connect(server.dsn(database)) as owner:
        owner.execute(EVERYTHING.encode())
        owner.execute(NOT_IN_PUBLIC.encode())
        owner.commit()
        owner.execute("ANALYZE")
    granted.grant(server, database)


@pytest.fixture
def filled(server: Server, database: str, connection: psycopg.Connection) -> psycopg.Connection:
    """A connection of the owner to a database with a user's private texts and the roles."""
    fill(server, database)
    return connection


@pytest.fixture
def analyst(server: Server, database: str, filled: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A connection of an analyst to that database."""
    with granted.as_analyst(server, database) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(server: Server, module_database: str) -> str:
    """A database like that for all tests that change nothing; its name."""
    fill(server, module_database)
    return module_database


@pytest.fixture
def reader(server: Server, shared: str) -> Iterator[psycopg.Connection]:
    """A connection of an analyst to the shared database."""
    with granted.as_analyst(server, shared) as opened:
        yield opened


@pytest.fixture
def owner(server: Server, shared: str) -> Iterator[psycopg.Connection]:
    """A connection of the owner to the shared database."""
    with psycopg.connect(server.dsn(shared)) as opened:
        yield opened


def fans(connection: psycopg.Connection, first: int, number: int, domain: str) -> None:
    """Add accounts with an address, a note about team 9101 and a report each."""
    ids = {"first": first, "last": first + number - 1, "domain": domain, "hash": HASH}
    connection.execute(
        "INSERT INTO account (account_id, handle, display_name) OVERRIDING SYSTEM VALUE"
        " SELECT n, 'fan_' || n, 'Fan' FROM generate_series(%(first)s::int, %(last)s::int) AS n",
        ids,
    )
    connection.execute(
        "INSERT INTO private.account_credential (account_id, email, password_hash)"
        " SELECT n, 'a' || n || '@' || %(domain)s, %(hash)s"
        " FROM generate_series(%(first)s::int, %(last)s::int) AS n",
        ids,
    )
    connection.execute(
        "INSERT INTO private.team_note (account_id, team_id, body) SELECT n, 9101, 'note'"
        " FROM generate_series(%(first)s::int, %(last)s::int) AS n",
        ids,
    )


def rows(connection: psycopg.Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query.encode()).fetchall()


def test_no_private_relation_is_readable(owner: psycopg.Connection, reader: psycopg.Connection) -> None:
    names = rows(owner, "SELECT relname FROM pg_class WHERE relnamespace = 'private'::regnamespace"
                         " AND relkind IN ('r', 'p', 'v', 'm', 'S')")  # fmt: skip
    assert len(names) > 10
    for (name,) in names:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier("private", str(name))))
        reader.rollback()


def test_every_view_over_private_tables_is_a_barrier_of_the_owner(owner: psycopg.Connection) -> None:
    found = {str(name): options or [] for name, options in rows(owner, MASKING_VIEWS)}
    assert len(found) >= 7
    open_views = [name for name, options in found.items() if "security_barrier=true" not in options]
    assert open_views == []
    assert [name for name, options in found.items() if "security_invoker=true" in options] == []


def test_every_view_is_readable_and_shows_no_private_text(reader: psycopg.Connection) -> None:
    for (name,) in rows(reader, MASKING_VIEWS.replace("v.relname, v.reloptions", "v.relname")):
        shown = reader.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(str(name)))).fetchall()
        assert MARKER.lower() not in str(shown).lower(), name


def test_an_analyst_reads_the_profiles_that_everybody_reads(
    filled: psycopg.Connection, analyst: psycopg.Connection, server: Server, database: str
) -> None:
    filled.execute("INSERT INTO account_profile (account_id, city) VALUES (9102, 'Пермь')")
    filled.execute(
        "INSERT INTO account_profile (account_id, city, visibility) VALUES (9103, 'Х', 'followers')"
    )
    filled.commit()
    assert rows(analyst, "SELECT account_id, city FROM account_profile") == [(9102, "Пермь")]
    with granted.as_application(server, database) as application:
        assert rows(application, "SELECT count(*) FROM account_profile") == [(3,)]
        application.execute("UPDATE account_profile SET city = 'Y' WHERE account_id = 9101")
        application.execute("DELETE FROM account_profile WHERE account_id = 9103")
        application.execute("INSERT INTO account_profile (account_id, visibility) VALUES (9103, 'nobody')")


def test_groups_of_fewer_than_five_are_left_out_or_put_together(
    filled: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    fans(filled, 9201, 4, "Four.example")
    filled.commit()
    # The marker's own address is one more: five with few of their kind.
    assert rows(analyst, "SELECT * FROM email_domain_statistics") == [(None, 5, None)]
    assert rows(analyst, "SELECT team_id, notes, writers FROM team_note_statistics") == [(9101, 5, 5)]
    fans(filled, 9301, 1, "four.EXAMPLE")
    filled.execute("UPDATE private.account_credential SET email_verified_at = now() WHERE account_id > 9200")
    filled.commit()
    assert rows(analyst, "SELECT * FROM email_domain_statistics") == [("four.example", 5, 5)]
    filled.execute("DELETE FROM private.team_note WHERE account_id IN (9201, 9202)")
    filled.commit()
    assert rows(analyst, "SELECT * FROM team_note_statistics") == []


def test_days_of_chats_and_notifications_with_fewer_than_five_are_left_out(
    filled: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    fans(filled, 9201, 5, "five.example")
    filled.execute(
        "INSERT INTO private.chat_member (account_id, chat_id)"
        " SELECT n, 9102 FROM generate_series(9201, 9205) n"
    )
    filled.execute(
        "INSERT INTO private.message (chat_id, message_id, sender_id, body)"
        " SELECT 9102, timed_id_from('2026-05-05 12:00+00', n), n, 'four' FROM generate_series(9201, 9205) n"
    )
    filled.execute(
        "INSERT INTO private.notification (recipient_id, notification_id, kind, category_id, read_at)"
        " SELECT n, timed_id_from('2026-05-05 12:00+00', n), 'result', 1, CASE WHEN n < 9205 THEN now() END"
        " FROM generate_series(9201, 9205) n"
    )
    filled.commit()
    assert rows(
        analyst, "SELECT kind, day::text, messages, chats, writers, mean_length FROM chat_statistics"
    ) == [("group", "2026-05-05", 5, 1, 5, 4)]
    assert rows(analyst, "SELECT kind, notifications, recipients, readers FROM notification_statistics") == [
        ("result", 5, 5, None)
    ]


def test_reports_cases_and_measures_are_counted(
    filled: psycopg.Connection, analyst: psycopg.Connection
) -> None:
    fans(filled, 9201, 5, "a.example")
    filled.execute(
        """
        INSERT INTO private.moderation_case (case_id, target_kind, account_id, opened_at)
            OVERRIDING SYSTEM VALUE
            SELECT n, 'account', n, '2026-01-31 20:00+00' FROM generate_series(9201, 9205) AS n;
        INSERT INTO private.report (case_id, reporter_account_id, account_id, reason, reported_at)
            SELECT n, CASE n WHEN 9205 THEN 9201 ELSE n + 1 END, n, 'hate', '2026-01-31 23:59+00'
              FROM generate_series(9201, 9205) AS n;
        UPDATE private.moderation_case SET status = 'decided', verdict = 'violation',
            decided_account_id = 9103, decided_at = '2026-02-01 05:30+00' WHERE case_id BETWEEN 9201 AND 9205;
        INSERT INTO private.moderation_action (case_id, account_id, moderator_account_id, kind, acted_at)
            SELECT n, n, 9103, 'warn', '2026-02-02' FROM generate_series(9201, 9205) AS n;
        """
    )
    filled.commit()
    reports = "SELECT month::text, target_kind, reason, reports, reporters, concerned FROM report_statistics"
    assert rows(analyst, reports) == [("2026-01-01", "account", "hate", 5, 5, 5)]
    cases = (
        "SELECT month::text, target_kind, cases, concerned, open_cases, violations, appealed,"
        " median_hours_to_verdict::text FROM moderation_statistics"
    )
    assert rows(analyst, cases) == [("2026-01-01", "account", 5, 5, None, 5, None, "9.5")]
    assert rows(
        analyst, "SELECT month::text, kind, measures, concerned, reversed FROM measure_statistics"
    ) == [("2026-02-01", "warn", 5, 5, None)]


# Ways by which private text leaks where views or rights are made carelessly: each fails, or shows none.
TRICKS = [
    "COPY private.account_credential TO STDOUT",
    "COPY (SELECT email FROM private.account_credential) TO STDOUT",
    "COPY private.team_note TO PROGRAM 'cat'",
    "SELECT table_to_xml('private.account_credential', true, false, '')",
    "SELECT query_to_xml('SELECT * FROM private.account_credential', true, false, '')",
    "SELECT schema_to_xml('private', true, false, '')",
    "SELECT database_to_xml(true, false, '')",
    "SELECT * FROM pg_stats",
    "SELECT * FROM pg_stats_ext",
    "SELECT * FROM pg_stats_ext_exprs",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_statistic_ext_data",
    "SELECT currval('private.moderator_moderator_id_seq')",
    "SELECT last_value FROM private.moderator_moderator_id_seq",
    "SELECT * FROM pg_sequences WHERE schemaname = 'private'",
    "SELECT * FROM information_schema.columns WHERE table_schema = 'private'",
    "SELECT * FROM email_domain_statistics WHERE domain::int > 0",
    "SELECT * FROM email_domain_statistics WHERE 1 / (length(domain) - length('example.org')) > 0",
    "SELECT * FROM email_domain_statistics WHERE (domain || '!')::date > now()",
    "SELECT * FROM account_profile WHERE about::int > 0",
    "SELECT * FROM account_profile WHERE city::inet IS NOT NULL OR website::json IS NOT NULL",
    "SELECT about FROM account_profile UNION SELECT 'x' ORDER BY 1",
    "SELECT profile.* FROM account LEFT JOIN account_profile AS profile USING (account_id)",
    "SET row_security = off; SELECT * FROM account_profile",
    "ANALYZE VERBOSE private.account_credential",
    "VACUUM VERBOSE private.account_credential",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT private.delete_account(9101, 'legal')",
    "SELECT NULL::private.account_credential",
    "CREATE FUNCTION pg_temp.leak(text) RETURNS boolean COST 0.0000001 LANGUAGE plpgsql AS"
    " 'BEGIN RAISE EXCEPTION ''%'', $1; END'; SELECT * FROM email_domain_statistics"
    " WHERE pg_temp.leak(domain)",
    "CREATE FUNCTION pg_temp.leak(text) RETURNS boolean COST 0.0000001 LANGUAGE plpgsql AS"
    " 'BEGIN RAISE EXCEPTION ''%'', $1; END'; SELECT * FROM account_profile WHERE pg_temp.leak(about)",
    "DO $$ BEGIN PERFORM FROM email_domain_statistics WHERE domain::int = 0; END $$",
    "SELECT * FROM pg_prepared_statements",
    "SELECT * FROM pg_cursors",
    "SET ROLE fkplus_app",
    "SET SESSION AUTHORIZATION fkplus_owner",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_shows_nothing_private(reader: psycopg.Connection, trick: str) -> None:
    said: list[str] = []
    reader.add_notice_handler(lambda notice: said.append(str(notice.message_primary)))
    try:
        cursor = reader.execute(trick.encode())
        while True:
            if cursor.description:
                said.append(str(cursor.fetchall()))
            if not cursor.nextset():
                break
    except psycopg.Error as error:
        said.append(f"{error} {error.diag.message_detail} {error.diag.context}")
    assert MARKER.lower() not in " ".join(said).lower()


@pytest.mark.parametrize("options", ["ANALYZE, COSTS off, TIMING off, SUMMARY off", "COSTS on"])
@pytest.mark.parametrize(
    ("view", "column", "hidden", "absent"),
    [
        ("email_domain_statistics", "domain", "'example.org'", "'example.com'"),
        ("team_note_statistics", "team_id", "9101", "9109"),
    ],
)
def test_a_plan_does_not_tell_whether_a_hidden_group_exists(
    reader: psycopg.Connection, options: str, view: str, column: str, hidden: str, absent: str
) -> None:
    plans = []
    for guess in (hidden, absent):
        query = f"EXPLAIN ({options}) SELECT * FROM {view} WHERE {column} = {guess}"
        plan = "\n".join(str(row[0]) for row in rows(reader, query))
        # Memory and temporary sizes differ by chance, the guess itself by its nature.
        plans.append(re.sub(r"Memory.*|Buckets.*", "", plan.replace(guess, "?")))
    assert plans[0] == plans[1]


def test_what_others_run_is_not_shown(reader: psycopg.Connection, owner: psycopg.Connection) -> None:
    owner.execute("SELECT 'Zyxmarker' FROM private.account_credential")
    found = reader.execute(
        "SELECT query FROM pg_stat_activity WHERE pid = %s", [owner.info.backend_pid]
    ).fetchall()
    assert found == [("<insufficient privilege>",)]


def test_analysts_run_nothing_in_the_name_of_the_owner(owner: psycopg.Connection) -> None:
    lent = rows(
        owner,
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND prorettype <> 'trigger'::regtype AND has_function_privilege('analyst', oid, 'EXECUTE')"
        " AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid"
        " AND deptype = 'e')",
    )
    assert lent == []
