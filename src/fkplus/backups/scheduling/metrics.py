"""What Prometheus sees of the backups."""

import time
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server

from fkplus.model.backup_runs import Drill, Outlook, Runs


class Metrics:
    """The figures of one scheduler, in a registry of their own; times are seconds since 1970."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._success = self._gauge("backup_last_success_timestamp_seconds", "When the last good run ended.")
        self._duration = self._gauge("backup_last_success_duration_seconds", "How long it took.")
        self._size = self._gauge("backup_last_success_bytes", "What it takes in the repository.")
        self._ok = self._gauge("backup_last_run_ok", "1: the last run made a backup; 0: it failed.")
        self._next = self._gauge("backup_next_run_timestamp_seconds", "When the next run is due.")
        self._wanted = self._gauge(
            "backup_wanted_timestamp_seconds", "When the schedule wants the run after the last good one."
        )
        self._drilled = self._gauge(
            "backup_last_drill_timestamp_seconds", "When the last drill began; 0: there was none."
        )
        self._drill_ok = self._gauge("backup_last_drill_ok", "1: the last drill found nothing wrong.")
        self._next_drill = self._gauge(
            "backup_next_drill_timestamp_seconds", "When a drill is due; passed while one runs, or is late."
        )
        self._kept = self._gauge("backup_kept", "How many backups the repository holds.")
        self._gap = self._gauge("wal_archive_gap", "1: archived WAL is missing since the newest backup.")
        self._readable = self._gauge("backup_repository_readable", "1: the repository could be read.")
        self._watched = self._gauge("backup_scheduler_last_look_timestamp_seconds", "When it last looked.")
        self._upkept = self._gauge(
            "upkeep_last_success_timestamp_seconds", "When the schema's upkeep last ended well."
        )
        self.runs = Counter(
            "fkplus_backup_runs",
            "Runs of this scheduler, by how they ended.",
            ("result",),
            registry=self.registry,
        )
        for result in ("good", "failed"):
            self.runs.labels(result)

    def serve(self, host: str, port: int) -> None:
        """Answer at http://host:port/metrics from a thread of its own, until the process ends."""
        start_http_server(port, addr=host, registry=self.registry)

    def show(self, runs: Runs, outlook: Outlook, wanted: datetime | None, drill: Drill | None = None) -> None:
        """Take over what the files say, so that a run by hand counts like the scheduler's own.

        `wanted`: when the schedule wants the run after the last good one.
        """
        if wanted:
            self._wanted.set(wanted.timestamp())
        if runs.last_good and runs.last_good.finished_at:
            self._success.set(datetime.fromisoformat(runs.last_good.finished_at).timestamp())
            self._duration.set(runs.last_good.seconds or 0)
            self._size.set(runs.last_good.bytes or 0)
        if runs.last and runs.last.finished_at:
            self._ok.set(runs.last.ok)
        if drill:
            self._drilled.set(datetime.fromisoformat(drill.started_at).timestamp())
            self._drill_ok.set(drill.problem is None)
        if outlook.next_run:
            self._next.set(datetime.fromisoformat(outlook.next_run).timestamp())
        if outlook.next_drill:
            self._next_drill.set(datetime.fromisoformat(outlook.next_drill).timestamp())
        if outlook.kept is not None:
            self._kept.set(outlook.kept)
        self._gap.set(outlook.gap is not None)
        self._readable.set(outlook.problem is None)
        self._watched.set(time.time())

    def show_upkeep(self, succeeded_at: datetime | None) -> None:
        """Take over when the schema's upkeep last ended well."""
        if succeeded_at:
            self._upkept.set(succeeded_at.timestamp())

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(f"fkplus_{name}", text, registry=self.registry)
