"""What rules and panels ask of our own programs is what these show."""

from asked import EXPRESSIONS
from prometheus_client import CollectorRegistry

from fkplus.backups.scheduling import metrics as scheduler
from fkplus.dashboards.metric_names import metric_names
from fkplus.workload import metrics as backend


def asked(*beginnings: str) -> set[str]:
    """Return the metrics of all rules and panels whose names begin with one of these."""
    return {name for text in EXPRESSIONS for name in metric_names(text) if name.startswith(beginnings)}


def shown(registry: CollectorRegistry) -> set[str]:
    """Return the names of the series that a registry can have."""
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}
    return {family.name + suffix for family in registry.collect() for suffix in suffixes[family.type]}


def test_the_backend_shows_what_is_asked_of_it() -> None:
    wanted = asked("fkplus_backend_")
    assert len(wanted) > 5
    assert wanted - shown(backend.Metrics().registry) == set()


def test_the_scheduler_shows_what_is_asked_of_it() -> None:
    wanted = asked("fkplus_backup_", "fkplus_wal_")
    assert len(wanted) > 5
    assert wanted - shown(scheduler.Metrics().registry) == set()
