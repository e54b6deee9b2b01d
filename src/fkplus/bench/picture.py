"""What does a comparison of queries look like? One bar chart and one table, before and after."""

from pathlib import Path

from fkplus.bench.queries import Comparison
from fkplus.model.errors import BadInput
from fkplus.tuning.measure import Case

_BUCKETS = ("cold", "median", "celebrity")


def draw(compared: Comparison, path: Path) -> None:
    """Write a PNG with what each operation reads; raises BadInput without matplotlib.

    Buffers, not times: they are equal each time, whatever else the machine does."""
    try:
        from matplotlib.figure import Figure as Canvas  # noqa: PLC0415 - only who draws needs it
    except ImportError as error:
        raise BadInput(
            "pictures are drawn by matplotlib, which is not here", "`make setup-dev` installs it"
        ) from error
    cases = sorted(_dearest(compared), key=lambda case: compared.without[case].buffers)
    canvas = Canvas(figsize=(9, 0.42 * len(cases) + 1.6), layout="constrained")
    axes = canvas.subplots()
    places = range(len(cases))
    for costs, shift, colour, label in (
        (compared.without, 0.2, "#b0b7c3", "without"),
        (compared.with_them, -0.2, "#1f5fa8", "with"),
    ):
        numbers = [max(1.0, costs[case].buffers) for case in cases]
        axes.barh([place + shift for place in places], numbers, height=0.38, color=colour, label=label)
        for place, value in zip(places, numbers, strict=True):
            axes.text(value * 1.06, place + shift, f"{value:.0f}", va="center", fontsize=7)
    axes.set_xscale("log")
    axes.set_yticks(list(places), [f"{operation} ({bucket})" for operation, bucket in cases], fontsize=8)
    axes.set_xlabel("buffers that one call touches (logarithmic)")
    axes.set_title(
        "Reads without and with what is there for speed: each in the bucket where it is dearest", fontsize=10
    )
    axes.legend(loc="lower right", fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.12)
    canvas.savefig(path, dpi=130, metadata={"Software": None})


def table(compared: Comparison) -> str:
    """Return a Markdown table of all cases: milliseconds and buffers before and after."""
    lines = [
        "| operation | bucket | p50 ms | p95 ms | p99 ms | buffers | times as fast |",
        "|---|---|---|---|---|---|---|",
    ]
    for case in sorted(compared.without, key=lambda case: (case[0], _BUCKETS.index(case[1]))):
        before, after = compared.without[case], compared.with_them[case]
        percentiles = [
            " → ".join(_shown(cost.percentile_ms(part)) for cost in (before, after))
            for part in (0.5, 0.95, 0.99)
        ]
        ratio = before.median_ms / after.median_ms
        lines.append(
            f"| {case[0]} | {case[1]} | {' | '.join(percentiles)}"
            f" | {before.buffers:.0f} → {after.buffers:.0f} | {ratio:.1f} |"
        )
    return "\n".join(lines) + "\n"


def _dearest(compared: Comparison) -> list[Case]:
    found: dict[str, Case] = {}
    for case, cost in compared.without.items():
        known = found.get(case[0])
        if known is None or cost.buffers > compared.without[known].buffers:
            found[case[0]] = case
    return list(found.values())


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
