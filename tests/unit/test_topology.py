"""A topology file says what runs where, and every wrong word in it is refused by name."""

from pathlib import Path
from typing import Any

import pytest

from fkplus.model import topology
from fkplus.model.errors import BadInput

COMPONENTS = {"etcd": None, "patroni": None}
CHECKOUT = Path(__file__).resolve().parents[2]


def document(**changes: Any) -> dict[str, Any]:
    node = {"name": "node1", "address": "127.0.0.1", "units": ["etcd"]}
    return {"name": "local", "runtime": "local", "node": [node]} | changes


def parse(given: dict[str, Any]) -> topology.Topology:
    return topology.parse(given, COMPONENTS, source="test.toml")


def test_units_are_named_after_component_and_node() -> None:
    assert [unit.name for unit in parse(document()).units()] == ["etcd-node1"]


def test_units_at_one_address_are_counted_and_others_are_not() -> None:
    nodes = [
        {"name": "a", "address": "127.0.0.1", "units": ["etcd"]},
        {"name": "b", "address": "127.0.0.1", "units": ["etcd"]},
        {"name": "c", "address": "10.0.0.1", "units": ["etcd"]},
    ]
    found = parse(document(node=nodes))
    assert [found.step(unit) for unit in found.units()] == [0, 1, 0]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"runtime": "kubernetes"}, "kubernetes"),
        ({"node": []}, "node"),
        ({"nodes": []}, "nodes"),
        ({"name": "Local!"}, "Local!"),
        ({"node": [{"name": "a", "address": "127.0.0.1", "units": ["redis"]}]}, "redis"),
        ({"node": [{"name": "a", "address": "127.0.0.1", "units": ["etcd", "etcd"]}]}, "twice"),
        ({"node": [{"name": "a", "units": ["etcd"]}]}, "address"),
        ({"node": [{"name": "../a", "address": "127.0.0.1", "units": []}]}, r"\.\./a"),
        ({"node": [{"name": "a", "address": "x", "units": []}] * 2}, "same name"),
    ],
)
def test_a_wrong_word_is_refused_by_name(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(BadInput, match=word):
        parse(document(**changes))


def test_a_missing_file_and_a_broken_one_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("name = ", encoding="utf-8")
    for path in (tmp_path / "missing.toml", broken):
        with pytest.raises(BadInput, match=path.name):
            topology.read(path, COMPONENTS)


def test_an_unknown_node_or_unit_is_answered_with_the_known_ones() -> None:
    found = parse(document())
    with pytest.raises(BadInput) as caught:
        found.node("node9")
    assert "node1" in caught.value.hint
    with pytest.raises(BadInput) as caught:
        found.unit("etcd-node9")
    assert "etcd-node1" in caught.value.hint
