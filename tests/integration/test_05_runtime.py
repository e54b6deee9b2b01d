"""What a runtime promises, shown with small programs of real processes; every runtime has to pass it."""

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fkplus.model.errors import NotReady
from fkplus.model.probe import Tcp
from fkplus.model.program import Program
from fkplus.model.secrets import Secret, placeholder
from fkplus.model.topology import Unit
from fkplus.runtimes import processes
from fkplus.runtimes.daemon_user import daemon_user
from fkplus.runtimes.local import LocalRuntime
from fkplus.runtimes.local_layout import local_layout
from fkplus.runtimes.wait import probe_problem, until

SECRETS = {"token": Secret("s3cret")}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def program(name: str, *command: str) -> Program:
    port = free_port()
    return Program(
        unit=Unit(name, "node1"),
        host="127.0.0.1",
        files={"settings": f"token = {placeholder('token')}\n"},
        command=command or ("/usr/bin/python3", "-m", "http.server", "--bind", "127.0.0.1", str(port)),
        launch_options=(),
        ready=Tcp("127.0.0.1", port),
        after=(),
        ports={"http": port},
        reload_signal=None,
        start_seconds=20,
        stop_seconds=5,
    )


@pytest.fixture
def home() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp(prefix="fkplus-runtime-", dir="/tmp"))
    base.chmod(0o755)
    yield base / "home with a space"
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def runtime(home: Path) -> Iterator[LocalRuntime]:
    user = daemon_user()
    instance = LocalRuntime(local_layout(home, user), user)
    yield instance
    instance.close([])


def ready(given: Program) -> None:
    until(lambda: probe_problem(given.ready), given.start_seconds, given.unit.name)


def test_a_unit_starts_once_and_stops(runtime: LocalRuntime) -> None:
    web = program("web")
    runtime.apply([web], SECRETS)
    assert runtime.start(web)
    ready(web)
    assert not runtime.start(web)
    pid = runtime.states()["web-node1"].pid
    runtime.apply([web], SECRETS)
    assert runtime.states()["web-node1"].pid == pid
    runtime.stop([web])
    assert runtime.states()["web-node1"].pid == 0


def test_daemons_do_not_run_as_root(runtime: LocalRuntime) -> None:
    web = program("web")
    runtime.apply([web], SECRETS)
    runtime.start(web)
    ready(web)
    pid = runtime.states()["web-node1"].pid
    assert Path(f"/proc/{pid}").stat().st_uid == daemon_user().uid != 0


def test_a_killed_unit_is_started_again(runtime: LocalRuntime) -> None:
    web = program("web")
    runtime.apply([web], SECRETS)
    runtime.start(web)
    ready(web)
    # supervisord counts a process as up after a second, and restarts at once only such a one.
    until(lambda: None if runtime.states()["web-node1"].runs else "not yet", 10, "running")
    before = runtime.states()["web-node1"].pid
    os.kill(before, signal.SIGKILL)
    until(lambda: None if runtime.states()["web-node1"].pid not in (0, before) else "gone", 20, "restart")
    ready(web)


def test_files_hold_their_secrets_and_are_private(runtime: LocalRuntime, home: Path) -> None:
    web = program("web")
    assert runtime.put([web], SECRETS) == {"web-node1"}
    path = home / "units" / "web-node1" / "settings"
    assert path.read_text(encoding="utf-8") == "token = s3cret\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert runtime.put([web], SECRETS) == frozenset()


def test_a_changed_file_is_reported_for_a_running_unit_only(runtime: LocalRuntime) -> None:
    web = program("web")
    assert runtime.apply([web], SECRETS).touched == frozenset()
    runtime.start(web)
    ready(web)
    until(lambda: None if runtime.states()["web-node1"].runs else "not yet", 10, "running")
    assert runtime.apply([replace(web, files={"settings": "other"})], SECRETS).touched == {"web-node1"}


def test_a_changed_command_counts_from_the_next_start_and_stops_nothing(runtime: LocalRuntime) -> None:
    web, other = program("web"), program("other")
    runtime.apply([web, other], SECRETS)
    for each in (web, other):
        runtime.start(each)
        ready(each)
    before = runtime.states()
    changed = replace(program("web"), unit=web.unit)
    assert runtime.apply([changed, other], SECRETS).outdated == {"web-node1"}
    assert {name: state.pid for name, state in runtime.states().items()} == {
        name: state.pid for name, state in before.items()
    }
    runtime.stop([changed])
    assert runtime.apply([changed, other], SECRETS).outdated == frozenset()
    assert runtime.start(changed)
    ready(changed)
    assert runtime.states()["other-node1"].pid == before["other-node1"].pid


def test_a_silent_supervisord_is_replaced_and_its_units_taken_over(runtime: LocalRuntime, home: Path) -> None:
    web = program("web")
    runtime.apply([web], SECRETS)
    runtime.start(web)
    ready(web)
    (home / "run" / "supervisord.sock").unlink()
    assert runtime.states() == {}
    runtime.apply([web], SECRETS)
    runtime.start(web)
    ready(web)
    assert len(processes.with_command(web.command)) == 1


def test_a_unit_that_does_not_come_up_is_named_with_its_last_lines(runtime: LocalRuntime) -> None:
    broken = program("broken", "/usr/bin/python3", "-c", "print('no such thing'); raise SystemExit(3)")
    runtime.apply([broken], SECRETS)
    runtime.start(broken)
    time.sleep(1.5)
    with pytest.raises(NotReady) as caught:
        until(
            lambda: probe_problem(broken.ready),
            1,
            "waiting for broken-node1",
            unit="broken-node1",
            log_lines=lambda: runtime.tail("broken-node1", 5),
        )
    assert caught.value.unit == "broken-node1"
    assert "no such thing" in caught.value.log_lines


def test_a_unit_has_an_empty_standard_input(runtime: LocalRuntime) -> None:
    reader = program("reader", "/bin/sh", "-c", "cat; echo end of input; exec sleep 60")
    runtime.apply([reader], SECRETS)
    runtime.start(reader)
    until(lambda: None if "end of input" in runtime.tail("reader-node1", 5) else "still reading", 10, "input")
