"""Each file of tests/pgtap holds in a migrated database: keys, functions, triggers, and who may do what."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import tap

from conftest import OWNER, ROOT, Server, copied_database
from fkplus.database import roles
from fkplus.model.names import APP, MONITOR
from fkplus.model.secrets import Secret

FILES = sorted((ROOT / "tests" / "pgtap").glob("*.sql"))
ANALYST_LOGIN = "tap_analyst"


@pytest.fixture(scope="module")
def tap_template(server: Server, template: str) -> Iterator[str]:
    """A migrated database with the roles and grants of `fkplus roles`, and pgTAP in a schema of its own."""
    for name in copied_database(server, template):
        with psycopg.connect(server.dsn(name, "tester")) as admin:
            query = "SELECT name FROM pg_available_extensions WHERE name = 'pgtap'"
            if admin.execute(query).fetchone() is None:
                pytest.skip("this PostgreSQL has no extension pgtap (Debian: postgresql-NN-pgtap)")
            passwords = {login: Secret(login) for login in (APP, MONITOR, ANALYST_LOGIN)}
            roles.apply(admin, roles.application_roles([ANALYST_LOGIN], passwords), lambda _: None)
            roles.grant(admin, OWNER, lambda _: None)
            admin.execute("CREATE SCHEMA tap")
            admin.execute("CREATE EXTENSION pgtap SCHEMA tap")
            admin.execute("GRANT USAGE ON SCHEMA tap TO PUBLIC")
        yield name


@pytest.fixture
def tap_database(server: Server, tap_template: str) -> Iterator[str]:
    yield from copied_database(server, tap_template)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_pgtap(server: Server, tap_database: str, file: Path) -> None:
    # A superuser, so that a file may take the part of any role.
    dsn = server.dsn(tap_database, "tester")
    path = "SET search_path = public, tap"
    output = server.run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-c", path, "-f", str(file))
    faults = tap.parse(output).faults
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("output", "faults"),
    [
        ("1..2\nok 1 - a\nok 2\n", []),
        ("1..1\nnot ok 1 - a\n# Failed test 1\n", ["not ok 1 - a", "# Failed test 1"]),
        ("1..2\nok 1\n", ["planned 1..2, ran [1]"]),
        ("1..1\nok 1\nok 2\n", ["planned 1..1, ran [1, 2]"]),
        ("1..2\nok 1\nok 1\n", ["planned 1..2, ran [1, 1]"]),
        ("ok 1\n1..1\n", []),
        ("ok 1\n", ["no plan of at least one test"]),
        ("1..0\n", ["no plan of at least one test"]),
        ("", ["no plan of at least one test"]),
    ],
)
def test_a_run_is_sound_only_if_it_is_as_planned(output: str, faults: list[str]) -> None:
    assert tap.parse(output).faults == faults
