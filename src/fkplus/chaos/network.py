"""A network of this machine's own: for each node a namespace with an address, all on one bridge.

Made of what ip-netns(8) and veth(4) describe: a node whose cable is pulled gets no packet and sends none, of
old connections and new ones alike, as between real machines.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fkplus.chaos import commands
from fkplus.model.errors import BadInput, CommandFailed


@dataclass(frozen=True)
class Network:
    """`number` (0 to 255) tells networks of one machine apart; it is part of names and addresses.

    Addresses are of 198.18.0.0/15, which is for tests of networks and routed nowhere (RFC 2544).
    """

    number: int
    nodes: Sequence[str]

    @property
    def bridge(self) -> str:
        """Return the name of the bridge, on which this machine itself is reached."""
        return f"fkplus{self.number}"

    @property
    def gateway(self) -> str:
        """Return this machine's own address in the network."""
        return f"198.18.{self.number}.254"

    def address(self, node: str) -> str:
        """Return the address of a node."""
        return f"198.18.{self.number}.{self.nodes.index(node) + 1}"

    def namespace(self, node: str) -> str:
        """Return the name of the node's network namespace."""
        return f"{self.bridge}-{node}"

    def entered(self, node: str, uid: int, gid: int) -> Sequence[str]:
        """Return the beginning of an argv that runs something as that user on the node; needs root."""
        place = Path("/run/netns", self.namespace(node))
        return ["nsenter", f"--net={place}", f"--setuid={uid}", f"--setgid={gid}", "--"]

    def cut(self, node: str) -> None:
        """Pull the node's cable; safe to repeat."""
        _ip("link", "set", self._cable(node), "down")

    def join(self, node: str) -> None:
        """Plug it in again; safe to repeat."""
        _ip("link", "set", self._cable(node), "up")

    def _cable(self, node: str) -> str:
        return f"{self.bridge}-{self.nodes.index(node) + 1}"

    @property
    def _passage(self) -> Sequence[str]:
        return ["FORWARD", "--in-interface", self.bridge, "--out-interface", self.bridge, "--jump", "ACCEPT"]

    def check(self) -> None:
        """Raise BadInput where such a network is there already."""
        if Path("/sys/class/net", self.bridge).exists():
            raise BadInput(
                f"there is a network {self.bridge} already",
                f"another run uses it, or one was killed: `ip link delete {self.bridge}`, `ip netns list`",
            )

    def make(self) -> None:
        """Make bridge, namespaces and cables."""
        _ip("link", "add", self.bridge, "type", "bridge")
        _ip("address", "add", f"{self.gateway}/24", "dev", self.bridge)
        _ip("link", "set", self.bridge, "up")
        if _firewall_sees_bridges():
            commands.run("iptables", "--insert", *self._passage)
        for node in self.nodes:
            space = self.namespace(node)
            _ip("netns", "add", space)
            _ip("link", "add", self._cable(node), "type", "veth", "peer", "name", "eth0", "netns", space)
            _ip("link", "set", self._cable(node), "master", self.bridge, "up")
            _ip("-n", space, "address", "add", f"{self.address(node)}/24", "dev", "eth0")
            _ip("-n", space, "link", "set", "lo", "up")
            _ip("-n", space, "link", "set", "eth0", "up")

    def remove(self) -> None:
        """Remove what `make` made, as far as it is there."""
        for node in self.nodes:
            # The kernel removes a cable some time after its namespace; a next run may want the name at once.
            if Path("/sys/class/net", self._cable(node)).exists():
                _ip("link", "delete", self._cable(node))
            if Path("/run/netns", self.namespace(node)).exists():
                _ip("netns", "delete", self.namespace(node))
        if Path("/sys/class/net", self.bridge).exists():
            _ip("link", "delete", self.bridge)
        if _firewall_sees_bridges() and commands.succeeds("iptables", "--check", *self._passage):
            commands.run("iptables", "--delete", *self._passage)


@contextmanager
def network(number: int, nodes: Sequence[str]) -> Iterator[Network]:
    """Make a network until the end of the block; raises BadInput where it is there already."""
    made = Network(number, nodes)
    made.check()
    try:
        made.make()
        yield made
    finally:
        made.remove()


def obstacle() -> str:
    """Return why no network can be made on this machine, or an empty string."""
    if os.geteuid() != 0:
        return "only root can make network namespaces and mount disks"
    missing = [program for program in ("ip", "nsenter", "mount") if shutil.which(program) is None]
    if missing:
        return f"there is no program {missing[0]}"
    probe = f"fkplus-probe-{os.getpid()}"
    try:
        _ip("netns", "add", probe)
        _ip("netns", "delete", probe)
    except CommandFailed as error:
        return f"network namespaces can't be made here: {error.what}"
    return ""


def _firewall_sees_bridges() -> bool:
    """Tell whether a bridge's packets pass the machine's firewall: Docker has it so, and lets none through.

    https://docs.docker.com/engine/network/packet-filtering-firewalls/
    """
    seen = Path("/proc/sys/net/bridge/bridge-nf-call-iptables")
    return seen.exists() and seen.read_text().strip() == "1" and shutil.which("iptables") is not None


def _ip(*words: str) -> None:
    commands.run("ip", *words)
