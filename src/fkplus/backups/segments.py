"""Which segments of WAL are missing among those that were archived: where no restore gets past."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

# A segment, as pgBackRest stores it: 00000001000000000000000A-<checksum>.zst; `.partial` ones are none.
_SEGMENT = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})-[0-9a-f]{40}(\.\w+)?")
# Of the default size, 16 MiB: so many have the same second part of the name.
_PER_LOG = 256


@dataclass(frozen=True, order=True)
class Segment:
    """One segment of 16 MiB: its timeline and its number in the whole of the WAL."""

    timeline: int
    number: int

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"{self.timeline:08X}{self.number // _PER_LOG:08X}{self.number % _PER_LOG:08X}"


def parse(name: str) -> Segment:
    """Return the segment of a file in pg_wal; raises ValueError for any other name."""
    if not re.fullmatch(r"[0-9A-F]{24}", name):
        raise ValueError(f"{name!r} is no segment of WAL")
    return Segment(int(name[:8], 16), int(name[8:16], 16) * _PER_LOG + int(name[16:], 16))


def archived(names: Iterable[str]) -> frozenset[Segment]:
    """Return the whole segments among names in pgBackRest's archive."""
    found = (_SEGMENT.fullmatch(name.rpartition("/")[2]) for name in names)
    return frozenset(parse("".join(match.groups()[:3])) for match in found if match)


def is_passed_over(segment: Segment, archived: Set[Segment]) -> bool:
    """Tell whether a later segment of the same timeline was archived, and this one was not."""
    later = (each for each in archived if each.timeline == segment.timeline and each.number > segment.number)
    return segment not in archived and any(later)


def gaps(segments: Iterable[Segment], start: Segment) -> Sequence[tuple[Segment, Segment]]:
    """Return what is missing from `start` on, each as the last segment before and the first after it.

    A new timeline begins in a segment that an earlier one has too, or would have had next. An earlier one may
    go on beyond that: archived by a primary that was replaced, or before a restore to a moment in the past.
    """
    last: Segment | None = None
    furthest = start
    missing = []
    for segment in sorted(each for each in segments if each >= start):
        if last is None:
            if segment != start:
                missing.append((start, segment))
        elif last.timeline != segment.timeline:
            if segment.number > furthest.number + 1:
                missing.append((furthest, segment))
        elif segment.number > last.number + 1:
            missing.append((last, segment))
        last = segment
        furthest = max(furthest, segment, key=lambda each: each.number)
    return missing
