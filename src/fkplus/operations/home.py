"""Whether FKPLUS_HOME is ours, and holds the cluster that is meant: a record that `up` leaves there."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from fkplus.model.errors import BadInput, FkplusError
from fkplus.operations.secret_store import FILE_NAME as SECRETS
from fkplus.operations.site import Site
from fkplus.runtimes.files import replace_text

FILE_NAME = "cluster.json"

# Directories that a cluster fills, and that `destroy` deletes.
DIRECTORIES = ("data", "env", "log", "nodes", "units", "run")

# `roles --dsn` keeps passwords in a home that has no cluster; a mount point has its own directory.
# What `destroy` keeps, the backups and the secrets that go with them, is found by the next cluster.
_BEFORE_A_CLUSTER = {SECRETS, "lock", "lost+found", "backup"}


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
        foreign = {name for name in _names_in(home) - _BEFORE_A_CLUSTER if not _is_prepared(home / name)}
        if foreign:
            raise BadInput(
                f"FKPLUS_HOME={home} has something that fkplus did not put there: {min(foreign)}",
                "name an empty directory",
            )
    else:
        _require_meant(record, site)


def claim(site: Site) -> None:
    """Leave the record, so that the home is known as ours from here on."""
    home = site.settings.home
    if _read(home) is None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_text(home / FILE_NAME, json.dumps(asdict(_wanted(site)), indent=2))


def is_claimed(site: Site) -> bool:
    """Tell whether a cluster is, or was begun, in the home; raises BadInput when it is another one.

    Its units would be looked for where they are not, and what runs be taken for stopped.
    """
    record = _read(site.settings.home)
    if record is not None:
        _require_meant(record, site)
    return record is not None


def require_claimed(site: Site) -> None:
    """Raise FkplusError where there is no cluster yet."""
    if not is_claimed(site):
        raise FkplusError(f"there is no cluster in {site.settings.home}", "make one with `fkplus up`")


def _require_meant(record: Record, site: Site) -> None:
    if record != _wanted(site):
        raise BadInput(
            f"FKPLUS_HOME={site.settings.home} holds the cluster {record.topology!r} of"
            f" {', '.join(record.nodes)}, made with FKPLUS_PORT_OFFSET={record.port_offset}",
            "name that with --topology and FKPLUS_PORT_OFFSET, or another FKPLUS_HOME",
        )


def _is_prepared(path: Path) -> bool:
    """Tell whether it is a directory of ours without a file: a disk or a volume is mounted in there."""
    return path.name in DIRECTORIES and all(below.is_dir() for below in path.rglob("*"))


def _names_in(directory: Path) -> set[str]:
    try:
        return {path.name for path in directory.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return set()


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
