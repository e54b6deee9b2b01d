"""Which alert rules there are: one YAML file of Prometheus per subject, in `rules/`."""

from collections.abc import Mapping
from pathlib import Path

_DIRECTORY = Path(__file__).with_name("rules")


def files() -> Mapping[str, str]:
    """Return file name -> text of every rule file
    (https://prometheus.io/docs/prometheus/2.42/configuration/alerting_rules/)."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(_DIRECTORY.glob("*.yml"))}
