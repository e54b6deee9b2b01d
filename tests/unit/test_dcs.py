"""Patroni's keys are read and deleted through any etcd member that answers."""

import base64
import json
from collections.abc import Iterator

import pytest
from answering import answering
from sites import cluster, site

from fkplus.model.errors import CommandFailed
from fkplus.operations import dcs

_VALUE = "7431234567890123456"


@pytest.fixture
def only_member() -> Iterator[int]:
    """Yield the port of a member that answers."""
    key = {"value": base64.b64encode(_VALUE.encode()).decode()}
    with answering(200, json.dumps({"kvs": [key]}).encode()) as port:
        yield port


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_member_that_is_away_is_passed_over(only_member: int, place: int) -> None:
    ports = [cluster().port(unit, "client") for unit in cluster().topology.units("etcd")]
    assert dcs.initialize_key(site(cluster(port_offset=only_member - ports[place]))) == _VALUE


def test_where_no_member_answers_all_are_named() -> None:
    with pytest.raises(CommandFailed, match=r"etcd-node1.*etcd-node2.*etcd-node3"):
        dcs.initialize_key(site(cluster(port_offset=-2400)))
