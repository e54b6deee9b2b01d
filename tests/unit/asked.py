"""What is asked of Prometheus: the expressions of all rules and panels."""

import yaml

from fkplus.dashboards import rules
from fkplus.dashboards.catalogue import DASHBOARDS

PANELS = [
    (f"{dashboard.title}, {panel.title}", query.expression)
    for dashboard in DASHBOARDS
    for panel in dashboard.panels()
    for query in panel.queries
]
RULES = [
    rule["expr"]
    for text in rules.files().values()
    for group in yaml.safe_load(text)["groups"]
    for rule in group["rules"]
]
EXPRESSIONS = [*RULES, *(expression for _, expression in PANELS)]
