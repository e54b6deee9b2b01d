"""How runs of backups and drills ended, and what the scheduler expects; times are ISO 8601."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One attempt at a backup; without `finished_at` it still goes on, or was cut off.

    `bytes` is what it added to the repository. A run that failed has a `problem` and no label.
    """

    started_at: str
    finished_at: str | None = None
    ok: bool = False
    label: str | None = None
    type: str | None = None
    seconds: float | None = None
    bytes: int | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Runs:
    """The last run and the last good one."""

    last: Run | None = None
    last_good: Run | None = None


@dataclass(frozen=True)
class Outlook:
    """What the scheduler found when it looked last: when the next run is due (ISO 8601), what is wrong.

    `gap` names the segments between which archived WAL is missing since the newest backup.
    """

    next_run: str | None = None
    kept: int | None = None
    gap: str | None = None
    problem: str | None = None
    next_drill: str | None = None


@dataclass(frozen=True)
class Drill:
    """How a drill ended. `problem` None: everything was read and nothing is wrong.

    `recovery_seconds` (RTO) go from the beginning to a server that takes writes. `lost_seconds` (RPO) is how
    much older the last commit in the copy (the backup's end, where there is none since) is than one that the
    cluster acknowledged just before; None where no primary ran.
    """

    started_at: str
    backup: str | None = None
    problem: str | None = None
    seconds: float | None = None
    recovery_seconds: float | None = None
    lost_seconds: float | None = None
    schema_version: str | None = None
    seeded_versions: tuple[str, ...] = ()
    tables: int | None = None
    rows: int | None = None
