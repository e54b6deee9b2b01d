"""What compose.yaml at the root of the checkout says: a cluster that plain `docker compose up` makes.

Volumes in place of directories of this machine, so it works wherever an engine does; beside the nodes runs
the command line once, whose `up` puts their files and does all that follows.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fkplus.model.cluster import Layout
from fkplus.model.program import Program
from fkplus.model.topology import Topology
from fkplus.runtimes.containers import compose_file

# Where the image keeps a cluster (setup/image/Dockerfile).
HOME = Path("/var/lib/fkplus")
COMMAND = "fkplus"

# Compose takes them from its environment and from .env. No secrets: `docker inspect` would show them.
_SETTINGS = (
    *("CREATOR_NAME", "MY_DB", "MIGRATION_VERSION", "SEED_COUNT", "ANALYST_NAMES"),
    *("BACKUP_RETENTION_COUNT", "BACKUP_INTERVAL_CRON", "BACKUP_ENCRYPTION", "BACKEND_RATE"),
)
_HEAD = """\
# `docker compose up -d` makes a cluster of this, `docker compose logs -f fkplus` shows how far it is, and
# `docker compose run --rm fkplus status` asks it (docs/docker.md). `make golden` writes this file.
"""


def text(topology: Topology, layout: Layout, programs: Sequence[Program]) -> str:
    """Return compose.yaml for the shipped topology; valid for Docker Compose v2 and for 1.29."""
    nodes = [node.name for node in topology.nodes]
    homes = [f"{node}:{layout.of(node).home}" for node in nodes if node != topology.entry.name]
    everything = [f"home:{layout.home}", *homes, f"backup:{layout.home / 'backup'}"]
    services: dict[str, Any] = {}
    for node in topology.nodes:
        own = [program for program in programs if program.unit.node == node.name]
        seen = (
            everything
            if node == topology.entry
            else [f"{node.name}:{layout.of(node.name).home}", everything[-1]]
        )
        services[node.name] = {
            **_image("node"),
            "hostname": node.name,
            "command": [str(layout.of(node.name).home)],
            "volumes": seen,
            **compose_file.placed(node, own),
            **compose_file.kept_running(own),
            **compose_file.BOUNDS,
        }
    services[COMMAND] = {
        **_image("command"),
        "command": ["up"],
        "environment": {"APP_ENV": "${APP_ENV:-dev}", **{name: f"${{{name}:-}}" for name in _SETTINGS}},
        "volumes": everything,
        # Members let it in at the entry's address; another one would change with each container.
        "network_mode": f"service:{topology.entry.name}",
        "depends_on": nodes,
        "restart": "no",
        **compose_file.BOUNDS,
    }
    document = {
        "services": services,
        "volumes": {volume.partition(":")[0]: {} for volume in everything},
        **compose_file.network(topology),
    }
    return compose_file.written(_HEAD, document)


def _image(target: str) -> Mapping[str, Any]:
    # No `args`: Compose 1.29 would make running nodes anew where a variable that they name has changed.
    build = {"context": ".", "dockerfile": "setup/image/Dockerfile", "target": target}
    return {"image": f"fkplus-{target}:checkout", "build": build}
