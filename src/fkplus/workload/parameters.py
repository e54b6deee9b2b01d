"""For whom is an operation done? Real rows in buckets: what hardly anybody knows, the middle, the famous."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql
from psycopg.rows import dict_row

from fkplus.database.connection import Connection
from fkplus.model.errors import BadInput
from fkplus.workload.catalogue import OPERATIONS, Operation
from fkplus.workload.schedule import BUCKETS, Arrival
from fkplus.workload.statements import Values, statement

Pool = Mapping[str, Sequence[Values]]

# Milliseconds since 2020-01-01 UTC above a counter of 20 bits: what timed_id() of schema version 10 makes.
_TIMED_ID_EPOCH_MS = 1_577_836_800_000
_COUNTER_BITS = 20


@dataclass(frozen=True)
class Parameters:
    """Pools of rows by name and bucket."""

    pools: Mapping[str, Pool]

    def choices(self, operation: Operation, bucket: str) -> int:
        """Return from how many rows the bucket of an operation is drawn."""
        return len(self.pools[operation.pools[0]][bucket])

    def draw(self, operation: Operation, arrival: Arrival) -> Values:
        """Return the parameters of one call, with a key and a text that no other call has."""
        chance = random.Random(arrival.draw)  # noqa: S311 - repeatable, not secret
        key = timed_id()
        drawn = dict(chance.choice(self.pools[operation.pools[0]][arrival.bucket]))
        for name in operation.pools[1:]:
            # Who acts is nobody in particular: the bucket says what is acted on.
            drawn = {**chance.choice(self.pools[name]["median"]), **drawn}
        return {**drawn, "key": key, "start_no": 1, "body": f"Какой прокат! #{key}"}


def timed_id() -> int:
    """Return an id of now, made by the client before its first attempt."""
    milliseconds = time.time_ns() // 1_000_000 - _TIMED_ID_EPOCH_MS
    return milliseconds << _COUNTER_BITS | random.SystemRandom().getrandbits(_COUNTER_BITS)


def read(connection: Connection, operations: Sequence[Operation] = OPERATIONS) -> Parameters:
    """Read the pools of `operations`; raises BadInput where one is empty: there is nobody to act for."""
    names = sorted({name for operation in operations for name in operation.pools})
    return Parameters({name: _pool(connection, name) for name in names})


def _pool(connection: Connection, name: str) -> Pool:
    candidates = statement(f"pool_{name}")
    with connection.cursor(row_factory=dict_row) as cursor:
        key = cursor.execute(sql.SQL("select * from ({}) as p limit 0").format(candidates)).description
        first = sql.Identifier(key[0].name) if key else sql.SQL("1")
        rows = cursor.execute(statement("pool_place").format(pool=candidates, key=first)).fetchall()
    if not rows:
        raise BadInput(
            f"the database has no {name.replace('_', ' ')}: the simulated backend has nothing to do",
            "seed it (APP_ENV=dev, `fkplus seed`)",
        )
    found = {bucket: [_bare(row) for row in rows if row["bucket"] == bucket] for bucket in BUCKETS}
    # A pool of two rows has no middle: what there is stands for it.
    return {bucket: found[bucket] or [_bare(row) for row in rows] for bucket in BUCKETS}


def _bare(row: Values) -> Values:
    return {
        name: value
        for name, value in row.items()
        if name not in ("weight", "pool_position", "pool_size", "bucket")
    }
