"""What `fkplus down` and `fkplus destroy` do: stop in the order that keeps the primary's place, delete."""

import errno
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from fkplus.backups import postmaster
from fkplus.components import lone_instance
from fkplus.model.backup import CONTENTS
from fkplus.model.errors import FkplusError
from fkplus.model.program import Program
from fkplus.operations import restore_journal
from fkplus.operations.home import DIRECTORIES, FILE_NAME, is_claimed
from fkplus.operations.lock import exclusive
from fkplus.operations.postmasters import stop_left
from fkplus.operations.secret_store import FILE_NAME as SECRETS
from fkplus.operations.site import Say, Site
from fkplus.runtimes.containers import compose_file

# Files of ours in FKPLUS_HOME, the record last: what is interrupted can then be repeated.
_FILES = (
    "supervisord.conf",
    compose_file.FILE_NAME,
    compose_file.USERS_NAME,
    "applied-configuration.json",
    "lock",
    restore_journal.FILE_NAME,
    FILE_NAME,
)


def down(site: Site, say: Say) -> None:
    """Stop everything and keep the data; safe to repeat. No acknowledged row is lost: every instance
    ends with a shutdown checkpoint, the primary last, so that `up` finds it as primary again."""
    if not is_claimed(site):
        say(f"nothing to stop: there is no cluster in {site.settings.home}")
        return
    site.runtime.require_processes()
    with exclusive(site.settings.home):
        _stop_all(site, say)


def destroy(site: Site, say: Say, *, backups: bool) -> None:
    """Stop everything and delete data, logs, rendered files; with `backups` these and the secrets too.

    Backups that are kept need the secrets: the passwords of the roles in them, the key of their repository.
    Whether there are any is not for us to see where their disk is not mounted, or in an object store.
    """
    home = site.settings.home
    if not is_claimed(site):
        say(f"nothing to destroy: there is no cluster in {home}")
        return
    site.runtime.require_processes()
    with exclusive(home):
        _stop_all(site, say)
        for directory in (*(home / name for name in DIRECTORIES), site.cluster.layout.run):
            _delete(directory)
        if backups:
            _delete_backups(site.settings.backup_directory)
        keeps_secrets = bool(site.settings.backup_repository) or not backups
        for name in (*(() if keeps_secrets else (SECRETS,)), *_FILES):
            (home / name).unlink(missing_ok=True)
    if not any(home.iterdir()):
        with suppress(OSError):  # a mount point stays
            home.rmdir()
    say(f"deleted the cluster's data in {home}")
    if has_backups(site):
        say(f"kept the backups in {site.settings.backup_directory}; `rm -r` deletes them")
    if (home / SECRETS).exists():
        say(f"kept {home / SECRETS}: backups have these passwords, and can't be decrypted without it")


def _delete_backups(directory: Path) -> None:
    """Delete what we put there, and the directory where that was all: it may be a disk with other things."""
    for name in CONTENTS:
        if (directory / name).is_dir():
            _delete(directory / name)
        else:
            (directory / name).unlink(missing_ok=True)
    if directory.is_dir() and not any(directory.iterdir()):
        with suppress(OSError):  # a mount point stays
            directory.rmdir()


def has_backups(site: Site) -> bool:
    """Tell whether anything of ours is where the backups go."""
    return any((site.settings.backup_directory / name).exists() for name in CONTENTS)


def _delete(directory: Path) -> None:
    kept: list[Path] = []

    def go_on(_: object, path: str, raised: Any) -> None:
        """Leave a disk of a node's own where it is mounted, emptied, and the directories above it."""
        error = raised[1]
        if error.errno == errno.EBUSY:
            kept.append(Path(path))
        elif error.errno != errno.ENOTEMPTY or not any(Path(path) in mount.parents for mount in kept):
            raise error

    try:
        # Behind a link lies the disk that somebody chose for it.
        shutil.rmtree(directory.resolve(), onerror=go_on)
        if directory.is_symlink():
            directory.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise FkplusError(
            f"{directory} can't be deleted: {error.strerror}", "mend that, then repeat the command"
        ) from error


def _stop_all(site: Site, say: Say) -> None:
    states = site.runtime.states()
    if not states:
        say("no unit runs")
    elif any(state.pid for state in states.values()):
        for group in _stop_order(site):
            site.runtime.stop(group)
            say(f"stopped {', '.join(program.unit.name for program in group)}")
    site.runtime.close(site.programs())
    _stop_postmasters(site, say)


def _stop_order(site: Site) -> Sequence[Sequence[Program]]:
    """Return groups to stop one after the other: entry first, replicas, primary, etcd last.

    A primary that stops before its replicas would hand its role over, for nothing.
    """
    primary = site.api().members().primary
    groups: list[list[Program]] = []
    for wave in reversed(site.waves()):
        first = [
            p for p in wave if primary is None or p.unit.node != primary.node or p.unit.component != "patroni"
        ]
        groups += [group for group in (first, [p for p in wave if p not in first]) if group]
    return groups


def _stop_postmasters(site: Site, say: Say) -> None:
    """Stop instances whose Patroni was killed before it could, and lone ones, such as a restored copy."""
    layout = site.cluster.layout
    lone = [
        data
        for data in sorted(layout.home.glob(f"data/*/{lone_instance.DATA}"))
        if postmaster.stop(data, layout.postgresql_bin, site.runtime.run)
    ]
    for data in (*stop_left(site), *lone):
        say(f"stopped the PostgreSQL that still ran on {data}")
