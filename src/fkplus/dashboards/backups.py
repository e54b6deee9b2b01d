"""Whether a restore would bring everything back: how old backups are, and whether the WAL is whole."""

from fkplus.dashboards import colours
from fkplus.dashboards.panels import Dashboard, Kind, Panel, Query, Row

_NO_YES = [(0, "no", colours.BAD), (1, "yes", colours.GOOD)]
_HOUR = 3600
_ON_PRIMARY = "and on (node) pg_instance_in_recovery == 0"

_NOW = Row(
    "Now",
    [
        Panel(
            "Age of the last good backup",
            "s",
            [Query("time() - (fkplus_backup_last_success_timestamp_seconds > 0)", "age")],
            Kind.NUMBER,
            width=5,
            height=4,
            limits=(26 * _HOUR, 48 * _HOUR),
        ),
        Panel(
            "Next run in",
            "s",
            [Query("fkplus_backup_next_run_timestamp_seconds - time()", "next")],
            Kind.NUMBER,
            width=5,
            height=4,
        ),
        Panel("Kept", "short", [Query("fkplus_backup_kept")], Kind.NUMBER, width=4, height=4),
        Panel(
            "WAL without a gap",
            "short",
            [Query("1 - fkplus_wal_archive_gap")],
            Kind.NUMBER,
            width=5,
            height=4,
            states=_NO_YES,
        ),
        Panel(
            "Repository can be read",
            "short",
            [Query("fkplus_backup_repository_readable")],
            Kind.NUMBER,
            width=5,
            height=4,
            states=_NO_YES,
        ),
    ],
)

_RUNS = Row(
    "Runs",
    [
        Panel(
            "How long it took",
            "s",
            [Query("fkplus_backup_last_success_duration_seconds > 0", "last good")],
            width=8,
        ),
        Panel(
            "What it takes", "bytes", [Query("fkplus_backup_last_success_bytes > 0", "last good")], width=8
        ),
        Panel("Runs of this scheduler", "short", [Query("fkplus_backup_runs_total", "{{result}}")], width=8),
    ],
)

_ARCHIVE = Row(
    "WAL archive",
    [
        Panel(
            "Segments archived",
            "ops",
            [Query(f"rate(pg_archiver_archived_count[$__rate_interval]) {_ON_PRIMARY}", "{{node}}")],
            width=8,
        ),
        Panel(
            "Attempts that failed",
            "short",
            [Query(f"increase(pg_archiver_failed_count[$__rate_interval]) {_ON_PRIMARY}", "failed {{node}}")],
            width=8,
        ),
        Panel(
            "Since a segment was archived",
            "s",
            [Query(f"time() - (pg_archiver_last_archived_seconds > 0) {_ON_PRIMARY}", "{{node}}")],
            width=8,
        ),
    ],
)

DASHBOARD = Dashboard(
    "fkplus-backups",
    "Backups",
    "Age of backups, runs of the scheduler, the WAL archive.",
    [_NOW, _RUNS, _ARCHIVE],
)
