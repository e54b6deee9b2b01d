"""Plain `docker compose up -d` in a checkout leads to a cluster, without a command of ours before it."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from engine import Engine, docker
from running import CHECKOUT
from writer import Writer

from conftest import OFFSET
from fkplus.model.errors import BadInput
from fkplus.runtimes.containers import compose_image
from fkplus.runtimes.containers import engine as our_engine

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1500)]

_PROJECT = f"fkplus-checkout-{OFFSET}"
_NETWORK = "10.83.17.0/24"
# The images are built on the way, where the engine has them not yet.
_SECONDS = 1200


class Plain:
    """Compose alone, on the checkout's file with its ports elsewhere on this machine."""

    def __init__(self, file: Path) -> None:
        moved = re.sub(
            r"127\.0\.0\.1:(\d+):",
            lambda port: f"127.0.0.1:{int(port[1]) + OFFSET}:",
            (CHECKOUT / "compose.yaml").read_text(encoding="utf-8"),
        )
        file.write_text(moved, encoding="utf-8")
        self._start = [*our_engine.compose_command(), "--file", str(file)]
        self._start += ["--project-directory", str(CHECKOUT), "--project-name", _PROJECT]

    def __call__(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        variables = {"APP_ENV": "dev", "SEED_COUNT": "100", "BACKEND_RATE": "0", "ANALYST_NAMES": "anna"}
        variables |= {"MIGRATION_VERSION": "", "CREATOR_NAME": "", "MY_DB": ""}
        result = subprocess.run(
            [*self._start, *words],
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        assert not check or result.returncode == 0, f"{words}: {result.stdout}\n{result.stderr}"
        return result

    def build(self) -> None:
        given = [
            f"{name}={value or os.environ[name]}" for name, value in compose_image.build_arguments().items()
        ]
        self("build", *(word for argument in given for word in ("--build-arg", argument)))

    def up(self) -> str:
        """Bring it up and wait for the end of the command line's container; returns what that printed."""
        self("up", "-d")
        [command] = self("ps", "-q", "-a", "fkplus").stdout.split() or [""]
        code = subprocess.run(
            ["docker", "wait", command], capture_output=True, text=True, check=True, timeout=300
        )
        printed = self("logs", "--no-color", "fkplus").stdout
        assert code.stdout.strip() == "0", printed
        return printed

    def fkplus(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self("run", "--rm", "-T", "fkplus", *words, check=check)

    def container(self, node: str) -> str:
        return self("ps", "-q", node).stdout.strip()


@pytest.fixture(scope="module")
def plain(the_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plain]:
    networks = docker("network", "ls", "-q").split()
    if _NETWORK in docker("network", "inspect", "-f", "{{range .IPAM.Config}}{{.Subnet}} {{end}}", *networks):
        pytest.skip(f"another cluster has the network {_NETWORK}")
    compose = Plain(tmp_path_factory.mktemp("checkout") / "compose.yaml")
    compose.build()
    try:
        yield compose
    finally:
        compose("down", "--volumes", "--timeout", "5", check=False)


def test_it_leads_to_a_ready_cluster_with_rows(plain: Plain) -> None:
    plain.up()
    status = json.loads(plain.fkplus("status", "--json").stdout)
    assert status["ready"]
    assert [member["state"] for member in status["members"]].count("streaming") == 2
    dsn = plain.fkplus("dsn").stdout.strip()
    for uri in (dsn, re.sub(r"@[^/]*/", f"@127.0.0.1:{5000 + OFFSET}/", dsn)):
        with psycopg.connect(uri, connect_timeout=5) as connection:
            assert connection.execute("select count(*) >= 100 from account").fetchone() == (True,)


def test_no_secret_shows_in_what_the_engine_tells(plain: Plain) -> None:
    [_, password] = re.findall(r"//([^:]*):([^@]*)@", plain.fkplus("dsn").stdout)[0]
    containers = plain("ps", "-q").stdout.split()
    assert password
    assert password not in docker("inspect", *containers)


def test_again_it_changes_nothing(plain: Plain) -> None:
    before = docker(
        "inspect", "-f", "{{.State.StartedAt}}", *(plain.container(f"node{n}") for n in (1, 2, 3))
    )
    assert "all units run already" in plain.up()
    after = docker("inspect", "-f", "{{.State.StartedAt}}", *(plain.container(f"node{n}") for n in (1, 2, 3)))
    assert after == before


def test_a_killed_node_costs_no_row_and_comes_back_with_the_next_up(plain: Plain) -> None:
    primary = json.loads(plain.fkplus("status", "--json").stdout)["primary"]
    dsn = plain.fkplus("dsn").stdout.strip()
    with Writer(dsn) as writer:
        writer.wait_for_writes()
        docker("kill", plain.container(primary))
        writer.wait_for_writes()
        plain.up()
        wait_until_ready(plain)
        writer.wait_for_writes()
    assert not writer.missing()


def test_stop_and_start_keep_the_rows(plain: Plain) -> None:
    dsn = plain.fkplus("dsn").stdout.strip()
    with psycopg.connect(dsn) as connection:
        before = connection.execute("select count(*) from account").fetchone()
    plain("stop")
    plain.up()
    wait_until_ready(plain)
    with psycopg.connect(dsn) as connection:
        assert connection.execute("select count(*) from account").fetchone() == before


@pytest.mark.parametrize("words", [("down",), ("destroy", "--yes"), ("restore", "--to", "latest", "--yes")])
def test_what_has_to_see_a_nodes_processes_is_refused(plain: Plain, words: tuple[str, ...]) -> None:
    result = plain.fkplus(*words, check=False)
    assert result.returncode == BadInput.exit_code, result.stderr
    assert "can't see the processes of the nodes" in result.stderr
    assert json.loads(plain.fkplus("status", "--json").stdout)["ready"]


def test_a_backup_is_made_and_verified(plain: Plain) -> None:
    plain.fkplus("backup", "create")
    assert json.loads(plain.fkplus("backup", "list", "--json").stdout)


def wait_until_ready(plain: Plain, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not json.loads(plain.fkplus("status", "--json").stdout)["ready"]:
        assert time.monotonic() < deadline, plain.fkplus("status").stdout
        time.sleep(1)
