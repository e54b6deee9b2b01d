"""Whether FKPLUS_HOME is ours, and holds the cluster that is meant: a record that `up` leaves there."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from fkplus.model.errors import BadInput
from fkplus.operations.site import Site

FILE_NAME = "cluster.json"

# Directories that a cluster fills, and that `destroy` deletes.
DIRECTORIES = ("data", "env", "log", "units", "run")


@dataclass(frozen=True)
class Record:
    """What can't change once data exist: etcd stores its members' addresses, Patroni its cluster's name."""

    topology: str
    nodes: tuple[str, ...]
    port_offset: int


def check(site: Site) -> None:
    """Raise BadInput when the home holds somebody else's files, or another cluster than the one meant."""
    home = site.settings.home
    record = _read(home)
    if record is None:
        foreign = [name for name in DIRECTORIES if (home / name).exists()]
        if foreign:
            raise BadInput(
                f"FKPLUS_HOME={home} has a directory {foreign[0]!r} that fkplus did not make",
                "name an empty directory",
            )
    elif record != _wanted(site):
        raise BadInput(
            f"FKPLUS_HOME={home} holds the cluster {record.topology!r} of {', '.join(record.nodes)}, made with "
            f"FKPLUS_PORT_OFFSET={record.port_offset}",
            "set them back, or name another FKPLUS_HOME, or `fkplus destroy` that cluster first",
        )


def claim(site: Site) -> None:
    """Leave the record, so that the home is known as ours from here on."""
    home = site.settings.home
    if _read(home) is None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = home / (FILE_NAME + ".new")
        fresh.write_text(json.dumps(asdict(_wanted(site)), indent=2), encoding="utf-8")
        fresh.replace(home / FILE_NAME)


def is_claimed(home: Path) -> bool:
    """Tell whether a cluster of ours is, or was begun, in `home`."""
    return _read(home) is not None


def _wanted(site: Site) -> Record:
    topology = site.cluster.topology
    return Record(topology.name, tuple(node.name for node in topology.nodes), site.settings.port_offset)


def _read(home: Path) -> Record | None:
    path = home / FILE_NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Record(document["topology"], tuple(document["nodes"]), document["port_offset"])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} can't be read: {error}", "restore it, or name another FKPLUS_HOME") from error
