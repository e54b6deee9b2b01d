"""How an etcd member runs: the store that holds Patroni's leader lock and configuration."""

from collections.abc import Mapping, Sequence

from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Http, Probe
from fkplus.model.topology import Unit

NAME = "etcd"
AFTER: tuple[str, ...] = ()
PORTS: Mapping[str, int] = {"client": 2471, "peer": 2481}
METRICS: Metrics | None = Metrics("client")
RELOAD_SIGNAL: str | None = None
START_SECONDS = 30.0
# On SIGTERM a leader tries for seconds to hand over to members that are stopping too. Its log is on
# disk before anything is acknowledged, so being killed after this time loses nothing.
STOP_SECONDS = 2

# Twice the election timeout stays below Patroni's retry_timeout, so that a new etcd leader
# never costs a primary its lock.
HEARTBEAT_MILLISECONDS = 100
ELECTION_MILLISECONDS = 1000


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return no files: everything is on the command line."""
    return {}


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv of one member (flags as of etcd 3.4; `etcd --help`)."""
    host = cluster.host(unit)
    client = f"http://{host}:{cluster.port(unit, 'client')}"
    peer = f"http://{host}:{cluster.port(unit, 'peer')}"
    members = ",".join(
        f"{member.node}=http://{cluster.endpoint(member, 'peer')}" for member in cluster.topology.units(NAME)
    )
    return [
        "etcd",
        f"--name={unit.node}",
        f"--data-dir={cluster.layout.data(unit)}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster={members}",
        f"--initial-cluster-token=fkplus-{cluster.topology.name}",
        f"--heartbeat-interval={HEARTBEAT_MILLISECONDS}",
        f"--election-timeout={ELECTION_MILLISECONDS}",
        # Off by default in 3.4: without it a member that comes back disturbs a healthy leader.
        "--pre-vote=true",
        # Off by default: Patroni writes every second, and old revisions would fill the quota.
        "--auto-compaction-mode=periodic",
        "--auto-compaction-retention=1h",
        "--snapshot-count=10000",
        "--logger=zap",
        "--log-level=warn",
        "--log-outputs=stderr",
    ]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return the health endpoint, which answers `true` only with a quorum."""
    return Http(f"http://{cluster.endpoint(unit, 'client')}/health", body='"health":"true"')
