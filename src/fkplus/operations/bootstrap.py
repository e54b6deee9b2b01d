"""What to do about a first start that was cut off: half a data directory, and a claim that nobody follows."""

import shutil

from fkplus.components import patroni
from fkplus.operations import dcs
from fkplus.operations.site import Say, Site

_WRITTEN_LAST = "global/pg_control"


def clear_abandoned(site: Site, say: Say) -> None:
    """Remove what a bootstrap left that never came to its end; etcd must be ready, Patroni not yet started.

    Patroni's member that bootstraps puts an empty `initialize` key, and the system identifier into it
    when roles and configuration exist (patroni/ha.py, bootstrap and post_bootstrap). While the key is
    empty nothing was ever stored, and every member waits for a bootstrap that no longer runs. A
    directory without pg_control can't be opened by any PostgreSQL (a base backup copies it last); it
    is removed unless the cluster has data and this may be all that is left of them.
    """
    units = site.cluster.topology.units(patroni.NAME)
    states = site.runtime.states()
    if any(unit.name not in states or states[unit.name].pid for unit in units):
        return
    claim = dcs.initialize_key(site)
    whole = {unit.name for unit in units if (site.cluster.layout.data(unit) / _WRITTEN_LAST).exists()}
    for unit in units:
        data = site.cluster.layout.data(unit)
        is_useless = not claim or bool(whole)
        if data.exists() and (claim == "" or (unit.name not in whole and is_useless)):
            shutil.rmtree(data)
            say(f"{unit.name}: removed what an interrupted start had left")
    if claim == "":
        dcs.forget_initialization(site)
