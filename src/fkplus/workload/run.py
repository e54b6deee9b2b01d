"""What a run is: read who there is, carry out the schedule, look for what was acknowledged."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from fkplus.database.connection import Connection
from fkplus.database.retry import FAILOVER_SECONDS, repeat
from fkplus.model.errors import BadInput
from fkplus.workload import live, parameters
from fkplus.workload.catalogue import OPERATIONS
from fkplus.workload.engine import Endpoints, Engine, is_there
from fkplus.workload.metrics import Metrics
from fkplus.workload.parameters import Parameters
from fkplus.workload.report import report
from fkplus.workload.schedule import Traffic, arrivals
from fkplus.workload.session import Session
from fkplus.workload.tally import Tally

Say = Callable[[str], None]

_LOOK_SECONDS = 60.0
_UNDEFINED = ("42P01", "42883", "3F000")


@dataclass(frozen=True)
class Wanted:
    """How much is asked: operations a second, for how long (None: until stopped), by how many clients."""

    rate: float
    duration: float | None
    connections: int
    day_seconds: float
    seed: int

    @property
    def traffic(self) -> Traffic:
        """Return the schedule's side of it."""
        return Traffic(self.rate, self.day_seconds, [operation.share for operation in OPERATIONS], self.seed)


def prepare(endpoints: Endpoints, say: Say) -> Parameters:
    """Open today's event and read the pools; BadInput where the schema is too old or nothing is seeded."""

    def work(connection: Connection) -> Parameters:
        live.open_today(connection)
        return parameters.read(connection)

    try:
        return repeat(endpoints.write.reveal(), work, seconds=FAILOVER_SECONDS, say=say, autocommit=True)
    except psycopg.ProgrammingError as error:
        if error.sqlstate not in _UNDEFINED:
            raise
        raise BadInput(
            f"the schema is not far enough for the simulated backend: {error.diag.message_primary}",
            "`fkplus migrate` brings it to the newest version",
        ) from error


def run(
    endpoints: Endpoints, wanted: Wanted, say: Say, engine_made: Callable[[Engine], None] = lambda _: None
) -> Mapping[str, Any]:
    """Prepare and carry out; return the report. `engine_made` gets what can be stopped early."""
    return carry_out(endpoints, wanted, prepare(endpoints, say), say, engine_made, Metrics())


def carry_out(
    endpoints: Endpoints,
    wanted: Wanted,
    drawn_from: Parameters,
    say: Say,
    engine_made: Callable[[Engine], None],
    metrics: Metrics,
) -> Mapping[str, Any]:
    """Carry out the schedule, look for what was acknowledged, and return the report."""
    tally = Tally(metrics)
    engine = Engine(endpoints, drawn_from, tally, wanted.connections)
    engine_made(engine)
    length = "until stopped" if wanted.duration is None else f"for {wanted.duration:g} s"
    say(f"{wanted.rate:g} operations a second {length}, {wanted.connections} clients")
    seconds = engine.run(arrivals(wanted.traffic, wanted.duration))
    lost, looked_for = lost_writes(endpoints, tally)
    return report(tally, rate=wanted.rate, seconds=seconds, lost=lost, looked_for=looked_for)


def lost_writes(endpoints: Endpoints, tally: Tally) -> tuple[Sequence[str], int]:
    """Look at the primary for what was acknowledged; return what is missing, and of how many."""
    session = Session(endpoints.write, _LOOK_SECONDS)
    ends = time.monotonic() + _LOOK_SECONDS
    missing, looked_for = [], 0
    try:
        for operation, written in reversed(tally.acknowledged):
            if time.monotonic() > ends:
                break
            looked_for += 1
            if not is_there(session, operation, written):
                missing.append(f"{operation.name} {written}")
    finally:
        session.close()
    return missing, looked_for
