"""Does the real Flyway bring a real PostgreSQL to the version asked for, and record what it did?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flyway_server import PASSWORD, Database, Server, temporary_server

from fkplus.database.connection import connect
from fkplus.database.flyway import history as schema_history
from fkplus.database.flyway.history import current_version
from fkplus.database.migrations import Version, checksum
from fkplus.model.errors import BadInput, CommandFailed, ConnectionLost


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with temporary_server() as running:
        yield running


@pytest.fixture
def database(server: Server, tmp_path: Path) -> Database:
    return Database(server, tmp_path / "схема with space")


def versions(database: Database) -> tuple[Version | None, list[str]]:
    result = database.migrate()
    return result.final, [str(each.version) for each in result.applied]


def three_versions(database: Database) -> None:
    database.write("v001/V1__people.sql", "CREATE TABLE person (id int); SELECT '${not_a_placeholder}';")
    database.write("v001/seed.py", "raise SystemExit('Flyway must not run this')")
    database.write("v002/V2__teams_and_clubs.sql", "CREATE TABLE team (id int);")
    database.write("v010/V10__events.sql", "CREATE TABLE event (id int);")


def test_all_versions_in_numeric_order(database: Database) -> None:
    three_versions(database)
    result = database.migrate()
    assert (result.initial, result.final) == (None, Version.parse("10"))
    assert [(str(each.version), each.description) for each in result.applied] == [
        ("1", "people"),
        ("2", "teams and clubs"),
        ("10", "events"),
    ]
    assert all(each.milliseconds >= 0 for each in result.applied)
    assert database.history() == [("1", True), ("2", True), ("10", True)]
    assert "migrating: version 2 (teams and clubs)" in database.said


def test_up_to_a_version_then_the_rest(database: Database) -> None:
    three_versions(database)
    assert database.migrate("2").final == Version.parse("2")
    result = database.migrate()
    assert (result.initial, [str(each.version) for each in result.applied]) == (Version.parse("2"), ["10"])


def test_a_lower_target_changes_nothing_and_says_so(database: Database) -> None:
    three_versions(database)
    database.migrate()
    result = database.migrate("1")
    assert result.was_beyond_target
    assert (result.final, result.applied) == (Version.parse("10"), ())
    assert any("later than 1" in text for text in database.said)


def test_an_unknown_target_is_refused_before_anything(database: Database) -> None:
    three_versions(database)
    with pytest.raises(BadInput):
        database.migrate("3")
    assert database.rows("SELECT 1 FROM pg_class WHERE relname = 'flyway_schema_history'") == []


def test_an_up_to_date_database_needs_no_jvm(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    three_versions(database)
    database.migrate()
    monkeypatch.setenv("FKPLUS_FLYWAY_HOME", "/nonexistent")
    assert database.migrate().applied == ()
    database.write("v011/V11__more.sql", "SELECT 1;")
    with pytest.raises(Exception, match="Flyway is not there"):
        database.migrate()


@pytest.mark.parametrize(
    "content",
    [
        b"SELECT 1;\n",
        b"SELECT 1;\r\nSELECT 2;\r\n",
        b"SELECT 1;\rSELECT 2;",
        b"\xef\xbb\xbfSELECT 1;\n",
        "-- Лутц, 羽生 🥇\n\n\nSELECT 1;".encode(),
        "-- \x0b \x0c \x85 \u2028 are no line ends\nSELECT 1;".encode(),
        b"\n\n  SELECT 1;  \n\n",
    ],
    ids=["lf", "crlf", "cr", "bom", "unicode", "odd separators", "blank lines"],
)
def test_the_checksum_is_the_one_that_flyway_writes(database: Database, content: bytes) -> None:
    database.write("V1__one.sql", content)
    database.write("R__view.sql", content)
    database.migrate()
    recorded = database.rows("SELECT checksum FROM flyway_schema_history")
    assert recorded == [(checksum(content),)] * 2


def test_a_migration_and_its_record_are_one_transaction(database: Database) -> None:
    three_versions(database)
    database.migrate()
    assert database.rows("""
        SELECT h.version FROM flyway_schema_history h
        JOIN pg_class c ON c.xmin = h.xmin
        JOIN (VALUES ('1', 'person'), ('2', 'team'), ('10', 'event')) AS made(version, relname)
          ON made.version = h.version AND made.relname = c.relname
        ORDER BY h.installed_rank""") == [("1",), ("2",), ("10",)]


def test_variables_and_files_of_the_user_change_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_versions(database)
    for name in ("flyway.conf", "conf/flyway.conf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("flyway.table=other\nflyway.target=1\n", encoding="utf-8")
    (tmp_path / "flyway.toml").write_text('[flyway]\ntable = "other"\ntarget = "1"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in {
        "FLYWAY_TABLE": "other",
        "FLYWAY_TARGET": "1",
        "FLYWAY_LOCATIONS": "filesystem:/nonexistent",
        "FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK": "true",
        "FLYWAY_CONFIG_FILES": str(tmp_path / "flyway.conf"),
        "JAVA_TOOL_OPTIONS": "-Dflyway.table=other -XX:+NoJvmKnowsThisOption",
        "PYTHONPATH": str(tmp_path),
        "LC_ALL": "POSIX",
    }.items():
        monkeypatch.setenv(name, value)
    assert versions(database)[0] == Version.parse("10")
    assert database.rows("SELECT 1 FROM pg_class WHERE relname = 'other'") == []


def test_a_failing_migration_says_where_and_leaves_nothing(database: Database) -> None:
    database.write("V1__good.sql", "CREATE TABLE good (id int);")
    database.write("V2__bad.sql", "CREATE TABLE half (id int);\n\nCREATE TABLE good (id int);\n")
    with pytest.raises(CommandFailed) as caught:
        database.migrate()
    assert "V2__bad.sql, line 3" in caught.value.what
    assert '"good" already exists' in caught.value.what
    assert "42P07" in caught.value.what
    assert caught.value.hint
    assert database.history() == [("1", True)]
    assert database.rows("SELECT 1 FROM pg_class WHERE relname = 'half'") == []


def test_an_edited_file_is_refused_by_flyway(database: Database) -> None:
    path = database.write("V1__one.sql", "CREATE TABLE one (id int);")
    database.migrate()
    path.write_text("CREATE TABLE one (id bigint);", encoding="utf-8")
    with pytest.raises(CommandFailed, match=r"(?i)checksum|validat"):
        database.migrate()


def test_a_changed_repeatable_file_runs_again(database: Database) -> None:
    database.write("V1__one.sql", "CREATE TABLE one (id int);")
    database.write("R__count.sql", "CREATE OR REPLACE VIEW counted AS SELECT 1 AS n;")
    database.migrate()
    database.write("R__count.sql", "CREATE OR REPLACE VIEW counted AS SELECT 2 AS n;")
    database.migrate()
    assert database.rows("SELECT n FROM counted") == [(2,)]


def test_a_newer_database_is_left_alone_by_an_older_checkout(database: Database) -> None:
    three_versions(database)
    database.migrate()
    (database.schema / "v010" / "V10__events.sql").unlink()
    result = database.migrate()
    assert (result.final, result.applied) == (Version.parse("10"), ())


def test_the_version_can_be_read_from_any_connection(database: Database) -> None:
    with connect(database.dsn) as connection:
        assert current_version(connection) is None
        # The question must leave the connection usable, or the caller's next statement fails.
        assert connection.execute("SELECT 1").fetchone() == (1,)
    three_versions(database)
    database.migrate()
    with connect(database.dsn) as connection:
        assert current_version(connection) == Version.parse("10")
        assert len(schema_history.read(connection)) == 3


def test_a_wrong_password_is_not_waited_for(database: Database) -> None:
    three_versions(database)
    right = database.server.dsn
    database.server.dsn = lambda name, *user: right(name, *user).replace(PASSWORD, "wrong")  # type: ignore[method-assign]
    try:
        with pytest.raises(ConnectionLost, match="password authentication failed"):
            database.migrate()
    finally:
        del database.server.dsn


def test_a_socket_is_refused(database: Database) -> None:
    three_versions(database)
    socket_dsn = f"host={database.server.directory} port={database.server.port} dbname={database.name}"
    right = database.server.dsn
    database.server.dsn = lambda name, user="schema_owner": (  # type: ignore[method-assign]
        f"{socket_dsn} user={user} password={PASSWORD}"
    )
    try:
        with pytest.raises(BadInput, match="TCP"):
            database.migrate()
    finally:
        database.server.dsn = right  # type: ignore[method-assign]
