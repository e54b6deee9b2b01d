"""How all instances are restarted while the cluster goes on serving: `fkplus restart`."""

from collections.abc import Collection

from fkplus.model.errors import NotReady
from fkplus.model.members import Members
from fkplus.operations.lock import exclusive
from fkplus.operations.observe import observe
from fkplus.operations.site import Say, Site
from fkplus.operations.switchover import move
from fkplus.runtimes.wait import until

_BACK_SECONDS = 120.0


def restart(site: Site, say: Say, *, pending_only: bool = False) -> None:
    """Restart the replicas one by one, then move the primary's role, then restart the old primary.

    With `pending_only`, only the instances for which a changed setting waits. A setting that is lowered
    counts on the primary first (a replica may not have less than its primary:
    https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN): where replicas still wait
    after that round, the primary is restarted in its place, which takes seconds without writes, and they
    after it.

    Raises NotReady before anything changes when the cluster is not whole, and when an instance does not
    come back; repeating goes on with those that are left.
    """
    with exclusive(site.settings.home):
        picture = _whole(site)
        due = _due(picture) if pending_only else [member.node for member in picture.members]
        if not due:
            say("already so: no restart is due")
            return
        _replicas(site, say, due)
        _primary(site, say, due)
        if pending_only and (left := _due(site.api().members())):
            say(f"still due on {', '.join(left)}: a lowered setting counts on the primary first")
            _one(site, say, _whole(site).primary_node)
            _replicas(site, say, _due(site.api().members()))


def _whole(site: Site) -> Members:
    """Return the members; raises NotReady unless each one runs by its own word; etcd may remember."""
    seen = observe(site)
    silent = [node for node in seen.nodes if seen.statuses.get(node, {}).get("state") != "running"]
    if silent or not seen.members.healthy or len(seen.members.members) != len(seen.nodes):
        raise NotReady("the cluster is not whole: a restart would be an outage", "see `fkplus status`")
    if seen.members.paused:
        raise NotReady("the cluster is paused: nobody would take over from the primary", "resume it first")
    return seen.members


def _due(picture: Members) -> list[str]:
    return [member.node for member in picture.members if member.pending_restart]


def _replicas(site: Site, say: Say, due: Collection[str]) -> None:
    for member in _whole(site).members:
        if not member.is_primary and member.node in due:
            _one(site, say, member.node)


def _primary(site: Site, say: Say, due: Collection[str]) -> None:
    picture = _whole(site)
    old = picture.primary_node
    if old not in due:
        return
    if len(picture.members) > 1:
        move(site, say, old, None)
    _one(site, say, old)


def _one(site: Site, say: Say, node: str) -> None:
    """Restart one instance and wait until commits count on it again."""
    site.api().restart(node)

    def problem() -> str | None:
        picture = site.api().members()
        member = picture.get(node)
        if member is None or not picture.healthy:
            return f"{node} is {member.state if member else 'not there'}"
        alone = len(picture.members) == 1
        return None if member.is_synchronous or member.is_primary or alone else f"{node} is not synchronous"

    until(
        problem, _BACK_SECONDS, f"waiting for {node} after its restart", hint=f"`fkplus logs patroni-{node}`"
    )
    say(f"{node}: restarted")
