"""What lies in the directory of received WAL, and what may be deleted of it.

`pg_receivewal` goes on where the newest file ends, so what it must not go on from is moved aside.
"""

import shutil
from collections.abc import Sequence, Set
from datetime import UTC, datetime
from pathlib import Path

from fkplus.model.wal import Segment, segment

# More than this is not kept: the primary has it too until it is archived.
_MOST_BYTES = 1024 * 1024 * 1024

_PARTIAL = ".partial"
# XLogLongPageHeaderData (xlog_internal.h): the system identifier behind 24 bytes of the common header.
_IDENTIFIER = slice(24, 32)


class Store:
    """The directory that `pg_receivewal` fills."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def make(self) -> None:
        """Make the directory."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def segments(self, *, partial: bool) -> Sequence[tuple[Segment, Path]]:
        """Return the whole segments, or the `.partial` ones, oldest first."""
        found = [path for path in self.directory.iterdir() if (path.suffix == _PARTIAL) == partial]
        return sorted((one, path) for path in found if (one := segment(path.stem)) and path.is_file())

    def system_identifier(self) -> int | None:
        """Return which database system the newest file is of; None where there is none, or it is empty."""
        files = [*self.segments(partial=False), *self.segments(partial=True)]
        if not files:
            return None
        with max(files)[1].open("rb") as file:
            return int.from_bytes(file.read(_IDENTIFIER.stop)[_IDENTIFIER], "little") or None

    def set_aside(self) -> Path:
        """Move everything to a directory beside this one's files, in place of what was moved there before."""
        for old in self.directory.glob("aside-*"):
            shutil.rmtree(old, ignore_errors=True)
        place = self.directory / f"aside-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        files = [path for path in self.directory.iterdir() if path.is_file()]
        place.mkdir(mode=0o700)
        for path in files:
            path.rename(place / path.name)
        return place

    def drop_archived(self, archived: Set[Segment]) -> None:
        """Delete what the archive has, or had: it keeps nothing older than its oldest backup.

        Parts of segments go when the archive has the whole of them on a later timeline.
        """
        oldest = min((each.number for each in archived), default=0)
        for one, path in self.segments(partial=False):
            if one in archived or one.number < oldest:
                path.unlink(missing_ok=True)
        for one, path in self.segments(partial=True):
            if any(each.timeline > one.timeline and each.number >= one.number for each in archived):
                path.unlink(missing_ok=True)

    def keep_small(self) -> Sequence[Path]:
        """Delete the oldest whole segments beyond a bound; returns which.

        On a disk that is nearly full as much room as they take is left, for the archive, which is on it too.
        """
        whole = [path for _, path in self.segments(partial=False)]
        size = sum(path.stat().st_size for path in whole)
        most = min(_MOST_BYTES, (size + shutil.disk_usage(self.directory).free) // 2)
        dropped = []
        while whole and size > most:
            oldest = whole.pop(0)
            size -= oldest.stat().st_size
            oldest.unlink(missing_ok=True)
            dropped.append(oldest)
        return dropped
