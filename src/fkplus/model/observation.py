"""What was seen of a cluster at one moment, as one frozen picture; what did not answer is missing from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fkplus.model.backup_runs import Outlook, Runs
from fkplus.model.members import NOBODY, Members


@dataclass(frozen=True)
class Slot:
    """A replication slot of the primary; `wal_status` in the words of the view pg_replication_slots."""

    name: str
    active: bool
    wal_status: str
    retained_bytes: int | None


@dataclass(frozen=True)
class Database:
    """What the instance behind the write endpoint said; nothing there: takes no writes, no port.

    `unarchived` names the segment of WAL that the archive does not take, if so.
    """

    accepts_writes: bool = False
    port: int | None = None
    schema_version: str | None = None
    seeded_versions: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    unarchived: str | None = None


@dataclass(frozen=True)
class Backups:
    """What is recorded of the backups; `running`: one is being made."""

    runs: Runs = field(default_factory=Runs)
    outlook: Outlook = field(default_factory=Outlook)
    running: bool = False


@dataclass(frozen=True)
class Space:
    """The disk under a directory, in bytes; `free` is what an ordinary user may still take."""

    size: int
    free: int


@dataclass(frozen=True)
class Observation:
    """One look at a cluster.

    `nodes`: those that should have an instance, with its PostgreSQL port. `statuses`: what each node's
    Patroni said of itself (GET /patroni). `etcd`: what each member said (maintenance/status), None for
    silence. `spaces`: the disk under the data of each unit that has some. `units`: the state of each unit.
    `backups`: None where the topology makes none.
    """

    nodes: Mapping[str, int]
    members: Members = NOBODY
    configuration: Mapping[str, Any] = field(default_factory=dict)
    statuses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    etcd: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    spaces: Mapping[str, Space] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    pids: Mapping[str, int] = field(default_factory=dict)
    database: Database = field(default_factory=Database)
    backups: Backups | None = None
