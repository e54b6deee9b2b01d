"""What positions, segments and timelines of the write-ahead log are called, and which led to which."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The size that initdb gives them, and the number of them for each upper half of a position.
SEGMENT_BYTES = 16 * 1024 * 1024
_SEGMENTS_OF_HALF = 2**32 // SEGMENT_BYTES

_POSITION = re.compile(r"([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})")
_SEGMENT_NAME = re.compile(r"[0-9A-F]{24}")


def is_position(text: str) -> bool:
    """Tell whether `text` is a position as PostgreSQL writes it, such as 0/800B8B0."""
    return _POSITION.fullmatch(text) is not None


def position(text: str) -> int:
    """Return a position as a number of bytes; raises ValueError for another text."""
    found = _POSITION.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no WAL position")
    return int(found[1], 16) * 2**32 + int(found[2], 16)


def shown(at: int) -> str:
    """Return a position as PostgreSQL writes it."""
    return f"{at // 2**32:X}/{at % 2**32:X}"


@dataclass(frozen=True, order=True)
class Segment:
    """One file of the log: `number` counts from the beginning of all log, whatever the timeline."""

    timeline: int
    number: int

    @property
    def name(self) -> str:
        """Return the file's name: timeline, upper half, number in it, eight hexadecimal digits each."""
        upper, lower = divmod(self.number, _SEGMENTS_OF_HALF)
        return f"{self.timeline:08X}{upper:08X}{lower:08X}"

    @property
    def begins(self) -> int:
        """Return the position of its first byte."""
        return self.number * SEGMENT_BYTES


def segment(name: str) -> Segment | None:
    """Return the segment that a file name begins with; None for one that names none."""
    found = _SEGMENT_NAME.match(name)
    if found is None:
        return None
    timeline, upper, lower = (int(found[0][start : start + 8], 16) for start in (0, 8, 16))
    if lower >= _SEGMENTS_OF_HALF:
        return None
    return Segment(timeline, upper * _SEGMENTS_OF_HALF + lower)


@dataclass(frozen=True)
class Stretch:
    """The part of a history that was written on one timeline; `end` None: it is the last."""

    timeline: int
    begin: int
    end: int | None

    def holds(self, at: int) -> bool:
        """Tell whether position `at` was written in this stretch, or is where it ends."""
        return self.begin <= at and (self.end is None or at <= self.end)


def history(timeline: int, files: Mapping[int, str]) -> Sequence[Stretch]:
    """Return the stretches that lead to `timeline`, oldest first.

    `files` holds the text of the history file of each timeline but the first
    (https://www.postgresql.org/docs/current/continuous-archiving.html, timelines): a line for each ancestor
    with its number, where it was left, and why. A timeline without a file is taken to stand alone.
    """
    stretches: list[Stretch] = []
    begin = 0
    for line in files.get(timeline, "").splitlines():
        words = line.split(None, 2)
        if len(words) >= 2 and words[0].isdigit() and is_position(words[1]):
            end = position(words[1])
            stretches.append(Stretch(int(words[0]), begin, end))
            begin = end
    return (*stretches, Stretch(timeline, begin, None))
