"""How clients reach the right instance: three ports whose servers Patroni's REST API marks up or down."""

from collections.abc import Mapping, Sequence

from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Http, Probe
from fkplus.model.topology import Unit

NAME = "haproxy"
AFTER: tuple[str, ...] = ()
PORTS: Mapping[str, int] = {"write": 5000, "read": 5001, "analyst": 5002, "page": 7000}
METRICS: Metrics | None = Metrics("page")
# In master-worker mode USR2 starts a new worker and lets the old one finish its sessions.
RELOAD_SIGNAL: str | None = "USR2"
START_SECONDS = 15.0
STOP_SECONDS = 5

# A replica that is further behind its primary than this serves no reads.
READ_LAG_MEBIBYTES = 16

# How many sessions a port opens at one instance; more of them wait. A replica serves two ports, whose sum
# stays below its max_connections (dynamic_configuration.py) less what comes past HAProxy.
SESSIONS: Mapping[str, int] = {"write": 100, "read": 75, "analyst": 25}

# After a reload the old worker lives as long as its last session, but not for ever: longer than the
# statement_timeout of analysts (database/roles.py), 30 minutes.
_SESSIONS_END = "35m"

# `retries 0`: after a refused connection HAProxy waits a whole second before it tries again, and
# the client with it; the client's own retry is faster.
#
# A dead instance and a dead Patroni look alike to a health check, and only the first should cost sessions.
# The first shows in the traffic: `observe layer4 ... on-error mark-down` takes a server out at the first
# connection that it refuses. So the checks may be patient: `fall 8` each 500 ms outlasts a restart of Patroni
# (1 to 2 s). They must not be too patient: a node that hangs costs a `timeout check` each time, 12 s in all,
# and has to be out before the lease ends (20 s) and another one is primary beside it.
#
# On the write port it is `fall 16`, because silence is told sooner there: a check may connect for `inter`,
# 100 ms, and a Patroni that hangs takes six connections and no more (its backlog is 5). With 500 ms between
# two checks that is 10 to 15 s of silence, or 8 s without a Patroni: by then there is another one.
#
# An answer is no silence: on the write port a Patroni that says "not primary" (503) is believed at once.
# `error-status L7OKC` lets its server stand, but without new connections (NOLB on the page): as a failure
# it kept a share of them to the last check of `fall`, and the old primary was back before that (seen: 0.5 s).
# Sessions are not cut: Patroni ends PostgreSQL before it is a replica. `inter 100ms` says how soon a new
# primary is found. A check costs Patroni and PostgreSQL 0.6 ms of CPU: 30 a second are 2 % of a core. Patroni
# says "primary" as soon as it has the lock, some 100 ms before the promotion ends: clients may see 25006.
_TEMPLATE = """\
global
    maxconn 1000
    hard-stop-after {sessions_end}

defaults
    mode tcp
    option clitcpka
    option srvtcpka
    retries 0
    timeout connect 2s
    timeout queue 5s
    timeout client 1h
    timeout server 1h
    timeout check 1s

frontend page
    mode http
    timeout client 10s
    bind {page}
    http-request use-service prometheus-exporter if {{ path /metrics }}
    stats enable
    stats uri /
    stats refresh 5s

listen write
    bind {write}
    option httpchk
    http-check send meth OPTIONS uri /primary
    http-check expect status 200 error-status L7OKC
    default-server inter 100ms fastinter 500ms downinter 100ms rise 1 fall 16
    default-server observe layer4 error-limit 1 on-error mark-down on-marked-down shutdown-sessions
{write_servers}

listen read
    bind {read}
    balance leastconn
    option httpchk
    http-check send meth OPTIONS uri /replica?lag={lag}MB
    http-check expect status 200
    default-server inter 2s fastinter 500ms downinter 500ms rise 2 fall 8
    default-server observe layer4 error-limit 1 on-error mark-down on-marked-down shutdown-sessions
{read_servers}

# No lag limit and no cut sessions: a long query is worth more here than the last second.
listen analyst
    bind {analyst}
    balance leastconn
    option httpchk
    http-check send meth OPTIONS uri /replica
    http-check expect status 200
    default-server inter 2s fastinter 500ms downinter 500ms rise 2 fall 8
    default-server observe layer4 error-limit 1 on-error mark-down
{analyst_servers}
"""


def files(unit: Unit, cluster: Cluster) -> Mapping[str, str]:
    """Return haproxy.cfg with one server per PostgreSQL instance."""
    servers = "\n".join(
        f"    server {member.node} {cluster.endpoint(member, 'postgresql')}"
        f" check port {cluster.port(member, 'rest')} maxconn {{sessions}}"
        for member in cluster.topology.units("patroni")
    )
    binds = {name: cluster.endpoint(unit, name) for name in PORTS}
    limits = {f"{name}_servers": servers.format(sessions=count) for name, count in SESSIONS.items()}
    text = _TEMPLATE.format(sessions_end=_SESSIONS_END, lag=READ_LAG_MEBIBYTES, **limits, **binds)
    return {"haproxy.cfg": text}


def command(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return the argv of HAProxy in master-worker mode."""
    return ["haproxy", "-W", "-db", "-f", str(cluster.layout.files(unit) / "haproxy.cfg")]


def launch_options(unit: Unit, cluster: Cluster) -> Sequence[str]:
    """Return nothing: the launcher only sets the stage."""
    return []


def ready(unit: Unit, cluster: Cluster) -> Probe:
    """Return the statistics page; whether a primary is behind the ports is asked separately."""
    return Http(f"http://{cluster.endpoint(unit, 'page')}/metrics", body="haproxy_")
