"""Prometheus reads every unit that shows metrics, and no rule asks for a metric that does not exist."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import yaml
from running import Fkplus

from fkplus.components import METRICS
from fkplus.dashboards import rules
from fkplus.dashboards.metric_names import metric_names
from fkplus.model.errors import NotReady
from fkplus.runtimes.wait import until

pytestmark = pytest.mark.usefixtures("running")

_SCRAPES_SECONDS = 40.0

Ask = Callable[[str, dict[str, str]], Any]


@pytest.fixture
def ask(fkplus: Fkplus) -> Ask:
    """Return a way to ask Prometheus' HTTP API."""
    base = fkplus.status()["endpoints"]["prometheus"]["url"]

    def get(path: str, parameters: dict[str, str]) -> Any:
        answer = httpx.get(f"{base}api/v1/{path}", params=parameters, timeout=10, trust_env=False)
        answer.raise_for_status()
        return answer.json()["data"]

    return get


def eventually(problem: Callable[[], str | None], what: str) -> None:
    try:
        until(problem, _SCRAPES_SECONDS, what)
    except NotReady as error:
        pytest.fail(str(error))


def test_every_unit_that_shows_metrics_is_read(fkplus: Fkplus, ask: Ask) -> None:
    units = {unit["unit"] for unit in fkplus.status()["units"] if unit["unit"].rpartition("-")[0] in METRICS}
    assert len(units) > 10

    def problem() -> str | None:
        healthy = {r["metric"]["unit"] for r in ask("query", {"query": "up == 1"})["result"]}
        return f"not read: {sorted(units ^ healthy)}" if units != healthy else None

    eventually(problem, "all targets up")


def test_the_exporters_ask_their_instances_without_a_fault(ask: Ask) -> None:
    query = (
        "pg_up == 1 and pg_exporter_last_scrape_error == 0"
        " and on (unit) pg_exporter_user_queries_load_error == 0"
    )

    def problem() -> str | None:
        found = len(ask("query", {"query": query})["result"])
        return None if found == 3 else f"{found} of 3"

    eventually(problem, "instances read")


def test_every_rule_asks_for_metrics_that_exist(ask: Ask) -> None:
    expressions = [
        rule["expr"]
        for text in rules.files().values()
        for group in yaml.safe_load(text)["groups"]
        for rule in group["rules"]
    ]
    wanted = frozenset[str]().union(*map(metric_names, expressions))

    def problem() -> str | None:
        missing = wanted - set(ask("label/__name__/values", {}))
        return f"no such metric: {sorted(missing)}" if missing else None

    eventually(problem, "metrics of the rules")
