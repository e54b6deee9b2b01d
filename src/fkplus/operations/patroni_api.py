"""How we talk to Patroni's REST API (https://patroni.readthedocs.io/en/latest/rest_api.html)."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from fkplus.components import patroni
from fkplus.model import members
from fkplus.model.cluster import Cluster
from fkplus.model.errors import CommandFailed, NoPrimary
from fkplus.model.secrets import Secret
from fkplus.model.topology import Unit
from fkplus.runtimes.rest import get_json

# POST /switchover answers when the switchover is over.
_CHANGE_SECONDS = 60.0


class PatroniApi:
    """The members of one cluster, reached through whichever of them answers."""

    def __init__(self, cluster: Cluster, rest_password: Secret) -> None:
        self._cluster = cluster
        self._auth = (patroni.REST_USER, rest_password.reveal())

    def members(self) -> members.Members:
        """Return the picture of the first member that answers; an empty one when none does."""
        for unit in self._units():
            answer = self.ask(unit, "/cluster")
            if answer is not None:
                return members.parse(answer)
        return members.NOBODY

    def configuration(self) -> Mapping[str, Any] | None:
        """Return the dynamic configuration, or None when no member answers or it does not exist yet."""
        return next((a for unit in self._units() if (a := self.ask(unit, "/config")) is not None), None)

    def patch_configuration(self, patch: Mapping[str, Any]) -> None:
        """Merge `patch` into the dynamic configuration; raises CommandFailed when Patroni refuses."""
        self._change("PATCH", "/config", patch)

    def switchover(self, primary: str, candidate: str | None) -> str:
        """Hand the leader lock over from node `primary`; returns Patroni's own sentence."""
        body = {"leader": primary} | ({"candidate": candidate} if candidate else {})
        return self._change("POST", "/switchover", body, at=primary)

    def failover(self, candidate: str) -> str:
        """Make node `candidate` the primary, even of a cluster without one; returns Patroni's sentence."""
        return self._change("POST", "/failover", {"candidate": candidate}, at=candidate)

    def restart(self, node: str) -> str:
        """Restart the instance on `node`, and no other; returns Patroni's sentence when it runs again."""
        return self._change("POST", "/restart", {}, at=node, passed_on=False)

    def ask(self, unit: Unit, path: str) -> Mapping[str, Any] | None:
        """Return what this member answers to GET `path`, None when it does not, or not with status 200."""
        answer: Mapping[str, Any] | None = get_json(patroni.rest_url(unit, self._cluster) + path)
        return answer

    def _units(self) -> Sequence[Unit]:
        return self._cluster.topology.units(patroni.NAME)

    def _change(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any],
        at: str | None = None,
        *,
        passed_on: bool = True,
    ) -> str:
        # The member concerned first: it acts at once, the others only pass the request on, if they do.
        units = sorted(self._units(), key=lambda unit: unit.node != at)
        for unit in units if passed_on else units[:1]:
            try:
                answer = httpx.request(
                    method,
                    patroni.rest_url(unit, self._cluster) + path,
                    json=body,
                    auth=self._auth,
                    timeout=_CHANGE_SECONDS,
                    trust_env=False,
                )
            except httpx.ConnectError:
                continue
            except httpx.HTTPError as error:
                raise CommandFailed(
                    f"{unit.name}: {method} {path} broke off: {error}", unit=unit.name
                ) from error
            if answer.status_code >= 300:
                raise CommandFailed(
                    f"{unit.name} refuses {method} {path}: {answer.text.strip()}", unit=unit.name
                )
            return answer.text.strip()
        raise NoPrimary("no Patroni answers", "see `fkplus status`, then `fkplus up`")
