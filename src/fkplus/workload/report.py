"""What is said at the end: offered and achieved, percentiles from the schedule, failures, what was lost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fkplus.workload.histogram import Histogram
from fkplus.workload.tally import Line, Tally


def report(
    tally: Tally, *, rate: float, seconds: float, lost: Sequence[str], looked_for: int
) -> Mapping[str, Any]:
    """Return the report of a run that was to offer `rate` a second for `seconds`; times in milliseconds."""
    lines = [
        {"operation": name, "bucket": bucket, **_line(line)}
        for (name, bucket), line in sorted(tally.lines.items())
    ]
    response, service, failed = Histogram(), Histogram(), Counter[str]()
    for line in tally.lines.values():
        response.merge(line.response)
        service.merge(line.service)
        failed.update(line.failed)
    done = response.number - failed.total()
    return {
        "seconds": round(seconds, 1),
        "asked_rate": rate,
        "offered_rate": round(response.number / seconds, 2) if seconds else 0.0,
        "achieved_rate": round(done / seconds, 2) if seconds else 0.0,
        "operations": response.number,
        "ok": done,
        "failed": dict(sorted(failed.items())),
        "failure_details": dict(tally.details.most_common(10)),
        "skipped": tally.skipped,
        "tries": tally.tries,
        "response_ms": _times(response),
        "service_ms": _times(service),
        "scheduler_lag_ms": _times(tally.lag),
        "read_your_writes": {"looked_for": tally.read_backs, "violations": tally.violations},
        "acknowledged_writes": {"looked_for": looked_for, "lost": len(lost), "which": list(lost[:20])},
        "by_operation": lines,
    }


def _line(line: Line) -> Mapping[str, Any]:
    return {
        "ok": line.ok,
        "failed": dict(sorted(line.failed.items())),
        "response_ms": _times(line.response),
        "service_ms": _times(line.service),
        "queue_ms": _times(line.queue),
    }


def _times(histogram: Histogram) -> Mapping[str, float]:
    parts = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    times = {name: histogram.percentile(part) for name, part in parts.items()}
    return {
        name: round(s * 1000, 3)
        for name, s in {**times, "max": histogram.highest, "mean": histogram.mean}.items()
    }
