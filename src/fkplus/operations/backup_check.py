"""Whether backups can be made as the settings want them: asked before anything starts."""

import os
import re
from pathlib import Path

from fkplus.components import pgbackrest
from fkplus.model.errors import BadInput
from fkplus.operations.site import Site

# The first pgBackRest that knows a PostgreSQL; from its release notes. The oldest that we accept knows 15.
_FIRST = {15: (2, 45), 16: (2, 48), 17: (2, 53), 18: (2, 55)}
_SECONDS = 10.0

# What pgBackRest, as OpenSSL does, writes in front of each encrypted file.
_ENCRYPTED = b"Salted__"


def check(site: Site) -> None:
    """Raise BadInput where programs don't fit, nothing can be written, or the key comes too late."""
    if not pgbackrest.archives(site.cluster):
        return
    _check_version(site)
    _check_directory(site)
    _check_encryption(site)


def _check_version(site: Site) -> None:
    answer = site.runtime.run(["sh", "-c", "pgbackrest version"], seconds=_SECONDS)
    found = re.search(r"pgBackRest (\d+)\.(\d+)", " ".join(answer.output))
    if found is None:
        raise BadInput("backups need pgBackRest, which is not installed", "run `make run`, which installs it")
    version = (int(found[1]), int(found[2]))
    postgresql = int(site.cluster.layout.postgresql_bin.parent.name)
    wanted = _FIRST[postgresql]
    if version < wanted:
        raise BadInput(
            f"pgBackRest {version[0]}.{version[1]} can't back up PostgreSQL {postgresql}",
            f"install {wanted[0]}.{wanted[1]} or later (apt.postgresql.org has it), or use PostgreSQL 15",
        )


def _check_directory(site: Site) -> None:
    directory = site.settings.backup_directory
    if directory.is_relative_to(site.settings.home):
        return
    # os.path.exists says no, and Path.exists raises, where we may not even look.
    there = next(place for place in (directory, *directory.parents) if os.path.exists(place))  # noqa: PTH110
    if site.runtime.run(["test", "-w", there, "-a", "-x", there], seconds=_SECONDS).returncode != 0:
        raise BadInput(
            f"BACKUP_DIRECTORY={directory}: the daemons' user can't write {there}",
            "make that directory and give it to this user",
        )


def _check_encryption(site: Site) -> None:
    """Compare with what is there: a repository is encrypted from its first file on, or never."""
    archive = Path("repository") / "archive" / site.cluster.topology.name / "archive.info"
    try:
        with (site.settings.backup_directory / archive).open("rb") as file:
            is_encrypted = file.read(len(_ENCRYPTED)) == _ENCRYPTED
    except OSError:
        return
    if is_encrypted != site.settings.backup_encryption:
        raise BadInput(
            f"BACKUP_ENCRYPTION is {'off' if is_encrypted else 'on'}, and the repository in"
            f" {site.settings.backup_directory} is {'' if is_encrypted else 'not '}encrypted",
            "set it back, or name another BACKUP_DIRECTORY: an existing repository stays as it is",
        )
