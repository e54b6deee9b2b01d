"""What compose.yaml says of a cluster, as pure text; valid for Docker Compose v2 and for 1.29."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fkplus.model.cluster import Layout
from fkplus.model.probe import Http
from fkplus.model.program import Program
from fkplus.model.topology import PUBLISHED_AT, Node, Topology

FILE_NAME = "compose.yaml"
USERS_NAME = "passwd"

# What no container of ours goes beyond.
BOUNDS: Mapping[str, Any] = {
    "logging": {"driver": "json-file", "options": {"max-size": "10m", "max-file": "3"}},
    # Three instances of 128 MB and 120 connections fit into a laptop; one that leaks must not take it all.
    "mem_limit": "2g",
    "pids_limit": 1024,
    # PostgreSQL's parallel workers share memory in /dev/shm; an engine gives 64 MB.
    "shm_size": "256m",
    "read_only": True,
    "tmpfs": ["/tmp:mode=1777"],  # noqa: S108 - the container's own
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
}
# Beyond what the slowest unit may take: the others stop at the same time.
_STOP_MARGIN_SECONDS = 20

_HEAD = "# `fkplus up` writes this. By hand: docker compose -p {project} up -d, stop, ps, logs.\n"


@dataclass(frozen=True)
class Setting:
    """What containers are made of, apart from the cluster: image, name of the project, who owns the files.

    `backups` is the directory that every node archives to.
    """

    project: str
    image: str
    owner: str
    backups: Path


def container(project: str, node: str) -> str:
    """Return the name of a node's container."""
    return f"{project}-{node}"


def text(topology: Topology, layout: Layout, setting: Setting, programs: Sequence[Program]) -> str:
    """Return compose.yaml."""
    entry = topology.entry
    services = {
        node.name: _service(
            node,
            layout,
            setting,
            [program for program in programs if program.unit.node == node.name],
            _places(node, layout, setting, is_entry=node == entry),
        )
        for node in topology.nodes
    }
    document = {
        "services": services,
        **network(topology),
    }
    return written(_HEAD.format(project=setting.project), document)


def passwd(name: str, uid: int, gid: int) -> str:
    """Return /etc/passwd of a container: PostgreSQL and its `peer` rule want a name for whom they run as."""
    return f"root:x:0:0:root:/root:/bin/sh\n{name}:x:{uid}:{gid}::/tmp:/bin/sh\n"


def _service(
    node: Node, layout: Layout, setting: Setting, programs: Sequence[Program], places: Sequence[Path]
) -> Mapping[str, Any]:
    return {
        "image": setting.image,
        "container_name": container(setting.project, node.name),
        "hostname": node.name,
        "user": setting.owner,
        "command": [str(layout.of(node.name).home)],
        "volumes": [
            f"{layout.home / USERS_NAME}:/etc/passwd:ro",
            *(f"{place}:{place}" for place in places),
            *(f"{place}:{place}:ro" for place in _lent(layout, programs)),
        ],
        **placed(node, programs),
        **kept_running(programs),
        **BOUNDS,
    }


def placed(node: Node, programs: Sequence[Program]) -> Mapping[str, Any]:
    """Return where a node's container is reached."""
    ports = [f"{PUBLISHED_AT}:{port}:{port}" for program in programs for port in program.ports.values()]
    return {
        "networks": {"default": {"ipv4_address": node.address}},
        **({"ports": ports} if node.published else {}),
    }


def kept_running(programs: Sequence[Program]) -> Mapping[str, Any]:
    """Return how a node's container is started, stopped and asked how it is."""
    longest = max((program.stop_seconds for program in programs), default=0)
    return {
        # Not unless-stopped: a killed engine, back again, stops what it finds and takes that for our wish.
        "restart": "always",
        "stop_grace_period": f"{longest + _STOP_MARGIN_SECONDS}s",
        "healthcheck": {
            "test": ["CMD", "fkplus-healthy", *_asked(programs)],
            "interval": "15s",
            "timeout": "10s",
            "retries": 3,
            "start_period": "2m",
        },
    }


def network(topology: Topology) -> Mapping[str, Any]:
    """Return the network that the containers have addresses in."""
    return {"networks": {"default": {"ipam": {"config": [{"subnet": topology.network}]}}}}


def written(head: str, document: Mapping[str, Any]) -> str:
    """Return the document as YAML without references, which a reader would have to look up."""
    return head + yaml.dump(document, Dumper=_Plain, sort_keys=False, width=110)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _asked(programs: Sequence[Program]) -> Sequence[str]:
    """Return the addresses that say whether the units do their work."""
    return [program.ready.url for program in programs if isinstance(program.ready, Http)]


def _places(node: Node, layout: Layout, setting: Setting, *, is_entry: bool) -> Sequence[Path]:
    """Return the directories of this machine that the node sees, at the same place in the container.

    So a path in a file or in an argument means the same on both sides. Only the entry sees other nodes'.
    """
    shared = [layout.home / name for name in ("nodes", "data", "run")]
    return [*(shared if is_entry else [layout.of(node.name).home]), setting.backups]


def _lent(layout: Layout, programs: Sequence[Program]) -> Sequence[Path]:
    """Return the programs of this machine that a command names and the image does not have."""
    named = [word for program in programs for word in program.command]
    home = layout.grafana
    return [home] if home and any(word.startswith(f"{home}/") for word in named) else []
