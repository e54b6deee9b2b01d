"""How an etcd member whose data are gone, with its disk or by hand, becomes a member again."""

import shutil
from collections.abc import Mapping
from typing import Any

import httpx

from fkplus.components import etcd
from fkplus.model.errors import CommandFailed
from fkplus.model.program import Program
from fkplus.model.topology import Unit
from fkplus.operations import etcd_api
from fkplus.operations.site import Say, Site
from fkplus.runtimes.wait import until_ready

_SECONDS = 5.0
# It writes who it is within a second; after that its own unit goes on with the data that it has then.
_JOINS_SECONDS = 6


def join_emptied(site: Site, say: Say) -> None:
    """Let members without data join anew, before their units are started, where the others are a quorum.

    A member that the others know may not come back with nothing: it could vote a second time. etcd ends it
    ("has already been bootstrapped"). So it is removed, added as a new one, and begins with the state
    `existing`, which counts while it has no data only (https://etcd.io/docs/v3.5/op-guide/runtime-configuration/).
    Nothing is done in a first start: then nobody has ever been a member. Raises CommandFailed or NotReady.
    """
    members = [program for program in site.programs() if program.unit.component == etcd.NAME]
    emptied = [program for program in members if not _has_data(site, program.unit)]
    whole = [program for program in members if program not in emptied]
    if not emptied or len(whole) <= len(members) // 2:
        return
    # Together with them an emptied one would pass for what it was.
    for program in whole:
        site.runtime.start(program)
    for program in whole:
        until_ready(program)
    for program in emptied:
        _join(site, program, whole[0].unit, say)


def _join(site: Site, program: Program, other: Unit, say: Say) -> None:
    peer = f"http://{site.cluster.endpoint(program.unit, 'peer')}"
    found = [each for each in _ask(site, other, "list", {})["members"] if peer in each["peerURLs"]]
    known = found[0] if found else {}
    was_started = bool(known.get("clientURLs"))
    if known.get("name") and not was_started:
        return  # it begins with the others, as they did
    site.runtime.require_processes()
    site.runtime.stop([program])
    if was_started:
        _ask(site, other, "remove", {"ID": known["ID"]})
    if was_started or not known:
        _ask(site, other, "add", {"peerURLs": [peer]})
    _begin(site, program)
    say(f"{program.unit.name}: had no data, joined as a new member")


def _has_data(site: Site, unit: Unit) -> bool:
    """Tell whether the member has a log; the rest of its directory is made by each start, also in vain."""
    return any((site.cluster.layout.data(unit) / "member" / "wal").glob("*.wal"))


def _begin(site: Site, program: Program) -> None:
    """Run the member for a moment with the state that makes it join."""
    shutil.rmtree(site.cluster.layout.data(program.unit), ignore_errors=True)
    limited = ["timeout", "--kill-after=2", str(_JOINS_SECONDS)]
    argv = [*limited, *program.command, "--initial-cluster-state=existing"]
    result = site.runtime.run(argv, seconds=_JOINS_SECONDS + 10, node=program.unit.node)
    if not _has_data(site, program.unit):
        raise CommandFailed(
            f"{program.unit.name} did not join the other members",
            "see docs/runbooks/EtcdNoMemberToSpare.md",
            unit=program.unit.name,
            log_lines=list(result.output)[-20:],
        )


def _ask(site: Site, unit: Unit, call: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return etcd_api.post(unit, site.cluster, f"cluster/member/{call}", body, seconds=_SECONDS)
    except (httpx.HTTPError, ValueError) as error:
        raise CommandFailed(
            f"{unit.name} did not do `member {call}`: {error}", "see `fkplus status`, then repeat the command"
        ) from error
