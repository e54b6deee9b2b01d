"""Patroni's keys are read and deleted through any etcd member that answers."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sites import cluster, site

from fkplus.model.errors import CommandFailed
from fkplus.operations import dcs

_VALUE = "7431234567890123456"


class _Member(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"kvs": [{"value": base64.b64encode(_VALUE.encode()).decode()}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def only_member() -> Iterator[int]:
    """Yield the port of a member that answers."""
    server = HTTPServer(("127.0.0.1", 0), _Member)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_member_that_is_away_is_passed_over(only_member: int, place: int) -> None:
    ports = [cluster().port(unit, "client") for unit in cluster().topology.units("etcd")]
    assert dcs.initialize_key(site(cluster(port_offset=only_member - ports[place]))) == _VALUE


def test_where_no_member_answers_all_are_named() -> None:
    with pytest.raises(CommandFailed, match=r"etcd-node1.*etcd-node2.*etcd-node3"):
        dcs.initialize_key(site(cluster(port_offset=-2400)))
