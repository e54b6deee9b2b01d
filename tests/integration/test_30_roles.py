"""Analysts read the schema public and change nothing; the application changes rows only."""

import psycopg
import pytest
from running import Fkplus

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]

WRITES = [
    "insert into season (start_year) values (1999)",
    "update person set birth_date = null",
    "delete from account",
    "truncate account",
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create schema mine",
    "alter table account add column mine int",
    "drop table account",
    "create function mine() returns int language sql as 'select 1'",
    "create extension hstore",
    "select lo_create(0)",
    "copy account to program 'cat'",
    "grant analyst to fkplus_app",
    "alter role anna superuser",
    "select pg_logical_emit_message(false, 'a', 'b')",
]


@pytest.mark.parametrize("port", ["analyst", "write"])
@pytest.mark.parametrize("statement", WRITES)
def test_an_analyst_changes_nothing(fkplus: Fkplus, port: str, statement: str) -> None:
    with fkplus.connect("anna", port) as connection:
        if port == "write":
            connection.execute("set default_transaction_read_only = off")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement)
    # 25006 read only, 42501 no right.
    assert caught.value.sqlstate in ("25006", "42501")


def test_an_analyst_reads_every_table_of_the_public_schema(fkplus: Fkplus) -> None:
    with fkplus.connect("anna", "analyst") as connection:
        relations = connection.execute(
            "select format('%I', relname) from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p', 'v', 'm')"
        ).fetchall()
        assert len(relations) > 20
        for (name,) in relations:
            connection.execute(f"select * from {name} limit 1")


@pytest.mark.parametrize(
    "statement", ["select * from private.account_credential", "select rolpassword from pg_authid"]
)
def test_an_analyst_reads_no_credential(fkplus: Fkplus, statement: str) -> None:
    with fkplus.connect("anna", "analyst") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_a_table_added_later_is_readable_at_once(fkplus: Fkplus) -> None:
    with fkplus.connect() as owner:
        owner.execute("create table added_later (id int)")
        with fkplus.connect("boris", "write") as analyst:
            assert analyst.execute("select count(*) from added_later").fetchone() == (0,)
        owner.execute("drop table added_later")


def test_the_application_changes_rows_and_nothing_else(fkplus: Fkplus) -> None:
    with fkplus.connect("fkplus_app") as connection:
        connection.execute("begin")
        connection.execute("update person set birth_date = null")
        connection.execute("rollback")
        connection.execute("select count(*) from private.account_credential")
        for statement in (
            "create table mine (id int)",
            "drop table account",
            "delete from flyway_schema_history",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_wrong_password_and_a_foreign_database_are_refused(fkplus: Fkplus) -> None:
    good = psycopg.conninfo.conninfo_to_dict(fkplus.dsn("anna"))
    for change in ({"password": "wrong"}, {"dbname": "postgres"}, {"user": "postgres", "password": ""}):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**{**good, **change}).close()


def test_roles_again_changes_nothing(fkplus: Fkplus) -> None:
    assert "as they should be" in fkplus.run("roles").stderr


def test_a_name_off_the_list_loses_its_login_and_gets_it_back(fkplus: Fkplus) -> None:
    uri = fkplus.dsn("boris")
    with fkplus.connect("boris", "analyst") as session:
        result = fkplus.run("roles", ANALYST_NAMES="anna")
        assert "boris" in result.stderr
        with pytest.raises(psycopg.OperationalError):
            session.execute("select 1")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(uri).close()
    fkplus.run("roles")
    psycopg.connect(uri).close()


def test_a_role_of_somebody_else_is_not_taken_for_an_analyst(fkplus: Fkplus) -> None:
    result = fkplus.run("roles", ANALYST_NAMES="anna,boris,fkplus_replication", check=False)
    assert result.returncode == 2
    assert "reserved" in result.stderr
