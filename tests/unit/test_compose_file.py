"""What is rendered for containers: the committed compose.yaml, the files of units, what none may have."""

import shlex
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from sites import CHECKOUT, settings
from test_rendered_files import VERBATIM

from fkplus.components import BY_NAME, METRICS, PORTS
from fkplus.model import topology
from fkplus.model.cluster import Cluster
from fkplus.model.errors import BadInput
from fkplus.model.program import Program, waves
from fkplus.runtimes.containers import compose_checkout, compose_file
from fkplus.runtimes.containers.compose import compose_layout
from fkplus.runtimes.containers.compose_file import Setting
from fkplus.runtimes.containers.container import AUTOSTART
from fkplus.runtimes.daemon_user import DaemonUser
from fkplus.runtimes.supervisord import configuration

_HOME = Path("/srv/fkplus")
_SETTING = Setting("fkplus-compose", "fkplus:example", "999:999", Path("/srv/fkplus/backup"))


def cluster(**changes: object) -> Cluster:
    shipped = topology.read(CHECKOUT / "topologies" / "compose.toml", BY_NAME)
    user = DaemonUser("postgres", 999, 999, switch=True)
    layout = compose_layout(_HOME, user, Path("/usr/share/grafana"))
    return Cluster(shipped, settings(**changes), layout, PORTS, METRICS)


def programs(here: Cluster) -> Sequence[Program]:
    return [program for wave in waves(here, BY_NAME) for program in wave]


def document(here: Cluster) -> Any:
    return yaml.safe_load(compose_file.text(here.topology, here.layout, _SETTING, programs(here)))


def test_compose_yaml_is_as_the_golden_file_says(golden: Callable[[str, str], None]) -> None:
    here = cluster()
    golden("compose/compose.yaml", compose_file.text(here.topology, here.layout, _SETTING, programs(here)))


def for_the_checkout() -> str:
    """Return what any machine makes of the shipped topology, as the command line's container does."""
    shipped = topology.read(CHECKOUT / "topologies" / "compose.toml", BY_NAME).without("grafana")
    layout = compose_layout(compose_checkout.HOME, DaemonUser("postgres", 100, 100, switch=False), None)
    here = Cluster(shipped, settings(), layout, PORTS, METRICS)
    return compose_checkout.text(shipped, layout, programs(here))


def test_compose_yaml_of_the_checkout_is_what_is_rendered_now(golden: Callable[..., None]) -> None:
    golden("compose.yaml", for_the_checkout(), CHECKOUT)


def test_compose_yaml_of_the_checkout_gives_each_node_a_volume_and_nothing_of_this_machine() -> None:
    made = yaml.safe_load(for_the_checkout())
    services = made["services"]
    for node in ("node1", "node2", "node3"):
        assert services[node]["volumes"] == [
            f"{node}:/var/lib/fkplus/nodes/{node}",
            "backup:/var/lib/fkplus/backup",
        ]
    mounted = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert mounted == set(made["volumes"]) == {"home", "backup", "node1", "node2", "node3"}
    assert not [
        name for name, service in services.items() if "container_name" in service or "user" in service
    ]


def test_compose_yaml_of_the_checkout_passes_on_no_secret_and_bounds_every_container() -> None:
    services = yaml.safe_load(for_the_checkout())["services"]
    assert [name for name, service in services.items() if "environment" in service] == ["fkplus"]
    known = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    for name in services["fkplus"]["environment"]:
        assert "PASSWORD" not in name
        assert f"\n{name}=" in known
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert {"mem_limit", "pids_limit", "read_only", "logging"} <= set(service), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name


def test_the_units_of_two_nodes_are_as_the_golden_files_say(golden: Callable[[str, str], None]) -> None:
    here = cluster()
    for program in programs(here):
        if program.unit.node not in ("entry", "node1"):
            continue
        name = program.unit.name
        for file_name, text in program.files.items():
            if text not in VERBATIM:
                golden(f"compose/{name}/{file_name}", text)
        golden(f"compose/{name}/command", " \\\n  ".join(map(shlex.quote, program.command)) + "\n")


def test_a_nodes_supervisord_starts_units_by_itself_where_its_container_says_so(
    golden: Callable[[str, str], None],
) -> None:
    here = cluster()
    own = [program for program in programs(here) if program.unit.node == "node1"]
    golden("compose/node1-supervisord.conf", configuration(here.layout.of("node1"), own, autostart=AUTOSTART))


def test_ports_are_published_on_the_loopback_address_only_and_those_of_the_entry_only() -> None:
    services = document(cluster())["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["entry"]
    assert all(port.startswith("127.0.0.1:") for port in services["entry"]["ports"])


def test_the_offset_moves_published_ports() -> None:
    before, after = (document(cluster(port_offset=offset))["services"]["entry"] for offset in (0, 700))
    moved = [f"127.0.0.1:{int(port.split(':')[1]) + 700}" for port in before["ports"]]
    assert [port.rpartition(":")[0] for port in after["ports"]] == moved


def test_no_container_has_a_secret_or_an_environment_to_show() -> None:
    text = compose_file.text(cluster().topology, cluster().layout, _SETTING, programs(cluster()))
    assert "{{secret:" not in text
    assert all("environment" not in service for service in document(cluster())["services"].values())


def test_no_container_runs_as_root_or_may_become_it() -> None:
    for name, service in document(cluster())["services"].items():
        assert service["user"] == "999:999", name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"], name


def test_every_container_is_bounded_watched_and_comes_back() -> None:
    for name, service in document(cluster())["services"].items():
        assert {"mem_limit", "pids_limit", "shm_size", "healthcheck"} <= set(service), name
        assert service["restart"] == "always", name
        assert service["logging"]["options"]["max-size"], name


def test_a_node_sees_its_own_files_only_and_the_entry_those_of_all() -> None:
    services = document(cluster())["services"]
    for node in ("node1", "node2", "node3"):
        seen = [volume.split(":")[0] for volume in services[node]["volumes"]]
        assert seen == ["/srv/fkplus/passwd", f"/srv/fkplus/nodes/{node}", "/srv/fkplus/backup"]
    assert "/srv/fkplus/nodes:/srv/fkplus/nodes" in services["entry"]["volumes"]


def test_every_path_is_the_same_in_the_container_as_outside() -> None:
    for service in document(cluster())["services"].values():
        for volume in service["volumes"]:
            here, there = volume.split(":")[:2]
            assert there in (here, "/etc/passwd")


def test_a_container_may_take_longer_to_stop_than_its_slowest_unit() -> None:
    here = cluster()
    services = document(here)["services"]
    for program in programs(here):
        assert int(services[program.unit.node]["stop_grace_period"].rstrip("s")) > program.stop_seconds


def test_every_instance_lets_the_command_line_in_from_this_machines_address() -> None:
    here = cluster()
    text = BY_NAME["patroni"].files(here.first("patroni"), here)["patroni.yml"]
    rules = yaml.safe_load(text)["postgresql"]["pg_hba"]
    assert any("10.83.17.1/32" in rule for rule in rules)
    assert all(rule.endswith(" scram-sha-256") for rule in rules[1:])


@pytest.mark.parametrize(
    ("network", "address"),
    [("10.83.17.0/24", "10.83.17.1"), ("10.83.18.0/24", "10.83.17.11"), ("10.83.17.0/24", "node1")],
)
def test_a_node_without_an_address_of_its_own_in_the_network_is_refused(network: str, address: str) -> None:
    text = (CHECKOUT / "topologies" / "compose.toml").read_text(encoding="utf-8")
    changed = text.replace('"10.83.17.0/24"', f'"{network}"').replace('"10.83.17.11"', f'"{address}"')
    with pytest.raises(BadInput, match="has the address"):
        topology.parse(tomllib.loads(changed), BY_NAME, source="x.toml")


def test_two_nodes_with_one_address_are_refused() -> None:
    text = (CHECKOUT / "topologies" / "compose.toml").read_text(encoding="utf-8")
    changed = text.replace("10.83.17.12", "10.83.17.11")
    with pytest.raises(BadInput, match="node2 has the address"):
        topology.parse(tomllib.loads(changed), BY_NAME, source="x.toml")


def test_a_local_topology_has_no_network() -> None:
    text = (CHECKOUT / "topologies" / "local.toml").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="network"):
        topology.parse({**tomllib.loads(text), "network": "10.0.0.0/24"}, BY_NAME, source="x.toml")


def test_people_reach_a_published_node_on_the_loopback_address_and_others_at_their_own() -> None:
    here = cluster()
    assert here.shown_host(here.first("haproxy")) == "127.0.0.1"
    assert here.shown_host(here.first("patroni")) == "10.83.17.11"
    apart = replace(here.layout, apart=False)
    assert apart.of("node1") is apart
