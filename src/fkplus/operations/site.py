"""What every operation on a cluster works with: the cluster as wanted, its runtime, its secrets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fkplus.components import BY_NAME, METRICS, PORTS, alertmanager, backend, grafana, patroni, pgbackrest
from fkplus.database.dsn import Dsn
from fkplus.model import names, topology
from fkplus.model.cluster import Cluster, Layout
from fkplus.model.errors import BadInput
from fkplus.model.program import Program, waves
from fkplus.model.secrets import Secret
from fkplus.model.settings import Settings
from fkplus.model.topology import Topology, Unit
from fkplus.operations import secret_store
from fkplus.operations.patroni_api import PatroniApi
from fkplus.operations.target import Target
from fkplus.runtimes import local_grafana
from fkplus.runtimes.base import Runtime
from fkplus.runtimes.containers.beside import BesideRuntime, is_beside
from fkplus.runtimes.containers.compose import ComposeRuntime, compose_layout, compose_user
from fkplus.runtimes.daemon_user import daemon_user
from fkplus.runtimes.local import LocalRuntime
from fkplus.runtimes.local_layout import local_layout

Say = Callable[[str], None]

# Named after their roles, which no person's role may be called; the last is no possible role name.
_CLUSTER_SECRETS = (
    names.SUPERUSER,
    names.REPLICATION,
    names.REWIND,
    names.APP,
    names.MONITOR,
    patroni.REST_SECRET,
    grafana.ADMIN_SECRET,
    pgbackrest.CIPHER_SECRET,
)
# What `up` and `status` say of units in Site.absent.
NOT_INSTALLED = (
    "this machine has no Grafana; `make grafana` fetches it, or name its directory in GRAFANA_HOME"
)

ENDPOINTS = ("write", "read", "analyst")


@dataclass(frozen=True)
class Site:
    """One cluster, ready to be worked on; `absent` are units whose program this machine does not have."""

    cluster: Cluster
    runtime: Runtime
    schema: Path
    absent: tuple[Unit, ...] = field(default=(), kw_only=True)

    @property
    def settings(self) -> Settings:
        """Return what the person set."""
        return self.cluster.settings

    def waves(self) -> Sequence[Sequence[Program]]:
        """Return all programs in the order of their starts."""
        return waves(self.cluster, BY_NAME)

    def programs(self) -> Sequence[Program]:
        """Return all programs, first starts first."""
        return [program for wave in self.waves() for program in wave]

    def new_secrets(self) -> Mapping[str, Secret]:
        """Return all secrets, generating the ones that are missing and keeping those that a person gave."""
        given = {
            self.settings.creator_name: self.settings.creator_password,
            alertmanager.WEBHOOK_SECRET: self.settings.alert_webhook,
        }
        own = {name: secret for name, secret in given.items() if secret is not None}
        for option, value in self.settings.backup_repository.items():
            own[pgbackrest.secret_name(option)] = value
        wanted = [*_CLUSTER_SECRETS, self.settings.creator_name, *self.settings.analyst_names]
        return secret_store.ensure(self.settings.home, wanted, own)

    def secrets(self) -> Mapping[str, Secret]:
        """Return the secrets that exist; empty before the first `up`."""
        return secret_store.load(self.settings.home)

    def api(self) -> PatroniApi:
        """Return the way to Patroni's REST API."""
        return PatroniApi(self.cluster, self.secrets().get(patroni.REST_SECRET, Secret("")))

    def dsn(self, role: str, *, port: str = "write", database: str | None = None) -> Dsn:
        """Return how to reach the database as `role`; `port` is one of ENDPOINTS.

        Raises BadInput for a role without a password of ours, naming the ones that have one.
        """
        known = self.secrets()
        people = {self.settings.creator_name, names.APP, names.MONITOR, *self.settings.analyst_names}
        if role not in known:
            raise BadInput(
                f"there is no password for role {role!r}",
                f"roles: {', '.join(sorted(people & set(known))) or 'none before the first `fkplus up`'}",
            )
        entry = self.cluster.first("haproxy")
        return Dsn(
            self.cluster.shown_host(entry),
            self.cluster.port(entry, port),
            database or self.settings.database,
            role,
            known[role],
        )

    def target(self) -> Target:
        """Return the cluster's database, through the write endpoint, as its owner."""
        owner = Secret(self.dsn(self.settings.creator_name).uri())
        copies = len(self.cluster.topology.units("patroni"))
        return Target(owner, self.settings, self.schema, (self.settings.home,) * copies)


def site_of(topology_file: Path, settings: Settings, schema: Path) -> Site:
    """Make the site of a topology, with the runtime that it names."""
    wanted = topology.read(topology_file, BY_NAME)
    found = local_grafana.find(settings.grafana_home)
    absent = wanted.units(grafana.NAME) if found is None else ()
    placed = wanted.without(grafana.NAME) if absent else wanted
    if not settings.backend_runs:
        placed = placed.without(backend.NAME)
    if placed.runtime == topology.LOCAL:
        layout, runtime = _local(settings, found)
    elif is_beside():
        # What is published is so on the machine, not here.
        placed = placed.unpublished()
        layout, runtime = _beside(placed, settings)
    else:
        layout, runtime = _compose(placed, settings, found)
    return Site(Cluster(placed, settings, layout, PORTS, METRICS), runtime, schema, absent=absent)


def _local(settings: Settings, grafana_home: Path | None) -> tuple[Layout, Runtime]:
    user = daemon_user()
    layout = replace(local_layout(settings.home, user), grafana=grafana_home)
    return layout, LocalRuntime(layout, user)


def _beside(placed: Topology, settings: Settings) -> tuple[Layout, Runtime]:
    user = daemon_user()
    layout = compose_layout(settings.home, user, None)
    return layout, BesideRuntime(placed, layout, user)


def _compose(placed: Topology, settings: Settings, grafana_home: Path | None) -> tuple[Layout, Runtime]:
    user = compose_user()
    layout = compose_layout(settings.home, user, grafana_home)
    runtime = ComposeRuntime(
        placed, layout, user, backups=settings.backup_directory, port_offset=settings.port_offset
    )
    return layout, runtime
