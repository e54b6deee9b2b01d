"""A cluster as the tests describe it: the shipped topology with fixed paths."""

from pathlib import Path

from fkplus.components import BY_NAME, METRICS, PORTS
from fkplus.model import topology
from fkplus.model.cluster import Cluster, Layout
from fkplus.model.settings import Settings
from fkplus.operations.site import Site
from fkplus.runtimes.daemon_user import DaemonUser
from fkplus.runtimes.local import LocalRuntime

CHECKOUT = Path(__file__).resolve().parents[2]


def settings(**changes: object) -> Settings:
    values: dict[str, object] = {
        "creator_name": "fkplus",
        "creator_password": None,
        "database": "fkplus",
        "migration_version": None,
        "app_env": "dev",
        "seed_count": 100,
        "analyst_names": ("anna",),
        "backup_retention_count": 3,
        "backup_interval_cron": "0 3 * * *",
        "backup_directory": Path("/srv/fkplus/backup"),
        "backend_rate": 5.0,
        "home": Path("/srv/fkplus"),
        "port_offset": 0,
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


def layout(home: Path = Path("/srv/fkplus")) -> Layout:
    return Layout(
        home=home,
        run=home / "run",
        python=home / "env/bin/python",
        postgresql_bin=Path("/usr/lib/postgresql/15/bin"),
        operators=("postgres", "root"),
        grafana=Path("/usr/share/grafana"),
        collectors=("database", "bgwriter"),
    )


def cluster(**changes: object) -> Cluster:
    shipped = topology.read(CHECKOUT / "topologies" / "local.toml", BY_NAME)
    return Cluster(shipped, settings(**changes), layout(), PORTS, METRICS)


def site(here: Cluster) -> Site:
    """Return the cluster with a runtime that no test of this folder lets start anything."""
    user = DaemonUser("postgres", 999, 999, switch=False)
    return Site(here, LocalRuntime(here.layout, user), CHECKOUT / "schema")
