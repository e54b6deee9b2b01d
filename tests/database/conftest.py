"""One throw-away PostgreSQL for all tests here, and for each a fresh database with every migration."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
OWNER = "fkplus_owner"
DEADLINE_SECONDS = 60
ROOM_BYTES = 4 * 2**30
_numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, reached through a socket in its directory."""

    binaries: Path
    directory: Path

    def dsn(self, database: str, user: str = OWNER) -> str:
        return f"host={self.directory} user={user} dbname={database}"

    def run(self, program: str, *arguments: str) -> str:
        """Run a client program and return its output."""
        done = subprocess.run(
            [self.binaries / program, *arguments],
            capture_output=True,
            text=True,
            timeout=DEADLINE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def _newest_binaries() -> Path:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parents[1].name)
    )
    if not found:
        pytest.skip("no PostgreSQL under /usr/lib/postgresql")
    return found[-1].parent


def _wait_until_ready(server: Server, postmaster: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while True:
        try:
            psycopg.connect(server.dsn("postgres", "tester")).close()
            return
        except psycopg.OperationalError:
            assert postmaster.poll() is None, (server.directory / "log").read_text()
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.05)


def _fast_place() -> Path:
    """Memory where there is enough of it: a database has 2,000 files, and nearly each test copies one."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_BYTES
    return memory if roomy else Path("/tmp")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL as an unprivileged user, without durability; stopped and removed at the end."""
    binaries = _newest_binaries()
    # The socket's path may have 107 bytes only, which pytest's own directories exceed.
    directory = Path(tempfile.mkdtemp(prefix="fkpg", dir=_fast_place()))
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    if os.geteuid() == 0:
        os.chown(directory, user.pw_uid, user.pw_gid)
    directory.chmod(0o755)
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    data = directory / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
         "--no-sync"],
        check=True, capture_output=True, timeout=DEADLINE_SECONDS, cwd="/", **identity,
    )  # fmt: skip
    with (directory / "log").open("wb") as log:
        postmaster = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", directory, "-c", "listen_addresses=", "-c", "fsync=off",
             "-c", "shared_buffers=64MB", "-c", "max_connections=20", "-c", "autovacuum=off"],
            stdout=log, stderr=log, cwd="/", **identity,
        )  # fmt: skip
    try:
        running = Server(binaries, directory)
        _wait_until_ready(running, postmaster)
        yield running
    finally:
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(DEADLINE_SECONDS)
        shutil.rmtree(directory)


def migrations() -> list[Path]:
    """Every versioned migration of the checkout, in order."""
    files = (ROOT / "schema").glob("v*/V*__*.sql")
    return sorted(files, key=lambda path: [int(n) for n in re.findall(r"\d+", path.name.split("__")[0])])


def apply(server: Server, database: str, migration: Path) -> None:
    """Apply a migration as Flyway does: in one transaction, unless PostgreSQL forbids it."""
    text = re.sub(r"--[^\n]*", "", migration.read_text())
    single = [] if "CONCURRENTLY" in text else ["--single-transaction"]
    server.run("psql", "-d", server.dsn(database), "-Xqv", "ON_ERROR_STOP=1", *single, "-f", str(migration))


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """A database with all migrations, applied by an owner who is no superuser; others are copied from it."""
    with psycopg.connect(server.dsn("postgres", "tester"), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {OWNER} LOGIN".encode())
        admin.execute(f"CREATE DATABASE template_fkplus OWNER {OWNER}".encode())
    for migration in migrations():
        apply(server, "template_fkplus", migration)
    return "template_fkplus"


def _copied_database(server: Server, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.dsn("postgres", "tester"), autocommit=True) as admin:
        # Of the two ways of copying the quicker one where nothing is synced.
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER} STRATEGY file_copy".encode())
        yield name
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def database(server: Server, template: str) -> Iterator[str]:
    """A fresh migrated database; its name."""
    yield from _copied_database(server, template)


@pytest.fixture(scope="module")
def module_database(server: Server, template: str) -> Iterator[str]:
    """A migrated database that the tests of a module share; its name."""
    yield from _copied_database(server, template)


@pytest.fixture
def connection(server: Server, database: str) -> Iterator[psycopg.Connection]:
    """A connection of the owner to a fresh database."""
    with psycopg.connect(server.dsn(database)) as opened:
        yield opened


@pytest.fixture
def observer(server: Server, database: str) -> Iterator[psycopg.Connection]:
    """A connection from which a test watches the sessions of the fresh database."""
    with psycopg.connect(server.dsn(database, "tester"), autocommit=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def module_connection(server: Server, module_database: str) -> Iterator[psycopg.Connection]:
    """A connection of the owner to the database that the tests of a module share."""
    with psycopg.connect(server.dsn(module_database)) as opened:
        yield opened


@pytest.fixture
def rolled_back(module_connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The module's connection; what a test changes is rolled back after it."""
    yield module_connection
    module_connection.rollback()


@pytest.fixture(scope="session")
def real_protocols() -> Path:
    """The directory of the real protocols, or a skip where it is absent."""
    shared = Path(os.environ.get("FKPLUS_SHARED_DATA", ROOT.parent / "shared" / "data"))
    directory = shared / "isu-protocols-2016-2017"
    if not directory.is_dir():
        pytest.skip(f"no real protocols at {directory}: set FKPLUS_SHARED_DATA")
    return directory
