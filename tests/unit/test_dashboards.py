"""Dashboards are as the committed JSON says, and none of their panels lacks what makes it readable."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from fkplus.dashboards.build import to_json
from fkplus.dashboards.catalogue import DASHBOARDS, DIRECTORY, files
from fkplus.dashboards.panels import Dashboard, Kind

# Grafana refuses older models only in the browser.
SCHEMA_VERSION = 36
# Two counters give a rate over a window that fits the resolution; a fixed one is too short or too long.
FIXED_WINDOW = re.compile(r"\[\d")

each_dashboard = pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.uid)


def model(dashboard: Dashboard) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files()[f"{dashboard.uid}.json"])
    return document


def panels(dashboard: Dashboard) -> list[Mapping[str, Any]]:
    return [panel for panel in model(dashboard)["panels"] if panel["type"] != "row"]


@each_dashboard
def test_a_dashboard_is_as_the_committed_json_says(
    dashboard: Dashboard, golden: Callable[[str, str, Path], None]
) -> None:
    golden(f"{dashboard.uid}.json", to_json(dashboard), DIRECTORY)


def test_no_other_json_lies_beside_them() -> None:
    assert {path.name for path in DIRECTORY.iterdir()} == set(files())


def test_addresses_are_fixed_and_titles_differ() -> None:
    assert [d.uid for d in DASHBOARDS if not re.fullmatch(r"fkplus-[a-z]+", d.uid)] == []
    assert len({d.title for d in DASHBOARDS}) == len({d.uid for d in DASHBOARDS}) == len(DASHBOARDS)


@each_dashboard
def test_the_model_is_one_that_grafana_9_and_later_reads(dashboard: Dashboard) -> None:
    document = model(dashboard)
    assert document["uid"] == dashboard.uid
    assert document["schemaVersion"] >= SCHEMA_VERSION
    assert {panel["type"] for panel in panels(dashboard)} <= {"timeseries", "stat", "state-timeline", "table"}
    assert [variable["type"] for variable in document["templating"]["list"]] == ["datasource"]


@each_dashboard
def test_each_panel_has_a_unit_a_title_and_the_data_source_of_the_variable(dashboard: Dashboard) -> None:
    for panel in panels(dashboard):
        assert panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
        sources = {panel["datasource"]["uid"], *(target["datasource"]["uid"] for target in panel["targets"])}
        assert sources == {"${datasource}"}, panel["title"]


@each_dashboard
def test_titles_of_a_row_differ(dashboard: Dashboard) -> None:
    for row in dashboard.rows:
        titles = [panel.title for panel in row.panels]
        assert len(set(titles)) == len(titles), row.title


@each_dashboard
def test_windows_fit_the_resolution(dashboard: Dashboard) -> None:
    for panel in dashboard.panels():
        for query in panel.queries:
            assert not FIXED_WINDOW.search(query.expression), panel.title


@each_dashboard
def test_states_have_a_word_and_a_colour_and_lines_a_name(dashboard: Dashboard) -> None:
    for panel in dashboard.panels():
        assert panel.states or panel.kind != Kind.STATES, panel.title
        if panel.kind in (Kind.LINES, Kind.AREAS):
            assert all(query.legend for query in panel.queries), panel.title


@each_dashboard
def test_no_two_panels_overlap_and_none_leaves_the_window(dashboard: Dashboard) -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in model(dashboard)["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                other = taken.setdefault((x, y), panel["title"])
                assert other == panel["title"], f"{panel['title']} lies on {other}"


@pytest.mark.parametrize(
    ("title", "colours"),
    [
        ("Synchronous replicas", ["red", "yellow", "green"]),
        ("Alerts firing", ["green", "yellow", "red"]),
    ],
)
def test_a_number_is_red_on_the_side_where_it_is_bad(title: str, colours: list[str]) -> None:
    [panel] = [panel for panel in panels(DASHBOARDS[0]) if panel["title"] == title]
    steps = panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [step["color"] for step in steps] == colours
    assert [step["value"] for step in steps] == sorted(
        (s["value"] for s in steps), key=lambda v: (v is not None, v)
    )
