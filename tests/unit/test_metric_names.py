"""The metrics of an expression are found, and nothing else is taken for one."""

import pytest

from fkplus.dashboards.metric_names import metric_names


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("up == 0", {"up"}),
        ("(sum(patroni_primary) or vector(0)) == 0", {"patroni_primary"}),
        ('sum by (node, le) (rate(a_bucket{le="b_c", x=~"{d}"}[5m]))', {"a_bucket"}),
        ("sum by (node) (a) / on (node) group_left (zone) b > 5e8", {"a", "b"}),
        ("max(max_over_time(a[$__rate_interval])) - time() + b offset 5m", {"a", "b"}),
        ("topk(5, rate(a[1m])) and on() count(b) > 2 * 1024", {"a", "b"}),
    ],
)
def test_metrics_are_told_from_labels_functions_and_durations(expression: str, names: set[str]) -> None:
    assert metric_names(expression) == names
