"""Which statements take the time, and whether tables are read by index: before and after one is added."""

from fkplus.dashboards.panels import Dashboard, Kind, Panel, Query, Row

# One statement has several series where its shown text was cut differently; they are one by its id.
_BY_STATEMENT = "sum by (statement)"

_TOP = Row(
    "Statements",
    [
        Panel(
            "Where the time goes",
            "percentunit",
            [
                Query(
                    f"topk(10, {_BY_STATEMENT} (rate(pg_statement_seconds[$__rate_interval])))",
                    "{{statement}}",
                ),
            ],
            width=24,
            height=10,
            description="Seconds of execution per second, all instances. The blue mark is a migration:"
            " with an index added, the line of what it serves falls.",
        ),
        Panel(
            "Calls",
            "ops",
            [
                Query(
                    f"topk(10, {_BY_STATEMENT} (rate(pg_statement_calls[$__rate_interval])))", "{{statement}}"
                )
            ],
            height=10,
        ),
        Panel(
            "Time of one call",
            "s",
            [
                Query(
                    f"topk(10, {_BY_STATEMENT} (rate(pg_statement_seconds[$__rate_interval]))"
                    f" / ({_BY_STATEMENT} (rate(pg_statement_calls[$__rate_interval])) > 0))",
                    "{{statement}}",
                )
            ],
            height=10,
        ),
        Panel(
            "Blocks of one call",
            "short",
            [
                Query(
                    f"topk(10, {_BY_STATEMENT} (rate(pg_statement_blocks_hit[$__rate_interval])"
                    " + rate(pg_statement_blocks_read[$__rate_interval]))"
                    f" / ({_BY_STATEMENT} (rate(pg_statement_calls[$__rate_interval])) > 0))",
                    "{{statement}}",
                )
            ],
            height=10,
            description="Without the noise of time: an index shows here first.",
        ),
        Panel(
            "Since the statistics began",
            "s",
            [Query(f"topk(20, {_BY_STATEMENT} (pg_statement_seconds))")],
            Kind.TABLE,
            height=10,
        ),
    ],
)

_TABLES = Row(
    "Tables",
    [
        Panel(
            "Rows read by full scans",
            "rowsps",
            [Query("topk(10, sum by (name) (rate(pg_table_full_scan_rows[$__rate_interval])))", "{{name}}")],
            description="A big table here wants an index.",
        ),
        Panel(
            "Scans by index",
            "ops",
            [Query("topk(10, sum by (name) (rate(pg_table_index_scans[$__rate_interval])))", "{{name}}")],
        ),
    ],
)

DASHBOARD = Dashboard("fkplus-queries", "Queries", "Top statements and how tables are read.", [_TOP, _TABLES])
