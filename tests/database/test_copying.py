"""A database is copied beside itself whether or not somebody is connected to it, and the copy goes again."""

import psycopg
import pytest
from seedable import Database

from conftest import Server
from fkplus.database.copying import copied_database
from fkplus.model.secrets import Secret


@pytest.mark.parametrize("in_use", [False, True])
def test_a_copy_has_all_rows_and_is_gone_afterwards(server: Server, database: str, in_use: bool) -> None:
    Database(server, database).call_migrated().seed("1")
    uri = Secret(server.dsn(database, "tester"))
    said: list[str] = []
    session = psycopg.connect(uri.reveal()) if in_use else None
    try:
        with (
            copied_database(uri, "a_copy", said.append) as copy,
            psycopg.connect(copy.reveal()) as connection,
        ):
            count = connection.execute("select count(*) from account").fetchone()
    finally:
        if session is not None:
            session.close()
    assert count == (300,)
    assert ("dump" in "".join(said)) == in_use
    with psycopg.connect(server.dsn("postgres", "tester")) as connection:
        left = connection.execute("select count(*) from pg_database where datname = 'a_copy'").fetchone()
    assert left == (0,)
