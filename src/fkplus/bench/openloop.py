"""Do our clients see the times that pgbench sees? One read, due at random moments, by both in turn.

Both count from the moment a call was due, so a wait for a free client is in it. Both ask for the same rows.
"""

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from psycopg import sql

from fkplus.bench import pgbench
from fkplus.bench.figures import Figure
from fkplus.bench.pgbench import Load, Script, Transaction
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
from fkplus.workload.statements import Values, statement
from fkplus.workload.tally import Tally

_APART = 0.2
_ROUNDS = 5
# New connections and cold caches are not what is compared.
WARM_SECONDS = 3
_WARM = "warm"
# pgbench takes 128 scripts at most; each row is one.
_ROWS = 40
_WEIGHTS_SUM = 30_000


@dataclass(frozen=True)
class Wanted:
    """Which read, how often a second, for how long each time, by how many clients."""

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
        scripts = write_scripts(Path(directory), operation, pool)
        load = Load(scripts, wanted.connections, WARM_SECONDS + wanted.seconds, wanted.rate)
        for number in range(1, _ROUNDS + 1):
            ours.append(_with_engine(Secret(place.uri()), operation, pool, wanted, number))
            theirs.append(warm(pgbench.transactions(program, place, load)))
            say(
                f"round {number} of {_ROUNDS}, 99 of 100 within:"
                f" {ours[-1].percentile(0.99) * 1000:.2f} ms here,"
                f" {theirs[-1].percentile(0.99) * 1000:.2f} ms with pgbench"
            )
    return figures(ours, theirs)


def figures(ours: Sequence[Histogram], theirs: Sequence[Histogram]) -> Sequence[Figure]:
    """Compare the rounds of both by the medians of their percentiles."""
    p99, pgbench_p99 = _median_ms(ours, 0.99), _median_ms(theirs, 0.99)
    return [
        # Further apart in either direction is as bad.
        Figure("p99_apart", max(p99 / pgbench_p99, pgbench_p99 / p99) - 1, "part", at_most=_APART),
        Figure("p99_ms", p99, "ms"),
        Figure("pgbench_p99_ms", pgbench_p99, "ms"),
        Figure("p50_ms", _median_ms(ours, 0.5), "ms"),
        Figure("pgbench_p50_ms", _median_ms(theirs, 0.5), "ms"),
        Figure("calls", sum(counted.number for counted in ours), "calls"),
        Figure("pgbench_calls", sum(counted.number for counted in theirs), "calls"),
    ]


def few(pool: Pool) -> Pool:
    """Return at most _ROWS rows of each bucket, from all over it."""
    return {bucket: rows[:: -(-len(rows) // _ROWS)] for bucket, rows in pool.items()}


def write_scripts(directory: Path, operation: Operation, pool: Pool) -> Sequence[Script]:
    """Write a script for each row, weighted as the engine draws them: buckets by their parts, rows alike."""
    scripts = []
    for bucket, part in zip(BUCKETS, BUCKET_SHARES, strict=True):
        for number, row in enumerate(pool[bucket]):
            path = directory / f"{bucket}-{number}.sql"
            path.write_text(script(operation, row), encoding="utf-8")
            scripts.append(Script(path, round(_WEIGHTS_SUM * part / len(pool[bucket]))))
    return scripts


def script(operation: Operation, row: Values) -> str:
    """Return the read of one row for pgbench: numbers as its variables, so the server sees parameters."""
    text = statement(operation.name).as_string()
    values = named_in(text, row)
    numbers = {name: value for name, value in values.items() if isinstance(value, int)}
    shown = {
        name: sql.SQL(f":{name}") if name in numbers else sql.Literal(value) for name, value in values.items()
    }
    with_values = text % {name: part.as_string() for name, part in shown.items()}
    sets = "".join(f"\\set {name} {value}\n" for name, value in numbers.items())
    return f"{sets}{with_values.rstrip().rstrip(';')};\n"


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
