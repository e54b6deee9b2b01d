"""How long a full backup and a restore take beside pg_basebackup and tar; what is lost with all nodes."""

import os
import shutil
import signal
import statistics
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path

from fkplus.backups import recover, repository
from fkplus.backups.lone import Lone
from fkplus.bench.figures import Figure
from fkplus.chaos import ledger
from fkplus.chaos.clients import rows, writing
from fkplus.chaos.ledger import Entry, Event
from fkplus.components import patroni, pgbackrest
from fkplus.components.lone_instance import Listening
from fkplus.model.backup import BackupPlace
from fkplus.model.errors import CommandFailed
from fkplus.model.names import REPLICATION
from fkplus.model.secrets import Secret
from fkplus.operations import down, restore, restore_plan, restore_stage, up
from fkplus.operations.database import superuser
from fkplus.operations.restore_plan import Wanted
from fkplus.operations.site import Say, Site
from fkplus.runtimes.files import replace_text, to_owner_of_directory

_RUNS = 3
_SECONDS = 1800.0
_STEADY_WRITES = 500
_BALLAST = Path(__file__).parent / "sql" / "ballast.sql"


def measure(site: Site, say: Say) -> Sequence[Figure]:
    """Measure in a cluster of its own, in the empty home of `site`; leaves nothing behind."""
    try:
        up.up(site, say)
        with superuser(site, site.settings.database) as connection:
            connection.execute(_BALLAST.read_bytes())
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")
        return [*_copies(site, say), Figure("lost_seconds_all_nodes", _disaster(site, say), "s", 1.0)]
    finally:
        down.destroy(site, say, backups=True)


def _copies(site: Site, say: Say) -> Sequence[Figure]:
    """Alternate both tools, so that whatever else the machine does meets both."""
    place = pgbackrest.place(site.cluster)
    data = site.settings.home / "data"
    here = restore_stage.lone(site, data / "restoring", Listening(site.cluster.layout.run, 1))
    base = data / "bench"
    times: dict[str, list[float]] = {"full": [], "base": [], "restore": [], "untar": []}
    for number in range(1, _RUNS + 1):
        times["base"].append(_timed(lambda: _base_backup(site, here, base)))
        times["full"].append(_timed(lambda: _full(site, place, say)))
        times["untar"].append(_timed(lambda: _untar(here, base)))
        times["restore"].append(_timed(lambda: _restore(site, here, place)))
        here.remove()
        shutil.rmtree(base)
        said = ", ".join(f"{name} {seconds[-1]:.1f} s" for name, seconds in times.items())
        say(f"run {number} of {_RUNS}: {said}")
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    return [
        Figure("full_vs_pg_basebackup", middle["full"] / middle["base"], "ratio", 2.0),
        Figure("restore_vs_pg_basebackup", middle["restore"] / middle["untar"], "ratio", 1.5),
        *(Figure(f"{name}_s", seconds, "s") for name, seconds in middle.items()),
    ]


def _timed(work: Callable[[], None]) -> float:
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


def _full(site: Site, place: BackupPlace, say: Say) -> None:
    primary = repository.primary(place)
    repository.back_up(place, site.runtime.run, primary, say, seconds=_SECONDS)


def _base_backup(site: Site, here: Lone, base: Path) -> None:
    """Copy the primary by pg_basebackup with pgBackRest's compression, zstd of the same level."""
    _run(here, ["mkdir", "-p", "-m", "700", base])
    primary = site.api().members().primary
    unit = site.cluster.topology.unit(f"{patroni.NAME}-{primary.node if primary else 'node1'}")
    passwords = base / "pgpass"
    replace_text(passwords, f"*:*:*:*:{site.secrets()[REPLICATION].reveal()}\n", to_owner_of_directory)
    host, port = site.cluster.host(unit), site.cluster.port(unit, "postgresql")
    target = f"host={host} port={port} user={REPLICATION} passfile={passwords}"
    program = here.programs / "pg_basebackup"
    compression = f"--compress=server-zstd:{pgbackrest.COMPRESSION_LEVEL}"
    options = ["--format=tar", compression, "--checkpoint=fast", "--wal-method=fetch"]
    _run(here, [program, "--dbname", target, "--pgdata", base / "tar", *options])


def _untar(here: Lone, base: Path) -> None:
    """Unpack the copy, and have each file on disk at the end, as pgBackRest and pg_basebackup do."""
    _run(here, ["mkdir", "-m", "700", base / "data"])
    archive = base / "tar" / "base.tar.zst"
    _run(here, ["tar", "--extract", "--zstd", f"--file={archive}", f"--directory={base / 'data'}"])
    _run(here, ["find", base / "data", "-type", "f", "-exec", "sync", "{}", "+"])


def _restore(site: Site, here: Lone, place: BackupPlace) -> None:
    newest = repository.read(place, site.runtime.run).newest
    if newest is None:
        raise CommandFailed("there is no backup to restore")
    recover.restore_files(here, place, newest, lambda _: None)


def _run(here: Lone, argv: Sequence[str | Path]) -> None:
    repository.require_success(here.run(argv, seconds=_SECONDS), f"{argv[0]} failed")


def _disaster(site: Site, say: Say) -> float:
    """Destroy all data directories, log included, under writers; return the seconds that a restore misses."""
    record = site.settings.home / "data" / "bench-ledger"
    dsn = Secret(site.dsn(site.settings.creator_name).uri())
    with writing(dsn, record) as load:
        load.wait_for_acknowledged(_STEADY_WRITES)
        _destroy_instances(site)
    say("all data directories and their log are gone")
    wanted = Wanted("latest")
    restore.restore(site, wanted, restore_plan.plan(site, wanted), say)
    return lost_seconds(ledger.read(record), rows(dsn))


def _destroy_instances(site: Site) -> None:
    """Kill all postmasters and delete their directories, while their supervision goes on."""
    for unit in site.cluster.topology.units(patroni.NAME):
        data = site.cluster.layout.data(unit)
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        shutil.rmtree(data, ignore_errors=True)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def lost_seconds(entries: Sequence[Entry], there: Collection[int]) -> float:
    """Return the time between the last acknowledged row that is there and the last acknowledged one."""
    acknowledged = [entry for entry in entries if entry.event is Event.ACKNOWLEDGED]
    kept = [entry.at for entry in acknowledged if entry.number in there]
    last = max((entry.at for entry in acknowledged), default=0.0)
    begin = min((entry.at for entry in acknowledged), default=0.0)
    return last - max(kept, default=begin)
