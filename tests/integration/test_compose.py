"""The cluster in containers does what the local one does, and outlives what happens to containers."""

import json
import time
from pathlib import Path

import pytest
from engine import Engine, docker
from in_containers import Compose
from writer import Writer

NODES = ("entry", "node1", "node2", "node3")

pytestmark = [pytest.mark.containers, pytest.mark.timeout(900)]


@pytest.fixture(scope="module", autouse=True)
def _up(compose: Compose) -> None:
    compose.run("up", APP_ENV="dev", SEED_COUNT="200")


def identities(compose: Compose) -> dict[str, str]:
    return {
        node: docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", compose.container(node))
        for node in NODES
    }


def test_one_command_leads_to_a_ready_cluster_on_postgresql_17(compose: Compose) -> None:
    status = compose.status()
    assert status["ready"]
    assert [member["state"] for member in status["members"]].count("streaming") == 2
    assert status["endpoints"]["write"] == {"host": "127.0.0.1", "port": 5000 + compose.offset}
    assert status["seeded_versions"]
    with compose.connect() as connection:
        assert connection.info.server_version // 10_000 == 17


def test_up_again_starts_nothing_anew(compose: Compose) -> None:
    before = identities(compose)
    result = compose.run("up", APP_ENV="dev", SEED_COUNT="200")
    assert "all units run already" in result.stderr
    assert identities(compose) == before


def test_every_container_is_healthy_in_the_engines_eyes(compose: Compose) -> None:
    deadline = time.monotonic() + 90
    while True:
        found = {docker("inspect", "-f", "{{.State.Health.Status}}", compose.container(n)) for n in NODES}
        if found == {"healthy"}:
            break
        assert time.monotonic() < deadline, found
        time.sleep(1)


def test_no_secret_shows_in_what_the_engine_tells(compose: Compose) -> None:
    secrets = json.loads((compose.home / "secrets.json").read_text(encoding="utf-8")).values()
    image = docker("inspect", "-f", "{{.Config.Image}}", compose.container("node1"))
    told = [docker("inspect", compose.container(node)) for node in NODES]
    told += [docker("inspect", image), docker("history", "--no-trunc", image)]
    told += [docker("top", compose.container(node), "-eo", "pid,args") for node in NODES]
    assert secrets
    assert not [secret for secret in secrets if any(secret in text for text in told)]


def test_nothing_in_a_container_runs_as_root(compose: Compose) -> None:
    for node in NODES:
        users = docker("top", compose.container(node), "-eo", "pid,uid").splitlines()[1:]
        assert users
        assert "0" not in [user.split()[1] for user in users]


@pytest.mark.parametrize("name", ["container-killed", "container-disconnected", "container-paused"])
def test_no_promise_is_broken(compose: Compose, name: str, tmp_path: Path) -> None:
    result = compose.run("chaos", "run", name, "--here", "--results", f"{tmp_path}/results", check=False)
    assert result.returncode in (0, 3), result.stderr
    assert " 0 lost" in result.stderr


def test_an_engine_that_was_killed_brings_the_cluster_back_by_itself(
    compose: Compose, the_engine: Engine
) -> None:
    if the_engine.process is None:
        pytest.skip("the engine is not ours to kill")
    compose.wait_until_ready()
    with Writer(compose.dsn()) as writer:
        writer.wait_for_writes()
        the_engine.kill()
        the_engine.start()
        compose.wait_until_ready(180)
        writer.wait_for_writes()
    assert not writer.missing()


def test_down_and_up_keep_the_rows_and_destroy_leaves_nothing(compose: Compose) -> None:
    with compose.connect() as connection:
        before = connection.execute("select count(*) from account").fetchone()
    compose.run("down")
    assert docker("ps", "-aq", "--filter", f"name={compose.container('')}") == ""
    compose.run("up")
    with compose.connect() as connection:
        assert connection.execute("select count(*) from account").fetchone() == before
    compose.run("destroy", "--yes", "--backups")
    assert docker("ps", "-aq", "--filter", f"name={compose.container('')}") == ""
    assert docker("network", "ls", "-q", "--filter", f"name={compose.container('')[:-1]}_") == ""
    assert not compose.home.exists() or not list(compose.home.iterdir())
