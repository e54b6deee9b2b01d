"""How long `up` takes beside the bare components: etcd and Patroni started by hand, nothing else.

Both start from nothing, with the same files and the same number of members. `up` also copies the
daemons' environment, starts HAProxy under supervision, migrates all versions and makes the roles.
"""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from fkplus.bench.figures import Figure
from fkplus.model.program import Program
from fkplus.operations import down, home, up
from fkplus.operations.site import Say, Site
from fkplus.runtimes.daemon_user import daemon_user
from fkplus.runtimes.wait import until_ready

OBJECTIVE = 2.0
_RUNS = 3


def measure(site: Site, say: Say) -> Sequence[Figure]:
    """Start both `_RUNS` times in turn and compare the medians; `site` must have an empty home.

    Raises NotReady when either does not come up. Leaves nothing behind.
    """
    bare, whole = [], []
    for number in range(1, _RUNS + 1):
        bare.append(_bare(site))
        say(f"run {number} of {_RUNS}: bare etcd and Patroni ready after {bare[-1]:.1f} s")
        whole.append(_whole(site))
        say(f"run {number} of {_RUNS}: `fkplus up` done after {whole[-1]:.1f} s")
    middle = _RUNS // 2
    bare_seconds, up_seconds = sorted(bare)[middle], sorted(whole)[middle]
    return [
        Figure("up_vs_bare", up_seconds / bare_seconds, "ratio", OBJECTIVE),
        Figure("up_s", up_seconds, "s"),
        Figure("bare_s", bare_seconds, "s"),
    ]


def without_seeds(site: Site) -> Site:
    """Return the site with APP_ENV such that no seed runs."""
    return replace(site, cluster=replace(site.cluster, settings=replace(site.settings, app_env="bench")))


def _whole(site: Site) -> float:
    start = time.monotonic()
    try:
        up.up(site, _silent)
        return time.monotonic() - start
    finally:
        down.destroy(site, _silent, backups=True)


def _bare(site: Site) -> float:
    programs = [program for program in site.programs() if program.unit.component in ("etcd", "patroni")]
    home.claim(site)
    site.runtime.put(programs, site.new_secrets())
    try:
        stores = _started([p for p in programs if p.unit.component == "etcd"])
        instances = _started([p for p in programs if p.unit.component == "patroni"])
        with stores as start, instances:
            up.wait_for_members(site)
            return time.monotonic() - start
    finally:
        down.destroy(site, _silent, backups=True)


@contextmanager
def _started(programs: Sequence[Program]) -> Iterator[float]:
    """Run programs as plain child processes until the end of the block; yields the time of the start."""
    start = time.monotonic()
    children: list[subprocess.Popen[bytes]] = []
    try:
        children += [daemon_user().spawn(program.command) for program in programs]
        for program in programs:
            until_ready(program)
        yield start
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=90)


def _silent(_: str) -> None:
    return
