"""Every file and command that we render for the shipped topology is as the golden files say."""

import shlex
from collections.abc import Callable

import pytest
import yaml
from sites import CHECKOUT, cluster, layout

from fkplus.components import BY_NAME
from fkplus.model.program import render, waves
from fkplus.runtimes.supervisord import configuration

# Rules, queries and dashboards lie in the checkout as they are put in place: a golden copy would say nothing.
_CODE = CHECKOUT / "src" / "fkplus"
VERBATIM = {
    path.read_text(encoding="utf-8")
    for pattern in ("dashboards/rules/*.yml", "dashboards/json/*.json", "components/*.yml")
    for path in _CODE.glob(pattern)
}

UNITS = [unit.name for unit in cluster().topology.units()]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_rendered_as_the_golden_files_say(name: str, golden: Callable[[str, str], None]) -> None:
    here = cluster()
    unit = here.topology.unit(name)
    program = render(unit, BY_NAME[unit.component], here)
    for file_name, text in program.files.items():
        if text in VERBATIM:
            continue
        golden(f"local/{name}/{file_name}", text)
    golden(f"local/{name}/command", " \\\n  ".join(shlex.quote(word) for word in program.command) + "\n")


def test_supervisord_is_configured_as_the_golden_file_says(golden: Callable[[str, str], None]) -> None:
    here = cluster()
    programs = [program for wave in waves(here, BY_NAME) for program in wave]
    golden("local/supervisord.conf", configuration(layout(), programs))


def test_no_two_units_share_a_port() -> None:
    here = cluster()
    ports = [
        here.port(unit, name) for unit in here.topology.units() for name in BY_NAME[unit.component].PORTS
    ]
    assert len(ports) == len(set(ports))


@pytest.mark.parametrize("offset", [100, 700, 10_000])
def test_the_offset_moves_every_port(offset: int) -> None:
    before, after = cluster(), cluster(port_offset=offset)
    for unit in before.topology.units():
        for name in BY_NAME[unit.component].PORTS:
            assert after.port(unit, name) == before.port(unit, name) + offset


def test_the_contract_names_the_ports_of_the_entry() -> None:
    here = cluster()
    entry = here.first("haproxy")
    ports = {name: here.port(entry, name) for name in ("write", "read", "analyst", "page")}
    assert ports == {"write": 5000, "read": 5001, "analyst": 5002, "page": 7000}


def test_metrics_are_shown_at_a_port_that_the_unit_listens_on() -> None:
    here = cluster()
    assert {"etcd", "patroni", "haproxy"} <= set(here.metrics)
    assert [name for name, metrics in here.metrics.items() if metrics.port not in here.ports[name]] == []


def test_etcd_comes_before_patroni() -> None:
    order = [[program.unit.component for program in wave] for wave in waves(cluster(), BY_NAME)]
    wave_of = {component: number for number, wave in enumerate(order) for component in wave}
    assert wave_of["etcd"] < wave_of["patroni"]


def test_nobody_is_let_in_without_a_password_but_the_daemon_user_on_its_socket() -> None:
    here = cluster()
    unit = here.first("patroni")
    text = BY_NAME["patroni"].files(unit, here)["patroni.yml"]
    rules = yaml.safe_load(text)["postgresql"]["pg_hba"]
    assert rules[0].startswith("local all postgres peer")
    assert all(rule.endswith(" scram-sha-256") for rule in rules[1:])
    assert "trust" not in text
