"""Alertmanager knows whom to call and Prometheus whom to tell; a topology without an address is refused."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sites import cluster

from fkplus.components import BY_NAME
from fkplus.dashboards import rules
from fkplus.model.cluster import Cluster
from fkplus.model.errors import BadInput
from fkplus.model.secrets import Secret, fill
from fkplus.model.topology import Node

WEBHOOK = Secret("https://calls.example/hook?token=x")


def watched(**changes: object) -> Cluster:
    """Return the shipped cluster with an Alertmanager on its first node."""
    here = cluster(**changes)
    first, *others = here.topology.nodes
    nodes = (Node(first.name, first.address, (*first.components, "alertmanager")), *others)
    return replace(here, topology=replace(here.topology, nodes=nodes))


def rendered(here: Cluster, component: str) -> dict[str, str]:
    return dict(BY_NAME[component].files(here.first(component), here))


def test_amtool_finds_no_fault_in_the_configuration(tmp_path: Path) -> None:
    text = rendered(watched(alert_webhook=WEBHOOK), "alertmanager")["alertmanager.yml"]
    assert WEBHOOK.reveal() not in text
    (tmp_path / "alertmanager.yml").write_text(fill(text, {"alert-webhook": WEBHOOK}))
    command = ["amtool", "check-config", str(tmp_path / "alertmanager.yml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_a_unit_with_nobody_to_call_is_refused() -> None:
    with pytest.raises(BadInput, match="ALERT_WEBHOOK"):
        rendered(watched(), "alertmanager")


def test_alerts_that_follow_from_others_exist() -> None:
    known = {
        rule["alert"]
        for text in rules.files().values()
        for group in yaml.safe_load(text)["groups"]
        for rule in group["rules"]
    }
    [rule] = yaml.safe_load(rendered(watched(alert_webhook=WEBHOOK), "alertmanager")["alertmanager.yml"])[
        "inhibit_rules"
    ]
    named = {name for words in rule.values() for word in words for name in word.split('"')[1].split("|")}
    assert named <= known


@pytest.mark.parametrize("has_alertmanager", [True, False])
def test_prometheus_tells_it_where_there_is_one(has_alertmanager: bool, tmp_path: Path) -> None:
    here = watched(alert_webhook=WEBHOOK) if has_alertmanager else cluster()
    for name, text in rendered(here, "prometheus").items():
        (tmp_path / name).write_text(text)
    command = ["promtool", "check", "config", str(tmp_path / "prometheus.yml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    document = yaml.safe_load((tmp_path / "prometheus.yml").read_text())
    told = document.get("alerting", {}).get("alertmanagers", [])
    assert told == ([{"static_configs": [{"targets": ["127.0.0.1:9061"]}]}] if has_alertmanager else [])
