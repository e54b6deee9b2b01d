"""How a file of ours is replaced: whole or not at all, and never through somebody else's link."""

import os
from collections.abc import Callable
from pathlib import Path


def replace_text(path: Path, text: str, own: Callable[[Path], None] = lambda _: None) -> None:
    """Write `text` to `path` with mode 0600; a crash leaves the old or the new file.

    The directory may belong to the daemons' user while we are root, so whatever lies at the
    temporary name is removed and not followed. `own` gives the new file to its user.
    """
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    own(fresh)
    fresh.replace(path)


def to_owner_of_directory(path: Path) -> None:
    """Give `path` to whom its directory belongs: root works for the daemons' user in places of that user."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
