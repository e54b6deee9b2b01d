"""Who is primary, what follows it, and through which ports and which etcd it all hangs together."""

from fkplus.dashboards import colours
from fkplus.dashboards.panels import Dashboard, Kind, Panel, Query, Row

_ROLES = ((0, "down", colours.BAD), (1, "replica", colours.CALM), (2, "primary", colours.GOOD))
_YES_NO = ((0, "no", colours.BAD), (1, "yes", colours.GOOD))

_NOW = Row(
    "Now",
    [
        Panel(
            "Primaries",
            "short",
            [Query("sum(patroni_primary) or vector(0)")],
            Kind.NUMBER,
            width=4,
            height=4,
            states=[(0, "none", colours.BAD), (1, "one", colours.GOOD), (2, "two!", colours.BAD)],
        ),
        Panel(
            "Replicas that stream",
            "short",
            [Query("count(patroni_replica == 1 and patroni_postgres_streaming == 1) or vector(0)")],
            Kind.NUMBER,
            width=4,
            height=4,
            limits=(2, 1),
        ),
        Panel(
            "Synchronous replicas",
            "short",
            [Query("sum(patroni_sync_standby + patroni_quorum_standby)")],
            Kind.NUMBER,
            width=4,
            height=4,
            limits=(2, 1),
        ),
        Panel("Timeline", "none", [Query("max(patroni_postgres_timeline)")], Kind.NUMBER, width=4, height=4),
        Panel(
            "Automatic failover",
            "short",
            [Query("1 - max(patroni_is_paused)")],
            Kind.NUMBER,
            width=4,
            height=4,
            states=[(0, "paused", colours.BAD), (1, "on", colours.GOOD)],
        ),
        Panel(
            "Alerts firing",
            "short",
            [Query('count(ALERTS{alertstate="firing", severity!="info"}) or vector(0)')],
            Kind.NUMBER,
            width=4,
            height=4,
            limits=(1, 1),
        ),
    ],
)

_ROLES_OVER_TIME = Row(
    "Roles over time",
    [
        Panel(
            "Role of each node",
            "short",
            [
                Query(
                    "sum by (node) (2 * patroni_primary + patroni_replica)"
                    ' or 0 * sum by (node) (up{job="patroni"})',
                    "{{node}}",
                )
            ],
            Kind.STATES,
            width=24,
            height=6,
            states=_ROLES,
            description="Looked at each 10 s: a failover of half a second is a change of place, not a gap.",
        ),
        Panel("Timeline of each node", "none", [Query("patroni_postgres_timeline > 0", "{{node}}")]),
        Panel(
            "Since etcd was last reached",
            "s",
            [Query("time() - patroni_dcs_last_seen", "{{node}}")],
            description="Patroni asks each 2 s; at 20 s the primary's lease has run out.",
        ),
    ],
)

_REPLICATION = Row(
    "Replication",
    [
        Panel("Lag", "bytes", [Query("max by (replica) (pg_replication_lag_bytes)", "{{replica}}")], width=8),
        Panel("Age of the last replayed commit", "s", [Query("pg_replica_lag_seconds", "{{node}}")], width=8),
        Panel(
            "WAL kept for replicas",
            "bytes",
            [
                Query(
                    "max by (node, slot) (pg_slot_retained_bytes and pg_slot_active == 1)",
                    "{{node}} for {{slot}}",
                )
            ],
            width=8,
        ),
    ],
)

_ENTRY = Row(
    "HAProxy",
    [
        Panel(
            "Servers behind each port",
            "short",
            [Query("haproxy_backend_active_servers", "{{proxy}}")],
            width=8,
            description="One behind the write port, the replicas behind the others.",
        ),
        Panel("Sessions", "short", [Query("haproxy_backend_current_sessions", "{{proxy}}")], width=8),
        Panel("Clients that wait", "short", [Query("haproxy_backend_current_queue", "{{proxy}}")], width=8),
        Panel(
            "Bytes to clients",
            "Bps",
            [Query("rate(haproxy_backend_bytes_out_total[$__rate_interval])", "{{proxy}}")],
            width=8,
        ),
        Panel(
            "Time to connect",
            "s",
            [Query("haproxy_backend_connect_time_average_seconds", "{{proxy}}")],
            width=8,
        ),
        Panel(
            "Servers that went up or down",
            "short",
            [
                Query(
                    "sum by (proxy) (increase(haproxy_server_check_up_down_total[$__rate_interval]))",
                    "{{proxy}}",
                )
            ],
            width=8,
        ),
    ],
)

_ETCD = Row(
    "etcd",
    [
        Panel(
            "Has a leader",
            "short",
            [Query("etcd_server_has_leader", "{{node}}")],
            Kind.STATES,
            width=8,
            states=_YES_NO,
        ),
        Panel(
            "Time of a write to disk, 99th percentile",
            "s",
            [
                Query(
                    "histogram_quantile(0.99, sum by (node, le)"
                    " (rate(etcd_disk_wal_fsync_duration_seconds_bucket[$__rate_interval])))",
                    "{{node}}",
                )
            ],
            width=8,
        ),
        Panel(
            "Round trip between members, 99th percentile",
            "s",
            [
                Query(
                    "histogram_quantile(0.99, sum by (node, le)"
                    " (rate(etcd_network_peer_round_trip_time_seconds_bucket[$__rate_interval])))",
                    "{{node}}",
                )
            ],
            width=8,
        ),
        Panel("Size", "bytes", [Query("etcd_mvcc_db_total_size_in_bytes", "{{node}}")], width=8),
        Panel(
            "Leader changes",
            "short",
            [Query("max(increase(etcd_server_leader_changes_seen_total[$__rate_interval]))", "changes")],
            width=8,
        ),
        Panel(
            "Proposals",
            "ops",
            [
                Query("max(rate(etcd_server_proposals_committed_total[$__rate_interval]))", "committed"),
                Query("max(rate(etcd_server_proposals_failed_total[$__rate_interval]))", "failed"),
            ],
            width=8,
        ),
    ],
)

DASHBOARD = Dashboard(
    "fkplus-cluster",
    "Cluster",
    "Roles, replication, HAProxy and etcd.",
    [_NOW, _ROLES_OVER_TIME, _REPLICATION, _ENTRY, _ETCD],
)
