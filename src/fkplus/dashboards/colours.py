"""Which colour means what, in every panel."""

from collections.abc import Mapping

GOOD = "green"
ATTENTION = "yellow"
BAD = "red"
CALM = "blue"
NOTHING = "text"

# Series whose names match are drawn in that colour wherever they are shown.
BY_NAME: Mapping[str, str] = {
    r"/^(p50|achieved|committed)\b/": GOOD,
    r"/^(p95|queue|waiting)\b/": ATTENTION,
    r"/^(p99|failed|rolled back|errors)\b/": BAD,
    r"/^(offered|limit)\b/": CALM,
    r"/^node1\b/": "semi-dark-green",
    r"/^node2\b/": "semi-dark-blue",
    r"/^node3\b/": "semi-dark-orange",
}

EVENTS: Mapping[str, str] = {"promotion": BAD, "migration": CALM, "seed": "purple"}
