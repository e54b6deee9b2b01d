"""What Prometheus sees of the WAL receiver."""

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server

from fkplus.backups.receiving.trouble import Trouble


class Metrics:
    """The figures of one receiver, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.connected = self._gauge("connected", "1: WAL is being received.")
        self.segments = self._gauge("segments", "Whole segments that are kept: the archive has them not yet.")
        self.dropped = self._counter("dropped", "Segments deleted before the archive had them.", ())
        self.pushed = self._counter("pushed", "Segments of an earlier primary put into the archive.", ())
        self._starts = self._counter("starts", "Beginnings of receiving, by what ended the last.", ("after",))
        for trouble in Trouble:
            self._starts.labels(trouble.name.lower())

    def serve(self, host: str, port: int) -> None:
        """Answer at http://host:port/metrics from a thread of its own, until the process ends."""
        start_http_server(port, addr=host, registry=self._registry)

    def start(self, after: Trouble) -> None:
        """Count a beginning."""
        self._starts.labels(after.name.lower()).inc()

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(f"fkplus_wal_receiver_{name}", text, registry=self._registry)

    def _counter(self, name: str, text: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"fkplus_wal_receiver_{name}", text, labels, registry=self._registry)
