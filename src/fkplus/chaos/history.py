"""What was seen of every node while a run lasted, and what follows from it alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Source(StrEnum):
    """Who was asked."""

    PATRONI = "patroni"
    POSTGRESQL = "postgresql"


class Role(StrEnum):
    """What a node is, in the words of whoever was asked."""

    PRIMARY = "primary"
    REPLICA = "replica"
    SILENT = "silent"


@dataclass(frozen=True)
class Seen:
    """One answer, or its absence; `at` is in seconds of CLOCK_MONOTONIC.

    `streams`: a replica that receives WAL, a primary that takes writes. `timeline` 0: not told.
    """

    source: Source
    node: str
    at: float
    role: Role
    timeline: int = 0
    streams: bool = False


@dataclass(frozen=True)
class Accepted:
    """A write that an instance acknowledged at its own port.

    Its commit came to be between `began` and `ended`, on the timeline that PostgreSQL itself named in it.
    """

    node: str
    number: int
    timeline: int
    began: float
    ended: float


@dataclass(frozen=True)
class Mark:
    """The beginning of a fault, or its end; `at` in seconds of CLOCK_MONOTONIC."""

    label: str
    at: float
    begins: bool


def healthy_since(seen: Iterable[Seen], nodes: Sequence[str], *, after: float) -> float | None:
    """Return the moment from which all nodes were healthy to the end of the record, None: they are not.

    Healthy: PostgreSQL and Patroni of each node answer, one instance takes writes and the others stream, all
    on one timeline. Only moments after `after` are looked at; healthy throughout gives `after`.
    """
    latest: dict[tuple[Source, str], Seen] = {}
    since: float | None = None
    for now in sorted(seen, key=lambda one: one.at):
        latest[now.source, now.node] = now
        if not _healthy(latest, nodes):
            since = None
        elif since is None:
            since = max(now.at, after)
    return since


def _healthy(latest: Mapping[tuple[Source, str], Seen], nodes: Sequence[str]) -> bool:
    instances = [latest.get((Source.POSTGRESQL, node)) for node in nodes]
    patronis = [latest.get((Source.PATRONI, node)) for node in nodes]
    there = [one for one in instances if one and one.streams]
    return (
        len(there) == len(nodes)
        and [one.role for one in there].count(Role.PRIMARY) == 1
        and len({one.timeline for one in there}) == 1
        and all(one and one.role is not Role.SILENT for one in patronis)
    )


def write(path: Path, records: Iterable[Seen | Accepted | Mark]) -> None:
    """Write records to a file, one JSON object a line."""
    lines = (json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")
