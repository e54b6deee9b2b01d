"""How the primary's role moves on purpose: `fkplus switchover` and `fkplus failover`."""

import psycopg

from fkplus.components import patroni
from fkplus.database.queries import query
from fkplus.model.errors import BadInput, ConnectionLost, NoPrimary, NotReady
from fkplus.model.members import Members
from fkplus.model.promotion import objection
from fkplus.operations.database import superuser
from fkplus.operations.lock import exclusive
from fkplus.operations.site import Say, Site
from fkplus.runtimes.wait import until

_SETTLE_SECONDS = 60.0
_CATCH_UP_SECONDS = 60.0
# Patroni adds a replica at its next loop (2 s) once it has caught up.
_VOTES_SECONDS = 10.0


def switchover(site: Site, say: Say, to: str | None = None) -> None:
    """Move the role from a healthy primary to `to`, or to the replica that Patroni prefers.

    No acknowledged row is lost: the old primary stops only after its replicas have all its WAL
    (https://patroni.readthedocs.io/en/latest/rest_api.html, switchover). Raises NoPrimary when there
    is nothing to switch from, NotReady when the replica does not catch up; nothing has changed then.
    """
    _check_node(site, to)
    with exclusive(site.settings.home):
        primary = site.api().members().primary
        if primary is None:
            raise NoPrimary(
                "there is no primary to switch over from", "see `fkplus status`; `fkplus failover --to`"
            )
        if primary.node == to:
            say(f"already so: {to} is the primary")
            return
        move(site, say, primary.node, to)


def move(site: Site, say: Say, primary: str, to: str | None) -> None:
    """Do it: from node `primary` to `to`, or the replica that Patroni prefers. The caller has the lock."""
    _wait_for_votes(site, say)
    _prepare(site, to)
    say(site.api().switchover(primary, to))
    _wait_for_primary(site, say, old=primary, new=to)


def failover(site: Site, say: Say, to: str, *, accept_loss: bool = False) -> None:
    """Make `to` the primary by force, also of a cluster that has none.

    Patroni itself promotes any reachable candidate (patroni/api.py, failover with a candidate), so a
    replica that may lack acknowledged rows is refused here with BadInput unless `accept_loss`: beside a
    primary one that does not catch up with it, without one a replica that is behind another, or that can't
    be compared with all of them.
    """
    _check_node(site, to)
    with exclusive(site.settings.home):
        picture = site.api().members()
        primary = picture.primary
        if primary is not None and primary.node == to:
            say(f"already so: {to} is the primary")
            return
        if not accept_loss:
            _require_no_loss(site, picture, to)
        say(site.api().failover(to))
        _wait_for_primary(site, say, old=primary.node if primary else None, new=to)


def _require_no_loss(site: Site, picture: Members, to: str) -> None:
    voters = [member.node for member in picture.members if member.is_synchronous]
    if picture.primary is not None and to in voters:
        try:
            _prepare(site, to)
        except (ConnectionLost, NotReady, psycopg.Error) as error:
            problem = f"{picture.primary.node} is the primary, and {to} has not caught up with it: {error}"
        else:
            return
    else:
        instances = site.cluster.topology.units(patroni.NAME)
        asked = {unit.node: site.api().ask(unit, "/patroni") for unit in instances}
        problem = objection(to, voters, {node: answer for node, answer in asked.items() if answer})
        if not problem:
            return
    raise BadInput(
        f"acknowledged rows may be lost: {problem}",
        "see docs/runbooks/NoPrimary.md; --accept-loss promotes it all the same",
    )


def _wait_for_votes(site: Site, say: Say) -> None:
    """Wait until every replica that streams counts for commits too; after a while go on without.

    The new primary takes the synchronous replicas over. Were the only other one the old primary, because the
    third has just come back, each commit would wait until that has started again: 4 s were seen.
    """
    if not (site.api().configuration() or {}).get("synchronous_mode"):
        return

    def problem() -> str | None:
        late = site.api().members().not_yet_synchronous
        return f"{', '.join(late)} do not count for commits yet" if late else None

    try:
        until(problem, _VOTES_SECONDS, "waiting for all synchronous replicas")
    except NotReady as error:
        say(f"{error.what}; switching over all the same")


def _prepare(site: Site, to: str | None) -> None:
    """Do while writes go on what they would have to wait for: checkpoint, most of a segment, a replica's lag.

    The shutdown checkpoint then has little to write, and the new primary little to replay. A primary that
    archives fills its segment with zeros when it stops, and sends them (ShutdownXLOG in xlog.c); a
    megabyte or two of them instead of up to sixteen.
    """
    with superuser(site, "postgres") as connection:
        connection.execute("checkpoint")
        connection.execute(query("fill_segment"))
        # Short after the first, and it writes what the message above has left in memory.
        connection.execute("checkpoint")
        row = connection.execute("select pg_current_wal_flush_lsn()").fetchone()
        position = {"position": row[0] if row else None}

        def problem() -> str | None:
            there = {str(name) for (name,) in connection.execute(query("streamed_to"), position)}
            is_there = to in there if to else bool(there)
            return None if is_there else f"{to or 'no replica'} has not replayed {position['position']}"

        until(problem, _CATCH_UP_SECONDS, "waiting for the replica to catch up", hint="see `fkplus status`")


def _check_node(site: Site, name: str | None) -> None:
    if name is None:
        return
    node = site.cluster.topology.node(name)
    if "patroni" not in node.components:
        raise BadInput(f"node {name} has no PostgreSQL instance")


def _wait_for_primary(site: Site, say: Say, *, old: str | None, new: str | None) -> None:
    def problem() -> str | None:
        picture = site.api().members()
        primary = picture.primary
        if primary is None:
            return "no primary yet"
        if primary.node == old or (new is not None and primary.node != new):
            return f"{primary.node} is the primary"
        return None if picture.healthy else "not all replicas stream yet"

    until(
        problem, _SETTLE_SECONDS, "waiting for the new primary and its replicas", hint="see `fkplus status`"
    )
    primary = site.api().members().primary
    say(f"primary is {primary.node if primary else 'unknown'}")
