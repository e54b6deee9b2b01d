"""A network made for a chaos run carries packets until a cable is pulled, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fkplus.chaos import network
from fkplus.chaos.network import Network
from fkplus.model.errors import BadInput

if reason := network.obstacle():
    pytest.skip(reason, allow_module_level=True)

NUMBER = os.getpid() % 100 + 100
CONNECT = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], 7777), timeout=0.5)
except OSError:
    sys.exit(1)
"""
LISTEN = """
import socket, sys
listener = socket.create_server((sys.argv[1], 7777))
print("listening", flush=True)
sys.stdin.read()
"""


def reaches(here: Network, node: str, address: str) -> bool:
    entered = here.entered(node, 0, 0)
    done = subprocess.run([*entered, sys.executable, "-c", CONNECT, address], check=False)
    return done.returncode == 0


def test_a_pulled_cable_separates_one_node_and_plugged_in_joins_it_again() -> None:
    with network.network(NUMBER, ["node1", "node2", "node3"]) as here:
        listen = [*here.entered("node1", 0, 0), sys.executable, "-c", LISTEN, here.address("node1")]
        with subprocess.Popen(listen, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == b"listening\n"
            assert reaches(here, "node2", here.address("node1"))
            here.cut("node1")
            here.cut("node1")
            assert not reaches(here, "node2", here.address("node1"))
            assert not reaches(here, "node3", here.address("node1"))
            assert reaches(here, "node1", here.address("node1"))
            here.join("node1")
            here.join("node1")
            assert reaches(here, "node2", here.address("node1"))
            server.kill()
        assert Path("/sys/class/net", here.bridge).exists()
    assert not Path("/sys/class/net", here.bridge).exists()
    assert not list(Path("/run/netns").glob(f"{here.bridge}-*"))


def test_a_network_can_be_made_again_at_once() -> None:
    for _ in range(10):
        with network.network(NUMBER, ["node1"]):
            pass


def test_a_network_that_is_there_already_is_not_touched() -> None:
    with network.network(NUMBER, ["node1"]) as here:
        with pytest.raises(BadInput, match="already"), network.network(NUMBER, ["node1"]):
            pass
        assert Path("/run/netns", here.namespace("node1")).exists()
