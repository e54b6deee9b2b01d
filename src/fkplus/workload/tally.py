"""What came of all operations: counted as they end, for the final report and for Prometheus."""

import threading
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from fkplus.workload.catalogue import Operation
from fkplus.workload.histogram import Histogram
from fkplus.workload.metrics import Metrics
from fkplus.workload.session import Outcome
from fkplus.workload.statements import Values

# The newest acknowledged writes are remembered, to be looked for at the end.
_REMEMBERED = 10_000


@dataclass
class Line:
    """One operation in one bucket: seconds from due (response), of work (service) and of waiting (queue)."""

    response: Histogram = field(default_factory=Histogram)
    service: Histogram = field(default_factory=Histogram)
    queue: Histogram = field(default_factory=Histogram)
    ok: int = 0
    failed: Counter[str] = field(default_factory=Counter)


class Tally:
    """Counts from several threads; one sample for each logical operation, whatever its end."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.lines: defaultdict[tuple[str, str], Line] = defaultdict(Line)
        self.lag = Histogram()
        self.tries = self.skipped = self.read_backs = self.violations = 0
        self.details: Counter[str] = Counter()
        self.acknowledged: deque[tuple[Operation, Values]] = deque(maxlen=_REMEMBERED)
        self._lock = threading.Lock()

    def late(self, seconds: float) -> None:
        """Count by how much the scheduler put an operation into the queue after it was due."""
        self.lag.add(seconds)
        self.metrics.lag.observe(seconds)

    def begun(self, operation: Operation) -> None:
        """Count that a worker has taken an operation."""
        self.metrics.started(operation.name).inc()
        self.metrics.inflight.inc()

    def ended(
        self, operation: Operation, bucket: str, outcome: Outcome, queued: float, response: float
    ) -> bool:
        """Count how an operation ended, an answer after the deadline being none; tells whether it is done."""
        late = response > operation.deadline_seconds
        reason = "deadline" if late and outcome.reason is None else outcome.reason
        response = min(response, operation.deadline_seconds)
        with self._lock:
            line = self.lines[operation.name, bucket]
            for histogram, seconds in (
                (line.response, response),
                (line.service, outcome.service_seconds),
                (line.queue, queued),
            ):
                histogram.add(seconds)
            self.tries += outcome.tries
            self._count(line, reason, outcome.detail)
        self._show(operation, bucket, reason, outcome, queued, response)
        return reason is None

    def dropped(self, operation: Operation, bucket: str) -> None:
        """Count an operation whose deadline passed while it waited: its response is the deadline at least."""
        with self._lock:
            line = self.lines[operation.name, bucket]
            line.response.add(operation.deadline_seconds)
            line.queue.add(operation.deadline_seconds)
            self.skipped += 1
            self._count(line, "deadline", "never begun")
        self.metrics.skipped(operation.name).inc()
        self.metrics.failed(operation.name, "deadline").inc()
        self.metrics.response(operation.name, bucket).observe(operation.deadline_seconds)

    def read_back(self, found: bool) -> None:
        """Count whether the read endpoint showed a write that had just been acknowledged."""
        with self._lock:
            self.read_backs += 1
            self.violations += not found
        self.metrics.read_backs.inc()
        if not found:
            self.metrics.violations.inc()

    def _count(self, line: Line, reason: str | None, detail: str) -> None:
        if reason is None:
            line.ok += 1
        else:
            line.failed[reason] += 1
            self.details[f"{reason}: {detail[:160]}" if detail else reason] += 1

    def _show(
        self,
        operation: Operation,
        bucket: str,
        reason: str | None,
        outcome: Outcome,
        queued: float,
        response: float,
    ) -> None:
        metrics = self.metrics
        metrics.inflight.dec()
        metrics.tries.inc(outcome.tries)
        metrics.queue.observe(queued)
        metrics.service(operation.name).observe(outcome.service_seconds)
        metrics.response(operation.name, bucket).observe(response)
        if reason is None:
            metrics.ok(operation.name).inc()
        else:
            metrics.failed(operation.name, reason).inc()
