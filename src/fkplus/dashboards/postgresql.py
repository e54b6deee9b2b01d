"""How the instances are used: sessions, transactions, WAL, vacuum."""

from fkplus.dashboards.panels import Dashboard, Kind, Panel, Query, Row

_SESSIONS = Row(
    "Sessions",
    [
        Panel(
            "By state",
            "short",
            [Query("sum by (state) (pg_sessions_count)", "{{state}}")],
            Kind.AREAS,
            width=8,
        ),
        Panel(
            "Share of max_connections",
            "percentunit",
            [
                Query(
                    "sum by (node) (pg_sessions_count) / on (node) pg_instance_connections_limit", "{{node}}"
                )
            ],
            width=8,
        ),
        Panel(
            "Waiting for locks",
            "short",
            [Query("sum by (node) (pg_sessions_waiting_for_lock)", "{{node}}")],
            width=8,
        ),
        Panel(
            "Oldest transaction",
            "s",
            [Query("max by (node) (pg_sessions_longest_transaction_seconds)", "{{node}}")],
            width=8,
        ),
        Panel(
            "Idle in transaction for",
            "s",
            [
                Query(
                    'max by (node) (pg_sessions_longest_in_state_seconds{state=~"idle in transaction.*"})',
                    "{{node}}",
                )
            ],
            width=8,
        ),
        Panel(
            "Up since",
            "dateTimeAsIso",
            [Query("pg_instance_start_time_seconds * 1000", "{{node}}")],
            Kind.NUMBER,
            width=8,
        ),
    ],
)

_TRANSACTIONS = Row(
    "Transactions",
    [
        Panel(
            "A second",
            "ops",
            [
                Query("sum(rate(pg_database_commits[$__rate_interval]))", "committed"),
                Query("sum(rate(pg_database_rollbacks[$__rate_interval]))", "rolled back"),
            ],
            width=8,
        ),
        Panel(
            "Rows written",
            "rowsps",
            [
                Query("sum(rate(pg_database_rows_inserted[$__rate_interval]))", "inserted"),
                Query("sum(rate(pg_database_rows_updated[$__rate_interval]))", "updated"),
                Query("sum(rate(pg_database_rows_deleted[$__rate_interval]))", "deleted"),
            ],
            width=8,
        ),
        Panel(
            "Blocks found in shared buffers",
            "percentunit",
            [
                Query(
                    "rate(pg_database_blocks_hit[$__rate_interval])"
                    " / (rate(pg_database_blocks_hit[$__rate_interval])"
                    " + rate(pg_database_blocks_read[$__rate_interval]) > 0)",
                    "{{node}}",
                )
            ],
            width=8,
        ),
        Panel(
            "Sorts and hashes on disk",
            "Bps",
            [Query("rate(pg_database_temp_bytes[$__rate_interval])", "{{node}}")],
            width=8,
        ),
        Panel(
            "Deadlocks",
            "short",
            [Query("increase(pg_database_deadlocks[$__rate_interval])", "{{node}}")],
            width=8,
        ),
        Panel(
            "Queries cancelled for replay's sake",
            "short",
            [Query("increase(pg_database_recovery_conflicts[$__rate_interval])", "{{node}}")],
            width=8,
        ),
    ],
)

_STORAGE = Row(
    "WAL and storage",
    [
        Panel(
            "WAL written or received",
            "Bps",
            [Query("rate(pg_instance_wal_position_bytes[$__rate_interval])", "{{node}}")],
            width=8,
        ),
        Panel("pg_wal", "bytes", [Query("pg_wal_directory_bytes", "{{node}}")], width=8),
        Panel("Database", "bytes", [Query("pg_size_bytes", "{{node}}")], width=8),
        Panel(
            "Checkpoints",
            "short",
            [
                Query("sum(increase(pg_checkpoints_timed[$__rate_interval]))", "by time"),
                Query("sum(increase(pg_checkpoints_requested[$__rate_interval]))", "requested"),
            ],
            width=8,
        ),
        Panel(
            "Transactions not frozen",
            "short",
            [Query("pg_wraparound_transaction_age", "{{node}}")],
            width=8,
            description="Autovacuum begins to freeze at 200 million; writes stop at 2 billion.",
        ),
        Panel(
            "Dead rows, by table",
            "short",
            [Query("topk(10, pg_table_dead_rows and on (node) pg_instance_in_recovery == 0)", "{{name}}")],
            width=8,
        ),
    ],
)

DASHBOARD = Dashboard(
    "fkplus-postgresql",
    "PostgreSQL",
    "Sessions, transactions, WAL and vacuum of each instance.",
    [_SESSIONS, _TRANSACTIONS, _STORAGE],
)
