"""What `fkplus backup drill` does with the cluster of a topology."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from fkplus.backups import drill as backup_drill
from fkplus.backups import runs
from fkplus.components import pgbackrest
from fkplus.components.lone_instance import Listening
from fkplus.database.queries import query
from fkplus.model.backup_runs import Drill
from fkplus.model.errors import ConnectionLost
from fkplus.operations.database import superuser
from fkplus.operations.home import require_claimed
from fkplus.operations.restore_stage import lone
from fkplus.operations.site import Say, Site

# The number of a socket in our own directory; a restore of the whole cluster has 1.
_PORT = 2


def drill(site: Site, say: Say, *, label: str | None = None) -> Drill:
    """Restore the newest backup beside the cluster, check it and delete it; see fkplus.backups.drill."""
    require_claimed(site)
    here = lone(site, "drill", Listening(site.cluster.layout.run, _PORT))
    return backup_drill.drill(
        pgbackrest.place(site.cluster),
        here,
        lambda: _beat(site),
        say,
        database=site.settings.database,
        label=label,
    )


def last(site: Site) -> Mapping[str, Any] | None:
    """Return how the last drill ended, for `status`; None: there was none."""
    found = runs.last_drill(pgbackrest.place(site.cluster))
    return asdict(found) if found else None


def _beat(site: Site) -> datetime | None:
    """Commit something on the primary and return when; None where none answers."""
    try:
        with superuser(site, "postgres") as connection:
            row = connection.execute(query("beat")).fetchone()
    except ConnectionLost:
        return None
    return row[1] if row else None
