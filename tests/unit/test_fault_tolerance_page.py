"""The table of docs/fault-tolerance.md is that of the runs in fault-tolerance.json."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from fkplus.chaos.scenarios import ALL
from fkplus.chaos.summary import table

DOCS = Path(__file__).resolve().parents[2] / "docs"
FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def test_the_page_shows_the_figures_of_the_runs(golden: Callable[..., None]) -> None:
    page = (DOCS / "fault-tolerance.md").read_text(encoding="utf-8")
    summary = json.loads((DOCS / "fault-tolerance.json").read_text(encoding="utf-8"))
    fresh = FIGURES.sub(lambda found: f"{found[1]}\n{table(summary)}\n{found[2]}", page)
    golden("fault-tolerance.md", fresh, DOCS)


def test_every_scenario_that_needs_no_containers_was_run_at_least_three_times() -> None:
    summary = json.loads((DOCS / "fault-tolerance.json").read_text(encoding="utf-8"))
    runs = {one["name"]: one["runs"] for one in summary["scenarios"]}
    wanted = [scenario.name for scenario in ALL if not scenario.containers]
    assert [name for name in wanted if runs.get(name, 0) < 3] == []
