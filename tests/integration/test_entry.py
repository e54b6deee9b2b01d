"""HAProxy believes a Patroni that says "not primary" at once, and is patient with one that says nothing."""

import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sites import cluster

from conftest import NEXT_OFFSET
from fkplus.components import haproxy
from fkplus.runtimes.daemon_user import MINIMAL_ENVIRONMENT

HERE = cluster(port_offset=NEXT_OFFSET)
NODES = [unit.node for unit in HERE.topology.units("patroni")]
DEADLINE_SECONDS = 30


@dataclass
class Node:
    """A port that says the node's name where PostgreSQL would be, and Patroni's answer beside it."""

    name: str
    answer: int = 503
    asked: int = 0
    _ends: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        unit = HERE.topology.unit(f"patroni-{self.name}")
        self._serve(ThreadingHTTPServer((HERE.host(unit), HERE.port(unit, "rest")), self._rest()))
        self._serve(Server((HERE.host(unit), HERE.port(unit, "postgresql")), self._session()))

    def stop(self) -> None:
        self._ends.close()

    def silence(self) -> None:
        """Let the answers stay away while connections are still taken."""
        self.answer = 0

    def _serve(self, server: socketserver.TCPServer) -> None:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self._ends.callback(server.server_close)
        self._ends.callback(server.shutdown)

    def _rest(self) -> type[BaseHTTPRequestHandler]:
        node = self

        class Rest(BaseHTTPRequestHandler):
            def do_OPTIONS(self) -> None:
                node.asked += 1
                if node.answer:
                    self.send_response(node.answer)
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        return Rest

    def _session(self) -> type[socketserver.BaseRequestHandler]:
        name = self.name

        class Session(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.sendall(name.encode())

        return Session


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[dict[str, Node]]:
    made = {name: Node(name) for name in NODES}
    made[NODES[0]].answer = 200
    entry = HERE.first(haproxy.NAME)
    path = tmp_path / "haproxy.cfg"
    path.write_text(haproxy.files(entry, HERE)["haproxy.cfg"])
    with ExitStack() as ends:
        for node in made.values():
            node.start()
            ends.callback(node.stop)
        # HAProxy lives in /usr/sbin, which is not on an ordinary user's PATH.
        process = subprocess.Popen(
            ["haproxy", "-db", "-f", path], env=MINIMAL_ENVIRONMENT, stderr=subprocess.DEVNULL
        )
        ends.callback(process.wait)
        ends.callback(process.kill)
        until(lambda: {served() for _ in range(9)} == {NODES[0]})
        yield made


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def served() -> str:
    """Return the name of the node that a new connection of the write port leads to; empty: none."""
    entry = HERE.first(haproxy.NAME)
    try:
        with socket.create_connection((HERE.host(entry), HERE.port(entry, "write")), timeout=5) as connection:
            return connection.recv(100).decode()
    except OSError:
        return ""


def test_a_node_that_says_it_is_no_longer_primary_gets_no_connection_from_then_on(
    nodes: dict[str, Node],
) -> None:
    old, new = (nodes[name] for name in NODES[:2])
    old.answer, new.answer = 503, 200
    until(lambda: served() == new.name)
    heard = old.asked
    until(lambda: old.asked >= heard + 2)
    assert {served() for _ in range(20)} == {new.name}


def test_a_primary_whose_patroni_says_nothing_keeps_its_place_for_some_checks(nodes: dict[str, Node]) -> None:
    primary = nodes[NODES[0]]
    primary.silence()
    heard = primary.asked
    until(lambda: primary.asked >= heard + 4)
    assert {served() for _ in range(20)} == {primary.name}
    until(lambda: served() == "")
