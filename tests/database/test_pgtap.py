"""Each file of tests/pgtap holds in a migrated database: keys, functions, triggers, and who may do what."""

import re
from pathlib import Path

import psycopg
import pytest
import tap

from conftest import OWNER, ROOT, Server
from fkplus.database import roles
from fkplus.model.names import APP, MONITOR
from fkplus.model.secrets import Secret

FILES = sorted((ROOT / "tests" / "pgtap").glob("*.sql"))
ANALYST_LOGIN = "tap_analyst"


@pytest.fixture(scope="module")
def tap_dsn(server: Server, module_database: str) -> str:
    """A migrated database with the roles and grants of `fkplus roles`, and pgTAP in a schema of its own."""
    # A superuser, so that a file may take the part of any role.
    dsn = server.dsn(module_database, "tester")
    with psycopg.connect(dsn) as admin:
        query = "SELECT name FROM pg_available_extensions WHERE name = 'pgtap'"
        if admin.execute(query).fetchone() is None:
            pytest.skip("this PostgreSQL has no extension pgtap (Debian: postgresql-NN-pgtap)")
        passwords = {login: Secret(login) for login in (APP, MONITOR, ANALYST_LOGIN)}
        roles.apply(admin, roles.application_roles([ANALYST_LOGIN], passwords), lambda _: None)
        roles.grant(admin, OWNER, lambda _: None)
        admin.execute("CREATE SCHEMA tap")
        admin.execute("CREATE EXTENSION pgtap SCHEMA tap")
        admin.execute("GRANT USAGE ON SCHEMA tap TO PUBLIC")
    return dsn


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_pgtap(server: Server, tap_dsn: str, file: Path) -> None:
    path = "SET search_path = public, tap"
    output = server.run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", tap_dsn, "-c", path, "-f", str(file))
    faults = tap.parse(output).faults
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_leaves_nothing_behind(file: Path) -> None:
    words = re.findall(r"^(BEGIN|COMMIT|ROLLBACK|END);", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert words == ["BEGIN", "ROLLBACK"]


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
