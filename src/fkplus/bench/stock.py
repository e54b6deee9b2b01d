"""What a cluster is with stock settings: Patroni's defaults, its sample HAProxy configuration, no launcher.

The same programs under the same supervision: the difference is ours. The defaults are those of Patroni 4.1
(its page on dynamic configuration), the proxy's those of its sample (extras/confd/templates/haproxy.tmpl).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from fkplus.model.cluster import Cluster
from fkplus.model.program import Program
from fkplus.operations.site import Site

# What Patroni takes where nothing is said, written out. Without synchronous_mode commits wait for no replica.
_DYNAMIC: Mapping[str, Any] = {
    "ttl": 30,
    "loop_wait": 10,
    "retry_timeout": 10,
    "maximum_lag_on_failover": 1_048_576,
    "primary_start_timeout": 300,
}
# Parameters of ours that shorten a failover; the rest, memory above all, stays the same in both clusters.
_OURS = ("wal_retrieve_retry_interval",)

# The page is ours: it tells when HAProxy is ready.
_HAPROXY = """\
global
    maxconn 100

defaults
    mode tcp
    retries 2
    timeout client 30m
    timeout connect 4s
    timeout server 30m
    timeout check 5s

listen page
    mode http
    bind {page}
    http-request use-service prometheus-exporter if {{ path /metrics }}
    stats enable
    stats uri /

listen write
    bind {write}
    option httpchk HEAD /primary
    http-check expect status 200
    default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions
{servers}

listen read
    bind {read}
    option httpchk HEAD /replica
    http-check expect status 200
    default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions
{servers}

listen analyst
    bind {analyst}
    option httpchk HEAD /replica
    http-check expect status 200
    default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions
{servers}
"""


@dataclass(frozen=True)
class StockSite(Site):
    """A site whose programs are started with stock settings."""

    def waves(self) -> Sequence[Sequence[Program]]:
        """Return all programs in the order of their starts."""
        return [[stock(program, self.cluster) for program in wave] for wave in super().waves()]


def stock(program: Program, cluster: Cluster) -> Program:
    """Return the program with stock settings; etcd's has none that differ."""
    match program.unit.component:
        case "patroni":
            text = program.files["patroni.yml"]
            return replace(program, files={"patroni.yml": _patroni(text)}, launch_options=())
        case "haproxy":
            return replace(program, files={"haproxy.cfg": _haproxy(program, cluster)})
        case _:
            return program


def _patroni(ours: str) -> str:
    """Return patroni.yml with Patroni's own timings and modes.

    That a replica which can't be rewound is copied anew stays: it is not measured, and the next run needs it.
    """
    document = yaml.safe_load(ours)
    postgresql = document["bootstrap"]["dcs"]["postgresql"]
    parameters = {name: value for name, value in postgresql["parameters"].items() if name not in _OURS}
    document["bootstrap"]["dcs"] = {**_DYNAMIC, "postgresql": {**postgresql, "parameters": parameters}}
    return yaml.safe_dump(document, sort_keys=False, width=110)


def _haproxy(program: Program, cluster: Cluster) -> str:
    servers = "\n".join(
        f"    server {member.node} {cluster.endpoint(member, 'postgresql')}"
        f" maxconn 100 check port {cluster.port(member, 'rest')}"
        for member in cluster.topology.units("patroni")
    )
    binds = {name: cluster.endpoint(program.unit, name) for name in program.ports}
    return _HAPROXY.format(servers=servers, **binds)
