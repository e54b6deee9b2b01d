"""How a restored instance runs by itself, as pure text: it archives and streams nothing.

It takes the configuration that lies in its data directory, Patroni's at the time of the backup, because a
replica must allow at least as much as its primary did (max_connections and the like), and overrides the rest.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fkplus.components import pgbackrest
from fkplus.model.recovery import AtName, AtPosition, AtTime, Latest, Target

DATA = "pgdata"
LOG = "postgresql.log"
CONFIGURATION = "postgresql.conf"
ACCESS = "pg_hba.conf"
FETCH = "fetch.sh"

# Where a drill restores to, below the directory of data; its socket's number, which no instance can have.
DRILL = "drill"
DRILL_SOCKET = 2

# Whoever reaches the socket may do everything: it lies in a directory that only the daemons' user can enter.
_ACCESS_TEXT = "local all all trust\n"

# Recovery ends where a command says "not there" (1), so a repository that does not answer must not look like
# the end of the log: a code above 125 ends the server instead (RestoreArchivedFile in xlogarchive.c).
_FETCH_TEXT = """\
#!/bin/sh
# Brings the WAL file $1 to the path $2: from the archive, else from what the receiver has written.
{get} "$1" "$PWD/$2"
code=$?
[ $code -eq 0 ] && exit 0
for file in {received}/"$1" {received}/"$1".partial; do
    if [ -f "$file" ]; then
        cp "$file" "$2" && exit 0
        exit 126
    fi
done
[ $code -eq 1 ] && exit 1
exit 126
"""


@dataclass(frozen=True)
class Listening:
    """Where a lone instance answers: the socket `port` in `sockets`, TCP only where `address` is given.

    Who asks by TCP has the address `client`: that of the instance itself where nothing else is said.
    """

    sockets: Path
    port: int
    address: str = ""
    client: str = ""


@dataclass(frozen=True)
class Recovery:
    """How far the log is replayed, on which timeline; then the instance waits (`pauses`) or promotes."""

    target: Target
    timeline: int
    pauses: bool


def files(root: Path, recovery: Recovery, listening: Listening, fetch_text: str) -> Mapping[str, str]:
    """Return file name -> text of what lies beside the data directory in `root`."""
    # The target can't stand on the command line: the empty ones of the included file, which are read later,
    # would make it "multiple recovery targets specified".
    lines = [f"include {_quoted(root / DATA / 'postgresql.conf')}", *_target_lines(recovery)]
    client = listening.client or listening.address
    network = f"host all all {client}/32 scram-sha-256\n" if client else ""
    return {CONFIGURATION: "\n".join(lines) + "\n", ACCESS: _ACCESS_TEXT + network, FETCH: fetch_text}


def fetch(configuration: Path, stanza: str, received: Path) -> str:
    """Return the script that brings WAL files; `received` is the WAL receiver's directory."""
    # Checked against the archive is the data directory that is being recovered, not the configured one.
    argv = pgbackrest.command(configuration, stanza, "archive-get", "--log-level-console=warn")
    get = f'{shlex.join(argv)} --pg1-path="$PWD"'
    return _FETCH_TEXT.format(get=get, received=shlex.quote(str(received)))


def options(
    root: Path, listening: Listening, *, archives_later: bool, limits: Mapping[str, int]
) -> Sequence[str]:
    """Return the arguments of `postgres` that override the included configuration, postgresql.auto.conf too.

    `archives_later`: finished segments and the history of the new timeline wait for the archiver of a later
    start; else they are never archived. `limits` are what a replica must allow at least.
    """
    settings = {
        "config_file": root / CONFIGURATION,
        "hba_file": root / ACCESS,
        "ident_file": "/dev/null",
        "listen_addresses": listening.address,
        "port": listening.port,
        "unix_socket_directories": listening.sockets,
        # An empty command keeps what it was not told to archive; /bin/true would throw it away.
        "archive_mode": "on" if archives_later else "off",
        "archive_command": "",
        "restore_command": f"sh {shlex.quote(str(root / FETCH)).replace('%', '%%')} %f %p",
        "primary_conninfo": "",
        "primary_slot_name": "",
        "synchronous_standby_names": "",
        "cluster_name": "fkplus-lone",
        "logging_collector": "off",
        "log_destination": "stderr",
        "hot_standby": "on",
        **limits,
    }
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _target_lines(recovery: Recovery) -> Sequence[str]:
    lines = [
        f"recovery_target_timeline = '{recovery.timeline}'",
        f"recovery_target_action = '{'pause' if recovery.pauses else 'promote'}'",
    ]
    match recovery.target:
        case AtTime():
            return [*lines, f"recovery_target_time = {_quoted(recovery.target)}"]
        case AtPosition():
            # A record that begins there is not part of it: pg_current_wal_lsn() names the next one.
            return [
                *lines,
                f"recovery_target_lsn = {_quoted(recovery.target)}",
                "recovery_target_inclusive = off",
            ]
        case AtName():
            return [*lines, f"recovery_target_name = {_quoted(recovery.target)}"]
        case Latest():
            return lines


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


# What a replica must allow at least as much of as its primary did, or replay stops; beside each its name in
# pg_controldata. https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN
_LIMITS = {
    "max_connections": "max_connections setting",
    "max_worker_processes": "max_worker_processes setting",
    "max_wal_senders": "max_wal_senders setting",
    "max_prepared_transactions": "max_prepared_xacts setting",
    "max_locks_per_transaction": "max_locks_per_xact setting",
}


def limits(control_data: Sequence[str], parameters: Mapping[str, object]) -> Mapping[str, int]:
    """Return the limits to replay with, from the lines of pg_controldata and the cluster's own parameters.

    The backup's are not enough where somebody has raised one since: the log holds that too.
    """
    told = dict(line.split(":", 1) for line in control_data if ":" in line)
    return {
        name: max(int(told.get(label, 0)), int(str(parameters.get(name, 0))))
        for name, label in _LIMITS.items()
    }
