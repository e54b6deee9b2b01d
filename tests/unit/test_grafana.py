"""Grafana is found where it is, left out where it is not, and reads Prometheus as often as that looks."""

from pathlib import Path

import pytest
import yaml
from sites import cluster

from fkplus.components import BY_NAME, prometheus
from fkplus.dashboards.catalogue import DASHBOARDS
from fkplus.model.errors import BadInput
from fkplus.runtimes import local_grafana


def a_home(place: Path) -> Path:
    for name in ("bin/grafana", "conf/defaults.ini"):
        (place / name).parent.mkdir(parents=True)
        (place / name).touch(mode=0o755)
    return place


def test_the_directory_that_is_named_is_taken(tmp_path: Path) -> None:
    assert local_grafana.find(a_home(tmp_path)) == tmp_path


def test_a_directory_without_a_grafana_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="GRAFANA_HOME"):
        local_grafana.find(tmp_path)


def test_one_on_the_path_is_found_behind_its_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, on_path = a_home(tmp_path / "grafana-v12"), tmp_path / "bin"
    on_path.mkdir()
    (on_path / "grafana").symlink_to(home / "bin" / "grafana")
    monkeypatch.setenv("PATH", str(on_path))
    assert local_grafana.find(None) == home


def test_a_topology_without_it_keeps_all_other_units() -> None:
    whole = cluster().topology
    left = whole.without("grafana")
    assert {unit.name for unit in whole.units()} - {unit.name for unit in left.units()} == {"grafana-node1"}
    assert left.without("grafana") == left


def test_all_dashboards_lie_where_grafana_looks_for_them() -> None:
    here = cluster()
    unit = here.first("grafana")
    files = BY_NAME["grafana"].files(unit, here)
    provider = yaml.safe_load(files["provisioning/dashboards/fkplus.yml"])["providers"][0]
    directory = here.layout.files(unit)
    found = {str(directory / name) for name in files if name.endswith(".json")}
    assert found == {f"{provider['options']['path']}/{d.uid}.json" for d in DASHBOARDS}


def test_the_data_source_knows_how_often_prometheus_looks() -> None:
    here = cluster()
    files = BY_NAME["grafana"].files(here.first("grafana"), here)
    source = yaml.safe_load(files["provisioning/datasources/prometheus.yml"])["datasources"][0]
    assert source["jsonData"]["timeInterval"] == f"{prometheus.SCRAPE_SECONDS}s"
    assert source["url"] == "http://127.0.0.1:9090"
