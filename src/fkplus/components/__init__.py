"""One module per component: its files, its command, its readiness, its ports."""

from collections.abc import Mapping

from fkplus.components import (
    alertmanager,
    backend,
    etcd,
    grafana,
    haproxy,
    node_exporter,
    patroni,
    postgres_exporter,
    prometheus,
    receiver,
    scheduler,
)
from fkplus.model.component import Component
from fkplus.model.metrics import Metrics

_ALL: tuple[Component, ...] = (
    etcd,
    patroni,
    haproxy,
    postgres_exporter,
    node_exporter,
    prometheus,
    grafana,
    alertmanager,
    backend,
    scheduler,
    receiver,
)

BY_NAME: Mapping[str, Component] = {component.NAME: component for component in _ALL}

PORTS: Mapping[str, Mapping[str, int]] = {component.NAME: component.PORTS for component in _ALL}

METRICS: Mapping[str, Metrics] = {
    component.NAME: component.METRICS for component in _ALL if component.METRICS is not None
}
