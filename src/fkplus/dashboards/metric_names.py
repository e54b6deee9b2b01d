"""Which metrics a PromQL expression reads: what the tests look for in the live Prometheus."""

import re

_TEXT_OR_LABELS = re.compile(r'"[^"]*"|\{(?:[^}"]|"[^"]*")*\}|\[[^]]*\]')
_LABEL_LISTS = re.compile(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")
_WORDS = re.compile(r"(?<![\w$.])([a-zA-Z_:][\w:]*)\b(?!\s*\()")
_KEYWORDS = {"and", "or", "unless", "offset", "bool", "by", "on", "without", "ignoring", "atan2"}


def metric_names(expression: str) -> frozenset[str]:
    """Return the names of the metrics in a PromQL expression, such as our rules and panels have.

    Labels, functions and durations are left out
    (https://prometheus.io/docs/prometheus/2.42/querying/basics/).
    """
    rest = _LABEL_LISTS.sub(" ", _TEXT_OR_LABELS.sub(" ", expression))
    return frozenset(word for word in _WORDS.findall(rest) if word not in _KEYWORDS)
