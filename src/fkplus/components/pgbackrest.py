"""How pgBackRest is configured and called: one file per instance, pure text and argv (version 2.45 or later).

It has no unit: PostgreSQL calls it for each segment of WAL, and whoever makes a backup calls it once. Each
instance has a file of its own, because `archive-push` refuses one that is not the first of several in a file
(error 032 of 2.45). All files name the same repository, so archiving goes on from whichever node is primary,
and backups are made with the primary's file.
"""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fkplus.model.backup import BackupPlace, Instance
from fkplus.model.cluster import Cluster
from fkplus.model.names import SUPERUSER
from fkplus.model.secrets import placeholder
from fkplus.model.settings import Settings
from fkplus.model.topology import Unit

FILE_NAME = "pgbackrest.conf"
SCHEDULER = "scheduler"
# Of zstd, from 1 (fast) on.
COMPRESSION_LEVEL = 1
# The name of the secret in the store; the hyphen keeps it apart from every role name.
CIPHER_SECRET = "backup-cipher"  # noqa: S105

# `archive-push-queue-max`: a repository that takes no more must not fill the primary's disk. What is dropped
# then is missing in the archive; the scheduler sees the gap, and the receiver fills it where it still can.
#
# Written by hand and not by configparser, which would change the case of nothing but read `%` its own way.
_TEMPLATE = """\
[global]
{repository}
repo1-bundle=y
repo1-retention-full={retention}
compress-type=zst
compress-level={level}
process-max=2
start-fast=y
archive-push-queue-max=1GiB
log-level-file=off
lock-path={locks}
spool-path={spool}

[{stanza}]
pg1-path={data}
pg1-socket-path={sockets}
pg1-port={port}
pg1-user={user}
"""


def archives(cluster: Cluster) -> bool:
    """Tell whether there are backups: where nobody makes them, nobody would delete archived WAL either."""
    return bool(cluster.topology.units(SCHEDULER))


def configuration(unit: Unit, cluster: Cluster) -> str:
    """Return the text of the pgbackrest.conf of a Patroni unit's instance."""
    run = cluster.layout.of(unit.node).run
    return _TEMPLATE.format(
        repository="\n".join(_repository(cluster.settings)),
        retention=cluster.settings.backup_retention_count,
        level=COMPRESSION_LEVEL,
        locks=run / "pgbackrest",
        # A restore looks into it; the distribution's belongs to its own user `postgres`, whoever we are.
        spool=run / "pgbackrest-spool",
        stanza=cluster.topology.name,
        data=cluster.layout.data(unit),
        sockets=run,
        port=cluster.port(unit, "postgresql"),
        user=SUPERUSER,
    )


def place(cluster: Cluster) -> BackupPlace:
    """Return where the cluster's backups go and which instances can make them."""
    instances = tuple(
        Instance(
            unit.node, f"http://{cluster.endpoint(unit, 'rest')}", cluster.layout.files(unit) / FILE_NAME
        )
        for unit in cluster.topology.units("patroni")
    )
    settings = cluster.settings
    return BackupPlace(
        cluster.topology.name, settings.backup_directory, instances, settings.backup_retention_count
    )


def document(place: BackupPlace) -> Mapping[str, Any]:
    """Return the place as a unit's JSON file has it; fkplus.backups.place_file reads it."""
    return {
        "stanza": place.stanza,
        "directory": str(place.directory),
        "instances": [
            {"node": each.node, "rest": each.rest, "configuration": str(each.configuration)}
            for each in place.instances
        ],
        "retention_count": place.retention_count,
    }


def command(configuration_file: Path, stanza: str, verb: str, *options: str) -> Sequence[str]:
    """Return the argv of one pgBackRest command; the file's path must be absolute (2.45 looks it up at /)."""
    return ["pgbackrest", f"--config={configuration_file}", f"--stanza={stanza}", *options, verb]


def push_command(configuration_file: Path, stanza: str) -> Sequence[str]:
    """Return the argv, but for the file, that archives WAL which lies in no data directory.

    With `archive-push-queue-max` pgBackRest looks for the queue beside the file, and 2.45 ends with an
    assertion where that is not in `pg1-path`.
    """
    return command(configuration_file, stanza, "archive-push", "--reset-archive-push-queue-max")


def archive_command(unit: Unit, cluster: Cluster) -> str:
    """Return what PostgreSQL runs for each finished segment; `pgbackrest check` wants its name in it."""
    return f"{_shell(unit, cluster, 'archive-push')} %p"


def secret_name(option: str) -> str:
    """Return what the value of a repository's option is called among the secrets."""
    return f"repository:{option}"


def _repository(settings: Settings) -> Sequence[str]:
    """Return the lines that say where the repository is, and whether it is encrypted."""
    lines = [f"{option}={placeholder(secret_name(option))}" for option in sorted(settings.backup_repository)]
    if not lines:
        lines = [f"repo1-path={settings.backup_directory / 'repository'}"]
    if settings.backup_encryption:
        lines += ["repo1-cipher-type=aes-256-cbc", f"repo1-cipher-pass={placeholder(CIPHER_SECRET)}"]
    return lines


def _shell(unit: Unit, cluster: Cluster, verb: str) -> str:
    argv = command(cluster.layout.files(unit) / FILE_NAME, cluster.topology.name, verb)
    # PostgreSQL replaces %p and %f, and %% by a plain one.
    return shlex.join(argv).replace("%", "%%")
