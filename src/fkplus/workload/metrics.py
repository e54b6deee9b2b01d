"""What Prometheus sees of the simulated backend, in buckets fine enough for what takes a millisecond."""

from collections.abc import Sequence
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

# The library's own buckets begin at 5 ms and show a median of 0.8 ms as 2.5; these go from 0.5 ms to 12.6 s.
BUCKETS_SECONDS: Sequence[float] = tuple(0.0005 * 1.5**i for i in range(26))

_PREFIX = "fkplus_backend_"


class Metrics:
    """Counters and histograms in a registry of their own; each child is looked up once."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._response = self._histogram(
            "response_seconds", "From the moment it was due.", ("operation", "bucket")
        )
        self._service = self._histogram(
            "service_seconds", "At work on it, all tries together.", ("operation",)
        )
        self.queue = self._histogram("queue_seconds", "From due to begun.")
        self.lag = self._histogram("scheduler_lag_seconds", "By how much the schedule itself was late.")
        self._started = self._counter("started", "Operations begun.", ("operation",))
        self._ok = self._counter("ok", "Operations acknowledged.", ("operation",))
        self._failed = self._counter("failed", "Operations given up, by reason.", ("operation", "reason"))
        self._skipped = self._counter(
            "skipped", "Operations never begun: their deadline passed first.", ("operation",)
        )
        self.tries = self._counter("tries", "Attempts; more than were begun where some were repeated.")
        self.read_backs = self._counter("read_backs", "Writes looked for at the read endpoint at once.")
        self.violations = self._counter(
            "read_your_writes_violations", "Acknowledged writes that the read endpoint did not show yet."
        )
        self.inflight = Gauge(f"{_PREFIX}inflight", "Operations at work now.", registry=self.registry)
        self.backlog = Gauge(f"{_PREFIX}backlog", "Operations that wait.", registry=self.registry)
        # `labels()` costs more than what is done with the child, and there are few children.
        self.response = cache(self._response.labels)
        self.service = cache(self._service.labels)
        self.started = cache(self._started.labels)
        self.ok = cache(self._ok.labels)
        self.failed = cache(self._failed.labels)
        self.skipped = cache(self._skipped.labels)

    def serve(self, host: str, port: int) -> None:
        """Answer at http://host:port/metrics from a thread of its own, until the process ends."""
        start_http_server(port, addr=host, registry=self.registry)

    def _histogram(self, name: str, text: str, labels: Sequence[str] = ()) -> Histogram:
        return Histogram(_PREFIX + name, text, labels, buckets=BUCKETS_SECONDS, registry=self.registry)

    def _counter(self, name: str, text: str, labels: Sequence[str] = ()) -> Counter:
        return Counter(_PREFIX + name, text, labels, registry=self.registry)
