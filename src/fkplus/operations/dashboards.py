"""Where what an operator looks at is shown: the address of each dashboard, and of Prometheus' alerts."""

from collections.abc import Mapping

from fkplus.dashboards.catalogue import DASHBOARDS
from fkplus.model.probe import Http
from fkplus.operations.site import Site
from fkplus.operations.status import endpoints
from fkplus.runtimes.wait import probe_problem

# Debian's Prometheus has the older pages only, later ones the newer only.
_ALERTS_PAGES = ("alerts", "classic/alerts")


def addresses(site: Site) -> Mapping[str, str]:
    """Return title -> URL of everything that this topology shows; empty where it watches nothing."""
    places = endpoints(site)
    found = {}
    if places["grafana"]:
        found = {d.title: f"{places['grafana']['url']}d/{d.uid}" for d in DASHBOARDS}
    if places["prometheus"]:
        found["Alerts"] = _alerts_page(places["prometheus"]["url"])
    return found


def _alerts_page(prometheus: str) -> str:
    """Return the page that this Prometheus has, or its first page while it does not answer."""
    pages = (f"{prometheus}{page}" for page in _ALERTS_PAGES)
    return next((page for page in pages if probe_problem(Http(page)) is None), prometheus)
