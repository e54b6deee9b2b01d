"""How a dashboard becomes Grafana's JSON: classic model, schema version 42, by grafana-foundation-sdk.

The package is needed only here, to write the files anew (`make golden`); what runs reads the files.
"""

import itertools
from collections.abc import Sequence
from typing import Any

from grafana_foundation_sdk.builders import common as common_builders
from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.builders import prometheus, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models import prometheus as prometheus_models

from fkplus.dashboards import colours
from fkplus.dashboards.panels import Dashboard, Kind, Panel, Query

_SOURCE = common.DataSourceRef(type_val="prometheus", uid="${datasource}")

# A promotion, a migration, a seed: name -> expression that is above zero where one was.
_EVENTS = {
    "promotion": "max(changes(patroni_postgres_timeline[1m])) > 0",
    "migration": 'max(increase(pg_history_rows{name="flyway_schema_history"}[1m])) > 0',
    "seed": 'max(increase(pg_history_rows{name="seed_history"}[1m])) > 0',
}


def to_json(dashboard: Dashboard) -> str:
    """Return the dashboard as Grafana reads it, keys sorted."""
    builder = (
        builders.Dashboard(dashboard.title)
        .uid(dashboard.uid)
        .description(dashboard.description)
        .tags(["fkplus"])
        .readonly()
        .tooltip(models.DashboardCursorSync.CROSSHAIR)
        .time("now-30m", "now")
        .refresh("10s")
        .timezone("browser")
        .with_variable(builders.DatasourceVariable("datasource").label("Data source").type("prometheus"))
        .link(
            builders.DashboardLink("Dashboards")
            .type(models.DashboardLinkType.DASHBOARDS)
            .tags(["fkplus"])
            .keep_time(True)
        )
    )
    for name, expression in _EVENTS.items():
        builder.annotation(_event(name, expression))
    numbers = itertools.count(1)
    for row in dashboard.rows:
        builder.with_row(builders.Row(row.title).id(next(numbers)))
        for panel in row.panels:
            builder.with_panel(_panel(panel).id(next(numbers)))
    return JSONEncoder(sort_keys=True, indent=2, ensure_ascii=False).encode(builder.build()) + "\n"


def _event(name: str, expression: str) -> builders.AnnotationQuery:
    return (
        builders.AnnotationQuery()
        .name(name)
        .datasource(_SOURCE)
        .enable(True)
        .icon_color(colours.EVENTS[name])
        .expr(expression)
        .title_format(name)
        .step("30s")
    )


def _panel(panel: Panel) -> Any:
    builder: Any = {
        Kind.LINES: _lines,
        Kind.AREAS: _areas,
        Kind.NUMBER: _number,
        Kind.STATES: _states,
        Kind.TABLE: _table,
    }[panel.kind]()
    builder.title(panel.title).description(panel.description).datasource(_SOURCE)
    builder.unit(panel.unit).span(panel.width).height(panel.height)
    if panel.limits is not None:
        builder.thresholds(_thresholds(*panel.limits))
    if panel.states:
        builder.mappings([_mapping(panel.states)])
    is_instant = panel.kind in (Kind.NUMBER, Kind.TABLE)
    for number, query in enumerate(panel.queries):
        builder.with_target(_target(query, chr(ord("A") + number), panel.kind, is_instant=is_instant))
    return builder


def _target(query: Query, reference: str, kind: Kind, *, is_instant: bool) -> prometheus.Dataquery:
    target = prometheus.Dataquery().expr(query.expression).ref_id(reference).datasource(_SOURCE)
    target.legend_format(query.legend or "__auto")
    if kind == Kind.TABLE:
        target.format(prometheus_models.PromQueryFormat.TABLE)
    return target.instant() if is_instant else target.range()


def _lines() -> timeseries.Panel:
    builder = (
        timeseries.Panel()
        .line_width(1)
        .fill_opacity(8)
        .show_points(common.VisibilityMode.NEVER)
        .min(0)
        .legend(
            common_builders.VizLegendOptions()
            .show_legend(True)
            .display_mode(common.LegendDisplayMode.LIST)
            .placement(common.LegendPlacement.BOTTOM)
        )
        .tooltip(common_builders.VizTooltipOptions().mode(common.TooltipDisplayMode.MULTI))
    )
    for pattern, colour in colours.BY_NAME.items():
        fixed = {"mode": "fixed", "fixedColor": colour}
        builder.override_by_regexp(pattern, [models.DynamicConfigValue(id_val="color", value=fixed)])
    return builder


def _areas() -> timeseries.Panel:
    stacked = common_builders.StackingConfig().mode(common.StackingMode.NORMAL)
    return _lines().fill_opacity(40).stacking(stacked)


def _number() -> stat.Panel:
    last = common_builders.ReduceDataOptions().calcs(["lastNotNull"])
    return (
        stat.Panel()
        .reduce_options(last)
        .graph_mode(common.BigValueGraphMode.NONE)
        .color_mode(common.BigValueColorMode.VALUE)
        .no_value("none")
    )


def _states() -> statetimeline.Panel:
    return statetimeline.Panel().merge_values(True).show_value(common.VisibilityMode.AUTO).row_height(0.8)


def _table() -> table.Panel:
    hidden = dict.fromkeys(("Time", "__name__", "job", "instance", "server", "unit", "cluster"), True)
    tidy = models.DataTransformerConfig(id_val="organize", options={"excludeByName": hidden})
    return table.Panel().with_transformation(tidy)


def _thresholds(attention: float, bad: float) -> builders.ThresholdsConfig:
    """Return the colours of a number: good until `attention`, bad from `bad` on; or the other way round."""
    ordered = [(None, colours.GOOD), (attention, colours.ATTENTION), (bad, colours.BAD)]
    if bad < attention:
        ordered = [(None, colours.BAD), (bad, colours.ATTENTION), (attention, colours.GOOD)]
    steps = [models.Threshold(value=value, color=colour) for value, colour in ordered]
    return builders.ThresholdsConfig().mode(models.ThresholdsMode.ABSOLUTE).steps(steps)


def _mapping(states: Sequence[tuple[int, str, str]]) -> models.ValueMap:
    return models.ValueMap(
        options={
            str(value): models.ValueMappingResult(text=word, color=colour, index=number)
            for number, (value, word, colour) in enumerate(states)
        }
    )
