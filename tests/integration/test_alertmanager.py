"""An alert that Alertmanager is told reaches the webhook."""

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
import pytest
from sites import settings

from fkplus.components import METRICS, PORTS, alertmanager
from fkplus.model.cluster import Cluster, Layout
from fkplus.model.secrets import Secret, fill
from fkplus.model.topology import Node, Topology
from fkplus.runtimes.wait import probe_problem, until


@pytest.fixture
def calls() -> Iterator[tuple[str, Queue[Any]]]:
    """Yield the address of a webhook and what was posted there."""
    posted: Queue[Any] = Queue()

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
            return

    with HTTPServer(("127.0.0.1", 0), Webhook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", posted
        server.shutdown()
        thread.join(timeout=10)


def free_offset() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1]) - alertmanager.PORTS["http"]


def test_an_alert_reaches_the_webhook(calls: tuple[str, Queue[Any]], tmp_path: Path) -> None:
    address, posted = calls
    wanted = settings(home=tmp_path, port_offset=free_offset(), alert_webhook=Secret(address))
    layout = Layout(tmp_path, tmp_path, tmp_path, tmp_path, ())
    topology = Topology("test", "local", (Node("node1", "127.0.0.1", ("alertmanager",)),))
    here = Cluster(topology, wanted, layout, PORTS, METRICS)
    [unit] = topology.units()
    for name, text in alertmanager.files(unit, here).items():
        layout.files(unit).mkdir(parents=True)
        (layout.files(unit) / name).write_text(fill(text, {alertmanager.WEBHOOK_SECRET: Secret(address)}))
    with subprocess.Popen(alertmanager.command(unit, here), stdin=subprocess.DEVNULL) as process:
        try:
            until(lambda: probe_problem(alertmanager.ready(unit, here)), 30, "Alertmanager")
            now = datetime.now(UTC)
            alert = {
                "labels": {"alertname": "NoPrimary", "severity": "critical"},
                "startsAt": now.isoformat(),
            }
            api = f"http://{here.endpoint(unit, 'http')}/api/v2/alerts"
            httpx.post(api, json=[alert], timeout=10, trust_env=False).raise_for_status()
            assert posted.get(timeout=60)["alerts"][0]["labels"]["alertname"] == "NoPrimary"
        finally:
            process.terminate()
            process.wait(timeout=30)
