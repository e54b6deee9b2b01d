"""What `fkplus partitions` does: months made ahead, and old ones detached where asked."""

from fkplus.database import partitions
from fkplus.database.connection import Connection
from fkplus.database.partitions import MONTHS_AHEAD, Upkeep
from fkplus.database.retry import FAILOVER_SECONDS, repeat
from fkplus.operations.site import Say
from fkplus.operations.target import Target

_MAKE_SECONDS = 120.0
# DETACH CONCURRENTLY waits for every older transaction, and a long report may be one.
_DETACH_SECONDS = 1800.0


def keep(
    target: Target, say: Say, *, months: int = MONTHS_AHEAD, detach: bool = False, drop: bool = False
) -> Upkeep:
    """Make the months ahead, detach those past their lifetime with `detach`, drop these too with `drop`.

    Does nothing before the schema version that brings partitions. Raises NotReady when a lock is not granted
    in time; repeating goes on where it stopped. Done again on the new primary when the server
    goes away; the answer then names what the last attempt did.
    """

    def work(connection: Connection) -> Upkeep:
        if not partitions.is_needed(connection):
            return Upkeep()
        made = partitions.make_ahead(connection, months, say, deadline_seconds=_MAKE_SECONDS)
        old = (
            partitions.detach_old(connection, say, deadline_seconds=_DETACH_SECONDS) if detach or drop else ()
        )
        gone = partitions.drop_detached(connection, say, deadline_seconds=_MAKE_SECONDS) if drop else ()
        return Upkeep(made, old, gone)

    return repeat(target.uri.reveal(), work, seconds=FAILOVER_SECONDS, say=say, autocommit=True)
