"""Which clusters `bench failover` compares: ours, the same with stock settings, pg_auto_failover."""

from collections.abc import Sequence
from pathlib import Path

from fkplus.bench import pg_auto_failover
from fkplus.bench.contestant import Contestant, PatroniCluster
from fkplus.bench.pg_auto_failover import PgAutoFailover
from fkplus.bench.stock import StockSite
from fkplus.chaos.own import bare
from fkplus.model.errors import NoPrimary
from fkplus.operations.site import Say, Site
from fkplus.operations.switchover import switchover
from fkplus.runtimes.daemon_user import daemon_user
from fkplus.runtimes.local import LocalRuntime
from fkplus.runtimes.local_layout import local_layout


def contestants(ours: Site, stock: Site, home: Path, first_port: int, say: Say) -> Sequence[Contestant]:
    """Return the clusters to compare, ours first; `home` and `first_port` are pg_auto_failover's."""
    plain = StockSite(stock.cluster, stock.runtime, stock.schema)
    found: list[Contestant] = [
        PatroniCluster("", bare(ours), _switchover),
        PatroniCluster("stock_", bare(plain), _plain_switchover),
    ]
    user = daemon_user()
    layout = local_layout(home, user)
    if pg_auto_failover.is_installed(layout.postgresql_bin):
        found.append(PgAutoFailover(layout, LocalRuntime(layout, user), first_port))
    else:
        say("pg_auto_failover is not installed and left out (docs/failover-benchmark.md)")
    return found


def _switchover(site: Site) -> None:
    switchover(site, lambda _: None)


def _plain_switchover(site: Site) -> None:
    """Do what `patronictl switchover` does: ask Patroni, and prepare nothing."""
    primary = site.api().members().primary
    if primary is None:
        raise NoPrimary("there is no primary to switch over from")
    site.api().switchover(primary.node, None)
