"""Which segments of WAL are missing among those that were archived: where no restore gets past."""

from collections.abc import Iterable, Sequence, Set

from fkplus.model.wal import Segment


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
