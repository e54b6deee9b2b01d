"""Which unit of which component runs on which node, and at which address and port."""

import ipaddress
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fkplus.model.errors import BadInput
from fkplus.model.names import is_node_name

LOCAL = "local"
COMPOSE = "compose"
RUNTIMES = (LOCAL, COMPOSE)

# Where the ports of a published node are on the machine that runs its container.
PUBLISHED_AT = "127.0.0.1"

_ADDRESS = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Node:
    """A place with an address, and the names of the components that run there.

    `published`: its ports are also on the loopback address of the machine that runs its container.
    """

    name: str
    address: str
    components: tuple[str, ...]
    published: bool = False


@dataclass(frozen=True)
class Unit:
    """One component on one node; its name is `<component>-<node>`."""

    component: str
    node: str

    @property
    def name(self) -> str:
        """The unit's name in logs, in `fkplus status` and in the process manager."""
        return f"{self.component}-{self.node}"


@dataclass(frozen=True)
class Topology:
    """The nodes of one cluster in the order of the file, and how their units are run.

    `network` is the one that is made for containers, such as 10.83.17.0/24; empty where none is made.
    """

    name: str
    runtime: str
    nodes: tuple[Node, ...]
    network: str = ""

    @property
    def entry(self) -> "Node":
        """Return the node that sees the files of all: the first whose ports are published, else the first."""
        return next((node for node in self.nodes if node.published), self.nodes[0])

    @property
    def gateway(self) -> str:
        """Return the address that this machine has in the network of the containers; empty without one."""
        return str(ipaddress.IPv4Network(self.network)[1]) if self.network else ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses from which members and the command line connect, sorted, each once."""
        return tuple(sorted({node.address for node in self.nodes} | {self.gateway} - {""}))

    def node(self, name: str) -> Node:
        """Return the node called `name`; raises BadInput naming the ones that exist."""
        for node in self.nodes:
            if node.name == name:
                return node
        known = ", ".join(node.name for node in self.nodes)
        raise BadInput(f"there is no node {name!r} in topology {self.name!r}", f"the nodes are: {known}")

    def units(self, component: str | None = None) -> tuple[Unit, ...]:
        """Return all units, or those of one component, in the order of the nodes."""
        return tuple(
            Unit(name, node.name)
            for node in self.nodes
            for name in node.components
            if component in (None, name)
        )

    def unit(self, name: str) -> Unit:
        """Return the unit called `name`; raises BadInput naming the ones that exist."""
        for unit in self.units():
            if unit.name == name:
                return unit
        known = ", ".join(unit.name for unit in self.units())
        raise BadInput(f"there is no unit {name!r} in topology {self.name!r}", f"the units are: {known}")

    def without(self, component: str) -> "Topology":
        """Return the same topology with no unit of `component`."""
        nodes = (replace(n, components=tuple(c for c in n.components if c != component)) for n in self.nodes)
        return replace(self, nodes=tuple(nodes))

    def unpublished(self) -> "Topology":
        """Return the same topology as seen from a node's own network, with the entry first."""
        nodes = sorted(self.nodes, key=lambda node: node != self.entry)
        return replace(self, nodes=tuple(replace(node, published=False) for node in nodes))

    def step(self, unit: Unit) -> int:
        """Return how many units of the same component stand before `unit` at the same address."""
        address = self.node(unit.node).address
        neighbours = [u for u in self.units(unit.component) if self.node(u.node).address == address]
        return neighbours.index(unit)


def read(path: Path, components: Mapping[str, object]) -> Topology:
    """Read a topology file, knowing which component names exist.

    Raises BadInput for a missing file, a syntax error, or words that mean nothing here.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(
            f"there is no topology file {path}", "name one with --topology, as in topologies/"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path} can't be read as a topology: {error}") from error
    return parse(document, components, source=str(path))


def parse(document: Mapping[str, object], components: Mapping[str, object], *, source: str) -> Topology:
    """Make a Topology of the parsed TOML; raises BadInput naming `source` and the word that is wrong."""
    runtime = document.get("runtime")
    if runtime not in RUNTIMES:
        raise BadInput(f"{source}: runtime is {runtime!r}", f"known runtimes: {', '.join(RUNTIMES)}")
    extra = {"network"} if runtime == COMPOSE else set()
    _only_keys(document, {"name", "runtime", "node", *extra}, source)
    entries = document.get("node")
    if not isinstance(entries, list) or not entries:
        raise BadInput(f"{source}: no [[node]] is given")
    nodes = tuple(_node(entry, components, source, runtime) for entry in entries)
    names = [node.name for node in nodes]
    if len(set(names)) != len(names):
        raise BadInput(f"{source}: two nodes have the same name")
    name = document.get("name")
    if not isinstance(name, str) or not is_node_name(name):
        raise BadInput(f"{source}: name is {name!r}", "lower-case letters, digits and hyphens")
    network = _network(document, nodes, source) if runtime == COMPOSE else ""
    return Topology(name, str(runtime), nodes, network)


def _network(document: Mapping[str, object], nodes: Sequence[Node], source: str) -> str:
    """Return the containers' network; raises BadInput unless each node has an address of its own in it."""
    given = document.get("network")
    try:
        network = ipaddress.IPv4Network(str(given))
    except ValueError as error:
        raise BadInput(f"{source}: network is {given!r}: {error}", "such as 10.83.17.0/24") from None
    taken = {str(network[0]), str(network[1 % network.num_addresses]), str(network[-1])}
    free = {node.address for node in nodes if _is_in(node.address, network)} - taken
    for node in nodes:
        if node.address not in free:
            raise BadInput(
                f"{source}: node {node.name} has the address {node.address}",
                f"each node takes one of its own in {network}, whose first is this machine's",
            )
        free.remove(node.address)
    return str(network)


def _is_in(address: str, network: ipaddress.IPv4Network) -> bool:
    try:
        return ipaddress.IPv4Address(address) in network
    except ValueError:
        return False


def _node(entry: object, components: Mapping[str, object], source: str, runtime: object) -> Node:
    if not isinstance(entry, Mapping):
        raise BadInput(f"{source}: node is {entry!r}", "write each node as a [[node]] table")
    extra = {"published"} if runtime == COMPOSE else set()
    _only_keys(entry, {"name", "address", "units", *extra}, source)
    name, address, units = entry.get("name"), entry.get("address"), entry.get("units")
    if not isinstance(name, str) or not is_node_name(name):
        raise BadInput(f"{source}: a node is called {name!r}", "lower-case letters, digits and hyphens")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise BadInput(f"{source}: node {name} has the address {address!r}", "an IPv4 address or a host name")
    if not isinstance(units, list) or any(str(unit) not in components for unit in units):
        raise BadInput(f"{source}: node {name} has units {units!r}", f"known: {', '.join(components)}")
    if len(set(units)) != len(units):
        raise BadInput(f"{source}: node {name} names a unit twice")
    published = entry.get("published", False)
    if not isinstance(published, bool):
        raise BadInput(f"{source}: node {name}: published is {published!r}", "true or false")
    return Node(name, address, tuple(units), published)


def _only_keys(table: Mapping[str, object], known: set[str], source: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise BadInput(f"{source}: unknown key {unknown[0]!r}", f"known keys: {', '.join(sorted(known))}")
