"""A stock cluster is rendered as the golden files say; outages become medians, worst cases and ratios."""

from collections.abc import Callable

import pytest
import yaml
from sites import cluster

from fkplus.bench.failover import OBJECTIVES, Outage, figures
from fkplus.bench.stock import stock
from fkplus.components import BY_NAME
from fkplus.model.program import Program, render
from fkplus.runtimes.launch import launched


def program(name: str) -> Program:
    here = cluster()
    unit = here.topology.unit(name)
    return stock(render(unit, BY_NAME[unit.component], here), here)


@pytest.mark.parametrize(
    ("name", "file_name"), [("patroni-node2", "patroni.yml"), ("haproxy-node1", "haproxy.cfg")]
)
def test_a_stock_unit_is_rendered_as_the_golden_files_say(
    name: str, file_name: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"stock/{name}/{file_name}", program(name).files[file_name])


def test_no_launcher_guards_a_stock_patroni() -> None:
    here = cluster()
    assert "--patroni" not in launched(here.layout, program("patroni-node1"))


def test_a_stock_cluster_has_the_timings_of_patroni_and_the_memory_of_ours() -> None:
    here = cluster()
    unit = here.topology.unit("patroni-node1")
    ours = yaml.safe_load(render(unit, BY_NAME["patroni"], here).files["patroni.yml"])
    theirs = yaml.safe_load(program("patroni-node1").files["patroni.yml"])
    dynamic = theirs["bootstrap"]["dcs"]
    assert (dynamic["ttl"], dynamic["loop_wait"], dynamic["retry_timeout"]) == (30, 10, 10)
    assert dynamic["primary_start_timeout"] == 300
    assert "synchronous_mode" not in dynamic
    parameters = dynamic["postgresql"]["parameters"]
    assert parameters.items() < ours["bootstrap"]["dcs"]["postgresql"]["parameters"].items()
    assert "wal_retrieve_retry_interval" not in parameters
    assert {**theirs, "bootstrap": None} == {**ours, "bootstrap": None}


def outages(*seconds: float, lost: int = 0) -> list[Outage]:
    return [Outage(each, lost) for each in seconds]


def test_ours_is_judged_by_its_medians_and_others_are_only_reported() -> None:
    made = {
        figure.figure: figure
        for figure in figures(
            {
                "": {"switchover": outages(0.5, 3.0, 0.4)},
                "stock_": {"switchover": outages(4.0, 5.0, 9.0, lost=2)},
            }
        )
    }
    assert (made["switchover_s"].value, made["switchover_s"].objective) == (0.5, "<= 1")
    assert (made["switchover_worst_s"].value, made["switchover_worst_s"].objective) == (3.0, None)
    assert (made["lost_rows"].value, made["lost_rows"].objective) == (0, "<= 0")
    assert (made["stock_switchover_s"].value, made["stock_switchover_s"].objective) == (5.0, None)
    assert made["stock_switchover_ratio"].value == 10.0
    assert (made["stock_lost_rows"].value, made["stock_lost_rows"].objective) == (6, None)


@pytest.mark.parametrize("fault", OBJECTIVES)
def test_every_fault_has_the_figure_of_the_contract(fault: str) -> None:
    names = [
        figure.figure for figure in figures({"": {fault: outages(1.0)}, "stock_": {fault: outages(1.0)}})
    ]
    assert {f"{fault}_s", f"stock_{fault}_s", "lost_rows"} <= set(names)


def test_a_lost_row_misses_the_objective() -> None:
    missed = [
        figure.figure for figure in figures({"": {"node_loss": outages(19.0, lost=1)}}) if not figure.holds
    ]
    assert missed == ["lost_rows"]
