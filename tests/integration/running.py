"""One real fkplus for the tests: its own home, its own ports, and everything by the command line."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from fkplus.launcher import etcd, unit

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("FKPLUS_SHARED_DATA", CHECKOUT.parent / "shared" / "data"))
REAL_PROTOCOLS = SHARED / "isu-protocols-2016-2017"

_COMMAND_SECONDS = 300
_INHERITED = ("PATH", "HOME", "LANG", "JAVA_HOME", "TMPDIR")


@dataclass
class Fkplus:
    """The command line with fixed settings; `run` returns what the command said."""

    home: Path
    offset: int
    variables: dict[str, str] = field(default_factory=dict)
    _dsns: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def run(self, *arguments: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        if "destroy" in arguments:
            # A new cluster has new passwords.
            self._dsns.clear()
        result = subprocess.run(
            [CHECKOUT / "fkplus", *arguments],
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_COMMAND_SECONDS,
            cwd="/",
        )
        if check and result.returncode != 0:
            raise AssertionError(f"fkplus {' '.join(arguments)}: exit {result.returncode}\n{result.stderr}")
        return result

    def environment(self, **variables: str) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        own = {"FKPLUS_HOME": str(self.home), "FKPLUS_PORT_OFFSET": str(self.offset)}
        # An empty value counts as not given, and keeps a developer's .env out of the tests.
        empty = dict.fromkeys(("MIGRATION_VERSION", "ANALYST_NAMES", "CREATOR_PASSWORD"), "")
        names = {"CREATOR_NAME": "fkplus", "MY_DB": "fkplus", "APP_ENV": "test", "SEED_COUNT": "100"}
        # Tests compare tables: nobody else may write.
        names["BACKEND_RATE"] = "0"
        return inherited | empty | names | own | self.variables | variables

    def status(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.run("status", "--json").stdout)
        return answer

    def dsn(self, role: str = "fkplus", port: str = "write") -> str:
        if (role, port) not in self._dsns:
            self._dsns[role, port] = self.run("dsn", "--role", role, "--port", port).stdout.strip()
        return self._dsns[role, port]

    def connect(self, role: str = "fkplus", port: str = "write") -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.dsn(role, port), autocommit=True, connect_timeout=5)

    def node_home(self, node: str) -> Path:
        """Return where the node's files are: one place for all nodes on one machine."""
        return self.home

    def data(self, node: str) -> Path:
        return self.node_home(node) / "data" / f"patroni-{node}"

    def settings_of_patroni(self, node: str) -> Path:
        return self.node_home(node) / "units" / f"patroni-{node}" / "patroni.yml"

    def pid_here(self, node: str, pid: int) -> int:
        """Return our pid of the process that has `pid` on its node."""
        return pid

    def pids(self) -> dict[str, int]:
        """Return our pids of the units; 0 where one has no process."""
        found = {one["unit"]: one["pid"] for one in self.status()["units"]}
        return {name: pid and self.pid_here(name.rpartition("-")[2], pid) for name, pid in found.items()}

    def postmaster(self, node: str) -> int:
        lock = (self.data(node) / "postmaster.pid").read_text()
        return self.pid_here(node, int(lock.split("\n", 1)[0]))

    def patroni(self, node: str) -> int:
        """Return the pid of Patroni itself; that of its unit is the launcher's."""
        own = ["-m", "patroni", str(self.settings_of_patroni(node))]
        found = [process.pid for process, arguments in processes() if arguments[1:] == own]
        assert len(found) == 1, f"{len(found)} Patronis of {node}"
        return found[0]

    def leader(self) -> str:
        """Return who holds the leader key, from etcd itself."""
        return etcd.read(unit.read(self.settings_of_patroni("node1"))).leader

    def log(self, node: str) -> str:
        return (self.node_home(node) / "log" / f"patroni-{node}.log").read_text(
            encoding="utf-8", errors="replace"
        )

    def wait_for_log(self, node: str, text: str, after: int, seconds: float = 60) -> str:
        """Wait until the unit's log has `text` behind position `after`; return what it has there."""
        deadline = time.monotonic() + seconds
        while text not in (log := self.log(node)[after:]):
            assert time.monotonic() < deadline, f"no {text!r} in the log of {node}: {log[-3000:]}"
            time.sleep(0.1)
        return log

    def wait_until_ready(self, seconds: float = 90) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while not (status := self.status())["ready"]:
            assert time.monotonic() < deadline, f"not ready after {seconds} s: {status['members']}"
            time.sleep(0.5)
        return status


def processes() -> Iterator[tuple[psutil.Process, list[str]]]:
    """Yield the processes of the machine that have arguments, with these."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if arguments := process.cmdline():
                yield process, arguments


@contextmanager
def temporary_fkplus(offset: int, **variables: str) -> Iterator[Fkplus]:
    """Yield an fkplus with an empty home that the daemons' user can reach; destroy it afterwards."""
    base = Path(tempfile.mkdtemp(prefix="fkplus-test-", dir="/tmp"))
    base.chmod(0o755)
    fkplus = Fkplus(base / "home", offset, dict(variables))
    try:
        yield fkplus
    finally:
        if fkplus.home.exists():
            fkplus.run("destroy", "--yes", check=False)
        shutil.rmtree(base, ignore_errors=True)


def table_contents(connection: psycopg.Connection[tuple[Any, ...]], tables: Sequence[str]) -> dict[str, str]:
    """Return, for each table, a digest of its rows in the order of their text."""
    digests = {}
    for table in tables:
        row = connection.execute(
            f"select coalesce(md5(string_agg(t::text, '\n' order by t::text)), '') from {table} t"
        ).fetchone()
        digests[table] = str(row[0]) if row else ""
    return digests


def tables_of(connection: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    """Return all tables of ours but the histories, schema-qualified."""
    rows = connection.execute(
        "select format('%I.%I', schemaname, tablename) from pg_tables"
        " where schemaname in ('public', 'private')"
        " and tablename not in ('flyway_schema_history', 'seed_history') order by 1"
    )
    return [str(row[0]) for row in rows]
