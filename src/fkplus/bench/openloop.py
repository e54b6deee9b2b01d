"""Do our clients see the times that pgbench sees? One read, due at random moments, by both at once.

Both count from the moment a call was due, so a wait for a free client is in it. Both ask for the same rows.
At once, since whatever else the machine does meanwhile moves a 99th percentile more than the clients do.
"""

import re
import statistics
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from fkplus.bench import pgbench
from fkplus.bench.figures import Figure
from fkplus.bench.pgbench import Load, Transaction
from fkplus.database.connection import connect
from fkplus.database.dsn import Dsn
from fkplus.model.errors import BadInput, CommandFailed
from fkplus.model.secrets import Secret
from fkplus.workload.catalogue import BY_NAME, OPERATIONS, Operation
from fkplus.workload.engine import Endpoints, Engine
from fkplus.workload.histogram import Histogram
from fkplus.workload.metrics import Metrics
from fkplus.workload.parameters import Parameters, Pool, read
from fkplus.workload.reading import READS, named_in
from fkplus.workload.run import Say
from fkplus.workload.schedule import BUCKET_SHARES, BUCKETS, Arrival, steady
from fkplus.workload.statements import statement
from fkplus.workload.tally import Tally

_APART = 0.2
_ROUNDS = 7
# New connections and cold caches are not what is compared.
WARM_SECONDS = 3
_WARM = "warm"
_ROWS = 40
_PICKS = 30_000
_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)


@dataclass(frozen=True)
class Wanted:
    """Which read, how often a second by each, for how long each time, by how many clients of each."""

    operation: str
    rate: float
    seconds: int
    connections: int


def measure(place: Dsn, programs: Path, wanted: Wanted, say: Say) -> Sequence[Figure]:
    """Measure at `place` with the pgbench of `programs`; BadInput for what is no read of the backend."""
    program = pgbench.found(programs)
    operation = _read_named(wanted.operation)
    with connect(place.uri(), autocommit=True) as connection:
        pool = few(read(connection, (operation,)).pools[operation.pools[0]])
    ours: list[Histogram] = []
    theirs: list[Histogram] = []
    with tempfile.TemporaryDirectory(prefix="fkplus-bench-") as directory:
        path = Path(directory, "read.sql")
        path.write_text(script(operation, pool), encoding="utf-8")
        load = Load(path, wanted.connections, WARM_SECONDS + wanted.seconds, wanted.rate)
        for number in range(1, _ROUNDS + 1):
            with ThreadPoolExecutor(1) as beside:
                timed = beside.submit(pgbench.transactions, program, place, load)
                ours.append(_with_engine(Secret(place.uri()), operation, pool, wanted, number))
                theirs.append(warm(timed.result()))
            say(
                f"round {number} of {_ROUNDS}, 99 of 100 within:"
                f" {ours[-1].percentile(0.99) * 1000:.2f} ms here,"
                f" {theirs[-1].percentile(0.99) * 1000:.2f} ms with pgbench"
            )
    return figures(ours, theirs)


def figures(ours: Sequence[Histogram], theirs: Sequence[Histogram]) -> Sequence[Figure]:
    """Compare both round by round, and say how far apart they were in the middle one."""
    pairs = zip(ours, theirs, strict=True)
    ratio = statistics.median(mine.percentile(0.99) / other.percentile(0.99) for mine, other in pairs)
    return [
        # Further apart in either direction is as bad.
        Figure("p99_apart", max(ratio, 1 / ratio) - 1, "part", at_most=_APART),
        Figure("p99_ms", _median_ms(ours, 0.99), "ms"),
        Figure("pgbench_p99_ms", _median_ms(theirs, 0.99), "ms"),
        Figure("p50_ms", _median_ms(ours, 0.5), "ms"),
        Figure("pgbench_p50_ms", _median_ms(theirs, 0.5), "ms"),
        Figure("calls", sum(counted.number for counted in ours), "calls"),
        Figure("pgbench_calls", sum(counted.number for counted in theirs), "calls"),
    ]


def few(pool: Pool) -> Pool:
    """Return at most _ROWS rows of each bucket, from all over it."""
    return {bucket: rows[:: -(-len(rows) // _ROWS)] for bucket, rows in pool.items()}


def script(operation: Operation, pool: Pool) -> str:
    """Return the read for pgbench, its values drawn as the engine does: buckets by their parts, rows alike.

    One script with a choice in it: of many, each client would have to prepare every one. Raises BadInput
    where a value is no number, since pgbench's variables are.
    """
    # pgbench takes the colon of a comment for a variable's.
    text = _COMMENT.sub("", statement(operation.name).as_string()).strip()
    drawn = [
        (part / len(pool[bucket]), named_in(text, row))
        for bucket, part in zip(BUCKETS, BUCKET_SHARES, strict=True)
        for row in pool[bucket]
    ]
    bounds = [round(_PICKS * part) for part in accumulate(part for part, _ in drawn)]
    names = sorted(drawn[0][1])
    if not all(type(values[name]) is int for _, values in drawn for name in names):
        raise BadInput(f"{operation.name} asks by text, and pgbench draws numbers only")
    sets = [f"\\set pick random(1, {bounds[-1]})"]
    for name in names:
        choice = " ".join(
            f"when :pick <= {bound} then {values[name]}"
            for bound, (_, values) in zip(bounds, drawn, strict=True)
        )
        sets.append(f"\\set {name} case {choice} end")
    asked = text % {name: f":{name}" for name in names}
    return "\n".join([*sets, f"{asked.rstrip(';')};", ""])


def warm(transactions: Sequence[Transaction]) -> Histogram:
    """Count what began WARM_SECONDS after the first one, or later."""
    begins = min(transaction.ended - transaction.seconds for transaction in transactions) + WARM_SECONDS
    counted = Histogram()
    for transaction in transactions:
        if transaction.ended - transaction.seconds >= begins:
            counted.add(transaction.seconds)
    return counted


def _with_engine(place: Secret, operation: Operation, pool: Pool, wanted: Wanted, seed: int) -> Histogram:
    tally = Tally(Metrics())
    everybody = [row for rows in pool.values() for row in rows]
    drawn_from = Parameters({operation.pools[0]: {**pool, _WARM: everybody}})
    number = OPERATIONS.index(operation)
    due = steady(number, wanted.rate, WARM_SECONDS + wanted.seconds, seed)
    Engine(Endpoints(place, place), drawn_from, tally, wanted.connections).run(map(_warm_first, due))
    counted = Histogram()
    for (_, bucket), line in tally.lines.items():
        if line.failed:
            raise CommandFailed(
                f"{operation.name} failed", "see `fkplus status`", log_lines=list(tally.details)
            )
        if bucket != _WARM:
            counted.merge(line.response)
    return counted


def _warm_first(arrival: Arrival) -> Arrival:
    return replace(arrival, bucket=_WARM) if arrival.due < WARM_SECONDS else arrival


def _median_ms(rounds: Sequence[Histogram], part: float) -> float:
    return 1000 * statistics.median(counted.percentile(part) for counted in rounds)


def _read_named(name: str) -> Operation:
    operation = BY_NAME.get(name)
    if operation not in READS:
        known = ", ".join(read.name for read in READS)
        raise BadInput(f"the simulated backend has no read {name!r}", f"there are: {known}")
    return operation
