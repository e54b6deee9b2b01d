"""One real PostgreSQL that the migration tests may kill, and folders of small migrations for it."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from fkplus.database.flyway.migrate import MigrateResult, migrate
from fkplus.database.migrations import Version

_SECONDS = 60
OWNER = "schema_owner"
PASSWORD = secrets.token_hex(12)


class Server:
    """A PostgreSQL whose process id is known; databases belong to a role that is no superuser."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        bin_dirs = sorted(
            Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda path: int(path.parent.name)
        )
        self._bin = bin_dirs[-1]
        options = ["-A", "scram-sha-256", "-U", "postgres", "-E", "UTF8", "--no-locale"]
        self._as_daemon("initdb", "-D", str(self.data), *options, *self._pwfile())

    @property
    def data(self) -> Path:
        return self.directory / "data"

    def start(self) -> None:
        """Start the server and wait until it answers; after a kill, backends of the old one may linger."""
        deadline = time.monotonic() + _SECONDS
        while True:
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    self._command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            try:
                psycopg.connect(self.dsn("postgres", "postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "PostgreSQL did not come up"
                time.sleep(0.2)
            else:
                return

    def kill(self) -> None:
        """Kill the postmaster the hard way."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_SECONDS)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_SECONDS)

    def dsn(self, database: str, user: str = OWNER) -> str:
        return f"host=127.0.0.1 port={self.port} dbname={database} user={user} password={PASSWORD}"

    @contextlib.contextmanager
    def session(self, database: str, user: str = "postgres") -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.dsn(database, user), autocommit=True) as connection:
            yield connection

    def _command(self) -> list[str]:
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.directory,
            "fsync": "off",
            "shared_buffers": "16MB",
        }
        options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
        return [*_daemon_prefix(), str(self._bin / "postgres"), "-D", str(self.data), *options]

    def _as_daemon(self, program: str, *arguments: str) -> None:
        command = [*_daemon_prefix(), str(self._bin / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.directory, timeout=_SECONDS)

    def _pwfile(self) -> tuple[str, str]:
        path = self.directory / "password"
        path.write_text(PASSWORD, encoding="utf-8")
        path.chmod(0o644)
        return "--pwfile", str(path)


@contextlib.contextmanager
def temporary_server() -> Iterator[Server]:
    directory = Path(tempfile.mkdtemp(prefix="fkplus-flyway-"))
    if os.geteuid() == 0:
        shutil.chown(directory, "postgres", "postgres")
    server = None
    try:
        server = Server(directory)
        server.start()
        with server.session("postgres") as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN PASSWORD '{PASSWORD}'")
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(directory)


class Database:
    """An empty database on the server, a schema folder for it, and what migrating said."""

    def __init__(self, server: Server, schema: Path) -> None:
        self.server = server
        self.schema = schema
        self.name = f"test_{secrets.token_hex(4)}"
        self.said: list[str] = []
        self.on_progress: Callable[[str], None] = lambda _text: None
        with server.session("postgres") as connection:
            connection.execute(f"CREATE DATABASE {self.name} OWNER {OWNER}")

    @property
    def dsn(self) -> str:
        return self.server.dsn(self.name)

    def write(self, file: str, content: str | bytes) -> Path:
        """Write a file, `V1__a.sql` or `folder/V1__a.sql`, into the schema folder."""
        path = self.schema / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def migrate(self, target: str | None = None, seconds: float = _SECONDS) -> MigrateResult:
        return migrate(
            self.dsn,
            self.schema,
            target=Version.parse(target) if target else None,
            progress=self._hear,
            deadline_seconds=seconds,
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.server.session(self.name) as connection:
            return connection.execute(query).fetchall()

    def history(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT version, success FROM flyway_schema_history ORDER BY installed_rank")

    def wait_for(self, query: str) -> None:
        """Wait until `query` returns a row."""
        deadline = time.monotonic() + _SECONDS
        while not self.rows(query):
            assert time.monotonic() < deadline, f"never true: {query}"
            time.sleep(0.05)

    def _hear(self, text: str) -> None:
        self.said.append(text)
        self.on_progress(text)


def _daemon_prefix() -> list[str]:
    if os.geteuid() != 0:
        return []
    group = str(pwd.getpwnam("postgres").pw_gid)
    return ["setpriv", "--reuid", "postgres", "--regid", group, "--init-groups", "--reset-env"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
