"""What is known of backups: where they go, which exist, how the last runs ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fkplus.model.errors import BadInput
from fkplus.model.wal import Segment, segment

# Everything of ours in the directory of the backups, which may have other things.
CONTENTS = (
    *("repository", "received", "left-received"),
    *("runs.json", "outlook.json", "drill.json", "forks.json", "lock"),
)


@dataclass(frozen=True)
class Instance:
    """One PostgreSQL that may be the primary: its Patroni's base URL, its own pgbackrest.conf."""

    node: str
    rest: str
    configuration: Path


@dataclass(frozen=True)
class BackupPlace:
    """Where the backups of one cluster go, and who can make them.

    `directory` lies outside every data directory. In it are the repository (where it is a directory at
    all), the lock that runs exclude each other by, and the record of the last runs.
    """

    stanza: str
    directory: Path
    instances: tuple[Instance, ...]
    retention_count: int

    @property
    def lock(self) -> Path:
        """Return the file whose lock is held by whoever makes or deletes backups."""
        return self.directory / "lock"

    @property
    def record(self) -> Path:
        """Return the file that says how the last runs ended."""
        return self.directory / "runs.json"

    @property
    def outlook(self) -> Path:
        """Return the file in which the scheduler says what it found and when it means to run."""
        return self.directory / "outlook.json"

    @property
    def drill(self) -> Path:
        """Return the file that says how the last drill ended."""
        return self.directory / "drill.json"

    @property
    def received(self) -> Path:
        """Return the directory that the WAL receiver writes."""
        return self.directory / "received"

    @property
    def left_received(self) -> Path:
        """Return the directory for what was received of timelines that restores have left."""
        return self.directory / "left-received"

    @property
    def forks(self) -> Path:
        """Return the file that says which timelines restores have left, and when."""
        return self.directory / "forks.json"

    def instance(self, node: str) -> Instance:
        """Return the instance on `node`; raises BadInput when there is none."""
        for instance in self.instances:
            if instance.node == node:
                return instance
        raise BadInput(f"no instance of {self.stanza} runs on {node}")


@dataclass(frozen=True)
class Backup:
    """One good backup in the repository.

    `size` is the database's, `repository_size` what it takes in the repository, both in bytes. `wal_start` to
    `wal_stop` are the segments that make it consistent. `has_errors`: pages with a wrong checksum were found.
    `archive` names the part of the repository that has the WAL of the same cluster: an earlier one that used
    the repository had another, with timelines and positions of its own.
    """

    label: str
    type: str
    started_at: datetime
    finished_at: datetime
    size: int
    repository_size: int
    wal_start: str
    wal_stop: str
    lsn_start: str
    lsn_stop: str
    archive: str
    has_errors: bool

    @property
    def timeline(self) -> int:
        """Return the timeline that it was made on: the first eight digits of a segment's name."""
        return int(self.wal_stop[:8], 16)

    @property
    def first_segment(self) -> Segment:
        """Return the first segment of WAL that restoring it needs."""
        found = segment(self.wal_start)
        assert found is not None
        return found


@dataclass(frozen=True)
class Catalogue:
    """What the repository holds: good backups, oldest first; `problem` says why it can't be used, if so.

    `archive` names the part with the WAL of the present cluster (Backup.archive).
    """

    backups: Sequence[Backup]
    problem: str = ""
    has_stanza: bool = True
    archive: str = ""

    @property
    def current(self) -> Sequence[Backup]:
        """Return the backups of the present cluster, without those that an earlier one left."""
        return [backup for backup in self.backups if backup.archive == self.archive]

    @property
    def newest(self) -> Backup | None:
        """Return the newest backup, if there is one."""
        return self.backups[-1] if self.backups else None
