"""What `fkplus up` does, from nothing or from a running cluster: start, wait, migrate, seed, roles."""

from collections.abc import Sequence
from functools import partial

from fkplus.database import migrations
from fkplus.database.flyway.process import Flyway
from fkplus.model.program import Program
from fkplus.operations import (
    backup,
    backup_check,
    bootstrap,
    database,
    etcd_join,
    evolve,
    home,
    restore_journal,
    roles,
)
from fkplus.operations.configure import configure
from fkplus.operations.lock import exclusive
from fkplus.operations.site import NOT_INSTALLED, Say, Site
from fkplus.runtimes.wait import until, until_ready

# Without these there is no cluster; a topology may leave the other components out.
_NEEDED = ("etcd", "patroni", "haproxy")

_MEMBERS_SECONDS = 180.0
_ENDPOINT_SECONDS = 60.0


def up(site: Site, say: Say) -> None:
    """Bring the whole cluster to what the topology and the settings say; safe to repeat.

    Everything that can be refused is refused before the first unit starts. Raises NotReady with the
    unit's last log lines when one does not come up within its deadline.
    """
    check(site)
    with exclusive(site.settings.home), Flyway() as flyway:
        home.claim(site)
        if start(site, say):
            # Its JVM starts in the shadow of what follows.
            flyway.begin()
        configure(site, say)
        backup.prepare(site, say)
        database.ensure(site, say)
        evolve.evolve(site.target(), say, flyway, seeds=site.settings.seeds_run)
        roles.apply(site, say)
        _wait_for(site, site.programs())
        for unit in site.absent:
            say(f"{unit.name}: not started, {NOT_INSTALLED}")


def check(site: Site) -> None:
    """Raise BadInput for whatever would stop `up` later on."""
    migrations.resolve_target(site.settings.migration_version, migrations.scan(site.schema))
    for component in _NEEDED:
        site.cluster.first(component)
    home.check(site)
    restore_journal.require_none(site.settings.home)
    site.runtime.check(site.programs())
    backup_check.check(site)


def start(site: Site, say: Say) -> bool:
    """Start every unit that does not run, and wait until the cluster serves; tells whether there was one.

    A wave starts when the units that it needs are ready; what nobody needs starts in the shadow of what
    follows, and is waited for at the end of `up`.
    """
    applied = site.runtime.apply(site.programs(), site.new_secrets())
    touched = [program for program in site.programs() if program.unit.name in applied.touched]
    for program in [program for program in touched if program.reload_signal]:
        site.runtime.reload(program)
        say(f"{program.unit.name}: new configuration loaded")
    old = {program.unit.name for program in touched if not program.reload_signal}
    for name in sorted(applied.outdated | old):
        say(f"{name}: runs with an older configuration until its next start (`fkplus down`, `fkplus up`)")
    started = []
    for wave in site.waves():
        needed = {name for program in wave for name in program.after}
        _wait_for(site, [program for program in site.programs() if program.unit.component in needed])
        if any(program.unit.component == "etcd" for program in wave):
            etcd_join.join_emptied(site, say)
        if any(program.unit.component == "patroni" for program in wave):
            bootstrap.clear_abandoned(site, say)
        started.append(_start_wave(site, wave, say))
    if not any(started):
        say("all units run already")
    wait_for_members(site)
    for name, in_recovery in _endpoints(site):
        database.wait_for_endpoint(site, name, in_recovery=in_recovery, seconds=_ENDPOINT_SECONDS)
    site.runtime.settle()
    if any(started):
        primary = site.api().members().primary
        say(f"cluster ready: primary on {primary.node if primary else 'no node'}, replicas streaming")
    return any(started)


def _endpoints(site: Site) -> Sequence[tuple[str, bool]]:
    """Return the endpoints that must serve, and whether an instance in recovery is behind each."""
    has_replicas = len(site.cluster.topology.units("patroni")) > 1
    return [("write", False), *([("read", True), ("analyst", True)] if has_replicas else [])]


def _start_wave(site: Site, wave: Sequence[Program], say: Say) -> bool:
    started = [program for program in wave if site.runtime.start(program)]
    if started:
        say(f"starting {', '.join(program.unit.name for program in started)}")
    return bool(started)


def _wait_for(site: Site, programs: Sequence[Program]) -> None:
    for program in programs:
        until_ready(program, log_lines=partial(site.runtime.tail, program.unit.name, 20))


def wait_for_members(site: Site) -> None:
    """Wait until every instance of the topology is a member, one primary and the rest streaming."""

    def problem() -> str | None:
        picture = site.api().members()
        if picture.healthy and len(picture.members) == len(site.cluster.topology.units("patroni")):
            return None
        return ", ".join(f"{m.node} is {m.role} {m.state}" for m in picture.members) or "no member answers"

    until(problem, _MEMBERS_SECONDS, "waiting for one primary and its replicas", hint="see `fkplus status`")
