"""Where what an operator looks at is shown: the address of each dashboard, and of Prometheus' alerts."""

from collections.abc import Mapping

from fkplus.dashboards.catalogue import DASHBOARDS
from fkplus.operations.site import Site
from fkplus.operations.status import endpoints


def addresses(site: Site) -> Mapping[str, str]:
    """Return title -> URL of everything that this topology shows; empty where it watches nothing."""
    places = endpoints(site)
    found = {}
    if places["grafana"]:
        found = {d.title: f"{places['grafana']['url']}d/{d.uid}" for d in DASHBOARDS}
    if places["prometheus"]:
        found["Alerts"] = f"{places['prometheus']['url']}alerts"
    return found
