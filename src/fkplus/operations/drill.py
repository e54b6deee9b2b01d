"""What `fkplus backup drill` does with the cluster of a topology."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fkplus.backups import drill as backup_drill
from fkplus.backups import runs
from fkplus.components import pgbackrest
from fkplus.components.lone_instance import DRILL, DRILL_SOCKET, Listening
from fkplus.model.backup_runs import Drill
from fkplus.operations.database import superuser
from fkplus.operations.home import require_claimed
from fkplus.operations.restore_stage import lone
from fkplus.operations.site import Say, Site


def drill(site: Site, say: Say, *, label: str | None = None) -> Drill:
    """Restore the newest backup beside the cluster, check it and delete it; see fkplus.backups.drill."""
    require_claimed(site)
    layout = site.cluster.layout
    here = lone(site, layout.home / "data" / DRILL, Listening(layout.run, DRILL_SOCKET))
    return backup_drill.drill(
        pgbackrest.place(site.cluster),
        here,
        lambda: superuser(site, "postgres"),
        say,
        database=site.settings.database,
        label=label,
    )


def last(site: Site) -> Mapping[str, Any] | None:
    """Return how the last drill ended, for `status`; None: there was none."""
    found = runs.last_drill(pgbackrest.place(site.cluster))
    return asdict(found) if found else None
