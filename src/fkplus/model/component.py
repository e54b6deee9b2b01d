"""What a component module has to offer; mypy checks that each one does."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from fkplus.model.cluster import Cluster
from fkplus.model.metrics import Metrics
from fkplus.model.probe import Probe
from fkplus.model.topology import Unit


class Component(Protocol):
    """A module under `fkplus.components`: everything in it is pure text and numbers."""

    NAME: str
    AFTER: tuple[str, ...]
    """Components whose units must be ready before this one's start; no other is waited for then."""

    PORTS: Mapping[str, int]
    """Base TCP port of each listening socket; see Cluster.port."""

    METRICS: Metrics | None
    """Where its units show their metrics; Prometheus reads whatever unit says so. None: they have none."""

    RELOAD_SIGNAL: str | None
    """What tells a running unit that its files changed; None: it has to be restarted."""

    START_SECONDS: float
    """How long a healthy unit may take to become ready."""

    STOP_SECONDS: int
    """How long it may take to end after SIGTERM before it is killed."""

    def files(self, unit: Unit, cluster: Cluster) -> Mapping[str, str]:
        """Return file name -> text, in the unit's own directory; secrets stand as placeholders."""

    def command(self, unit: Unit, cluster: Cluster) -> Sequence[str]:
        """Return the argv of the unit's process, which stays in the foreground."""

    def launch_options(self, unit: Unit, cluster: Cluster) -> Sequence[str]:
        """Return what the launcher is told about this unit (`python -m fkplus.launcher --help`)."""

    def ready(self, unit: Unit, cluster: Cluster) -> Probe:
        """Return what tells that the unit does its work."""
