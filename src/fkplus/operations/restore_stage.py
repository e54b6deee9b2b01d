"""How the wanted state comes to lie beside the running cluster, replayed and seen, before anything stops."""

from pathlib import Path

import psycopg

from fkplus.backups import archive, recover
from fkplus.backups.lone import Lone
from fkplus.backups.repository import require_success
from fkplus.components import pgbackrest
from fkplus.components.lone_instance import Listening, Recovery
from fkplus.database.connection import naming_loss
from fkplus.database.flyway import history as schema_history
from fkplus.database.queries import query
from fkplus.model.backup import BackupPlace
from fkplus.model.errors import BadInput, ConnectionLost, NotReady
from fkplus.model.recovery import Plan
from fkplus.operations.database import superuser
from fkplus.operations.site import Say, Site
from fkplus.runtimes.wait import until

# The number of a socket, beside that of a drill (lone_instance.DRILL_SOCKET).
_STAGE_SOCKET = 1

_ARCHIVE_SECONDS = 60.0
_PUSH_SECONDS = 60.0


def stage(site: Site, node: str) -> Lone:
    """Return the place where a restore of the whole cluster prepares the data of the new primary on `node`.

    It is on that node's disk, for a directory that takes another's place can't come from elsewhere.
    """
    home = site.cluster.layout.of(node).home
    return lone(site, home / "data" / "restoring", Listening(site.cluster.layout.run, _STAGE_SOCKET))


def lone(site: Site, root: Path, listening: Listening) -> Lone:
    """Return a lone instance in `root`; raises BadInput where no process of a node can be seen."""
    site.runtime.require_processes()
    return Lone(root, site.cluster.layout.postgresql_bin, listening, site.runtime.run)


def mark(site: Site, name: str, say: Say) -> str:
    """Put the restore point `name` into the running cluster's log, and have the log archived up to it.

    Returns its position; "0/0" where no primary answers.
    """
    try:
        with naming_loss(), superuser(site, "postgres") as connection:
            connection.execute("set synchronous_commit = local")
            found = connection.execute(query("mark_log"), {"name": name}).fetchone()
            switched = connection.execute(query("switch_log")).fetchone()
            segment = {"segment": switched[0] if switched else ""}
            position = str(found[0]) if found else "0/0"
            say(f"restore point {name} at {position}")

            def problem() -> str | None:
                row = connection.execute(query("segment_is_archived"), segment).fetchone()
                return None if row == (True,) else f"{segment['segment']} is not archived yet"

            until(problem, _ARCHIVE_SECONDS, "waiting for the archiver")
            return position
    except ConnectionLost:
        say("no primary answers: going by what is archived and received")
    except NotReady as error:
        say(f"{error.what}; going by what is archived and received")
    return "0/0"


def copy(here: Lone, place: BackupPlace, plan: Plan, say: Say) -> None:
    """Copy the plan's backup into `here`, and archive what only the receiver has."""
    recover.require_room(here, plan.backup)
    say(f"restoring backup {plan.backup.label} into {here.root}")
    recover.restore_files(here, place, plan.backup, say)
    _archive_received(here, place, say)


def _archive_received(here: Lone, place: BackupPlace, say: Say) -> None:
    """Push whole segments that were received and never archived, so that the archive has no gap."""
    for path in archive.unarchived(place, here.run):
        argv = pgbackrest.push_command(place.instances[0].configuration, place.stanza)
        result = here.run([*argv, f"--pg1-path={here.data}", path], seconds=_PUSH_SECONDS)
        require_success(result, f"{path.name}, which was only received, can't be archived")
        say(f"archived {path.name}, which only the receiver had")


def recovery_of(plan: Plan, *, pauses: bool) -> Recovery:
    """Return how far to replay."""
    return Recovery(plan.target, plan.timeline, pauses)


def look(site: Site, here: Lone, say: Say) -> None:
    """Say what the recovered instance holds; raises BadInput where the database did not exist yet."""
    database = site.settings.database
    try:
        with here.connect() as connection:
            row = connection.execute(query("replayed_to")).fetchone()
        with here.connect(database) as connection:
            version = schema_history.current_version(connection)
    except (ConnectionLost, psycopg.Error) as error:
        raise BadInput(
            f"database {database} can't be opened at that point: {' '.join(str(error).split())}",
            "choose a later one",
        ) from error
    position, moment = row or (None, None)
    say(
        f"recovered to {position or 'the end'}, last commit {moment or 'unknown'}, schema {version or 'none'}"
    )


def claim(here: Lone, former: Path) -> None:
    """Make `former`, a data directory that was kept, the one of `here`, to be started as a recovery."""
    here.remove()
    made = here.run(["mkdir", "-p", "-m", "700", here.root], seconds=10)
    require_success(made, f"{here.root} can't be made by the daemons' user")
    # The data of a replica would follow a primary for ever, in place of ending their recovery.
    (former / "standby.signal").unlink(missing_ok=True)
    recover.begin_recovery(former)
    former.rename(here.data)
