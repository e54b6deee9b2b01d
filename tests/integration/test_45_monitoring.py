"""Prometheus reads every unit that shows metrics; no rule or panel asks for a metric that does not exist."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from asked import EXPRESSIONS, PANELS
from running import Fkplus

from fkplus.components import METRICS
from fkplus.dashboards.catalogue import DASHBOARDS
from fkplus.dashboards.metric_names import metric_names
from fkplus.model.errors import NotReady
from fkplus.runtimes.wait import until

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]

_SCRAPES_SECONDS = 50.0
# What statements cost is read from the instances each 30 s, and a rate needs two readings of a new one.
_PANELS_SECONDS = 120.0
_QUIET = 300

# Metrics that are not there while all is well, by their beginning, and why.
_NOT_YET = {
    "ALERTS": "no alert has fired",
    "fkplus_backend_failed": "no operation has failed",
    "fkplus_backend_skipped": "no operation was too late",
}
# Those of units that a topology may leave out.
_OF_UNITS = {"backend": ("fkplus_backend_",), "scheduler": ("fkplus_backup_", "fkplus_wal_")}
# Panels that are empty in a young cluster, and why.
_EMPTY = {
    "Backups, Age of the last good backup": "no backup was made yet",
    "Backups, How long it took": "no backup was made yet",
    "Backups, What it takes": "no backup was made yet",
    "Backups, Since a segment was archived": "no segment was full yet",
}
# Alerts that wait for a whole day before they fire, and begin to wait in a young cluster.
_PATIENT = {"BackupMissing"}

Ask = Callable[[str, dict[str, str]], Any]


@pytest.fixture(scope="module")
def ask(fkplus: Fkplus, running: None) -> Ask:
    """Return a way to ask Prometheus' HTTP API."""
    base = fkplus.status()["endpoints"]["prometheus"]["url"]

    def get(path: str, parameters: dict[str, str]) -> Any:
        answer = httpx.get(f"{base}api/v1/{path}", params=parameters, timeout=10, trust_env=False)
        answer.raise_for_status()
        return answer.json()["data"]

    return get


@pytest.fixture(scope="module")
def load(fkplus: Fkplus, running: None) -> Iterator[None]:
    """Keep the primary and the replicas a little busy, so that rates are more than nothing."""
    done = threading.Event()

    def work() -> None:
        with fkplus.connect() as primary, fkplus.connect(port="read") as replica:
            while not done.wait(0.2):
                for connection in (primary, replica):
                    # Of some milliseconds: only the statements that took most are read.
                    connection.execute("select count(*) from account, generate_series(1, 500)")

    thread = threading.Thread(target=work)
    thread.start()
    yield
    done.set()
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def here(fkplus: Fkplus, running: None) -> Callable[[str], bool]:
    """Return whether everything that an expression reads is to be found in this cluster."""
    names = {unit["unit"].rpartition("-")[0] for unit in fkplus.status()["units"]}
    left_out = [beginnings for component, beginnings in _OF_UNITS.items() if component not in names]
    absent = (*_NOT_YET, *(beginning for beginnings in left_out for beginning in beginnings))
    return lambda expression: not any(name.startswith(absent) for name in metric_names(expression))


def eventually(problem: Callable[[], str | None], what: str, seconds: float = _SCRAPES_SECONDS) -> None:
    try:
        until(problem, seconds, what)
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


@pytest.mark.usefixtures("load")
def test_every_rule_and_panel_asks_for_metrics_that_exist(ask: Ask, here: Callable[[str], bool]) -> None:
    wanted = frozenset[str]().union(*map(metric_names, filter(here, EXPRESSIONS)))

    def problem() -> str | None:
        missing = wanted - set(ask("label/__name__/values", {}))
        return f"no such metric: {sorted(missing)}" if missing else None

    eventually(problem, "metrics of rules and panels")


@pytest.mark.usefixtures("load")
def test_every_panel_shows_data(ask: Ask, here: Callable[[str], bool]) -> None:
    empty = {(name, query) for name, query in PANELS if here(query) and name not in _EMPTY}

    def problem() -> str | None:
        for name, query in sorted(empty):
            if ask("query", {"query": query.replace("$__rate_interval", "1m")})["result"]:
                empty.discard((name, query))
        return f"no data: {sorted(empty)}" if empty else None

    eventually(problem, "data in all panels", _PANELS_SECONDS)


def test_the_scheduler_has_kept_the_schema(ask: Ask) -> None:
    query = {"query": "fkplus_upkeep_last_success_timestamp_seconds > 0"}
    # It begins a minute after the scheduler, and waits for commands that are at work.
    eventually(lambda: None if ask("query", query)["result"] else "not yet", "the upkeep", seconds=300)


def test_nobody_was_called_in_five_minutes_in_which_all_was_well(ask: Ask) -> None:
    """The tests before this one break nothing."""

    def problem() -> str | None:
        if not ask("query", {"query": f"time() - process_start_time_seconds{{job='prometheus'}} > {_QUIET}"})[
            "result"
        ]:
            return "Prometheus has not run as long"
        called = ask("query", {"query": f"last_over_time(ALERTS{{severity!='info'}}[{_QUIET}s])"})["result"]
        names = {(alert["metric"]["alertname"], alert["metric"]["alertstate"]) for alert in called}
        return f"{sorted(names)}" if {name for name, _ in names} - _PATIENT else None

    eventually(problem, "no alert pending or firing", _QUIET + _SCRAPES_SECONDS)


def test_dashboards_have_an_address_each_where_there_is_a_grafana(fkplus: Fkplus) -> None:
    status = fkplus.status()
    found = json.loads(fkplus.run("dashboards", "open", "--json").stdout)
    assert httpx.get(found.pop("Alerts"), timeout=10, trust_env=False).status_code == 200
    assert bool(found) == bool(status["endpoints"]["grafana"]) == (not status["absent"])


def test_grafana_has_all_dashboards_and_reads_prometheus(fkplus: Fkplus) -> None:
    place = fkplus.status()["endpoints"]["grafana"]
    if place is None:
        pytest.skip("this machine has no Grafana")
    with httpx.Client(base_url=place["url"], timeout=20, trust_env=False) as viewer:
        listed = {entry["uid"] for entry in viewer.get("api/search", params={"tag": "fkplus"}).json()}
        assert listed == {dashboard.uid for dashboard in DASHBOARDS}
        source = {"type": "prometheus", "uid": "prometheus"}
        query = {"refId": "A", "expr": "up", "instant": True, "datasource": source}
        answer = viewer.post("api/ds/query", json={"queries": [query], "from": "now-5m", "to": "now"})
        assert answer.status_code == 200
        assert answer.json()["results"]["A"]["frames"]
