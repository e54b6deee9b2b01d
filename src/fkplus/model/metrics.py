"""Where a unit shows its metrics to Prometheus, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Metrics:
    """The name of a unit's port (a key of its component's PORTS) and the HTTP path to GET there.

    The answer is Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/.
    """

    port: str
    path: str = "/metrics"
