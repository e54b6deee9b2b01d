"""What users of the simulated backend see: response times, what was offered and achieved, failures."""

from fkplus.dashboards.panels import Dashboard, Kind, Panel, Query, Row

_RESPONSE = "fkplus_backend_response_seconds_bucket"


def _quantile(share: float, by: str = "le") -> str:
    return f"histogram_quantile({share}, sum by ({by}) (rate({_RESPONSE}[$__rate_interval])))"


_USERS = Row(
    "Users",
    [
        Panel(
            "Response time",
            "s",
            [Query(_quantile(0.5), "p50"), Query(_quantile(0.95), "p95"), Query(_quantile(0.99), "p99")],
            height=9,
            description="From the moment when the operation was due: a stall counts in full.",
        ),
        Panel(
            "Operations",
            "ops",
            [
                Query(
                    "sum(rate(fkplus_backend_started_total[$__rate_interval]))"
                    " + (sum(rate(fkplus_backend_skipped_total[$__rate_interval])) or vector(0))",
                    "offered",
                ),
                Query("sum(rate(fkplus_backend_ok_total[$__rate_interval]))", "achieved"),
                Query("sum(rate(fkplus_backend_failed_total[$__rate_interval])) or vector(0)", "failed"),
            ],
            height=9,
        ),
        Panel(
            "95th percentile, by operation",
            "s",
            [Query(_quantile(0.95, "operation, le"), "{{operation}}")],
            height=9,
        ),
        Panel(
            "Failures, by reason",
            "ops",
            [Query("sum by (reason) (rate(fkplus_backend_failed_total[$__rate_interval]))", "{{reason}}")],
            Kind.AREAS,
            height=9,
        ),
    ],
)

_INSIDE = Row(
    "Inside",
    [
        Panel(
            "At work and waiting",
            "short",
            [Query("fkplus_backend_inflight", "at work"), Query("fkplus_backend_backlog", "waiting")],
            width=8,
        ),
        Panel(
            "Time in the database, 95th percentile",
            "s",
            [
                Query(
                    "histogram_quantile(0.95, sum by (operation, le)"
                    " (rate(fkplus_backend_service_seconds_bucket[$__rate_interval])))",
                    "{{operation}}",
                )
            ],
            width=8,
        ),
        Panel(
            "Tries for one operation",
            "short",
            [
                Query(
                    "rate(fkplus_backend_tries_total[$__rate_interval])"
                    " / (sum(rate(fkplus_backend_started_total[$__rate_interval])) > 0)",
                    "tries",
                )
            ],
            width=8,
        ),
    ],
)

DASHBOARD = Dashboard(
    "fkplus-backend",
    "Backend",
    "Response times, throughput and failures of the simulated backend.",
    [_USERS, _INSIDE],
)
