"""How many transactions go through HAProxy beside direct connections to the primary, both with quorum commit.

The same clients do the same on the same database, in turn: what else the machine does meets both alike.
"""

import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from fkplus.bench import pgbench
from fkplus.bench.figures import Figure
from fkplus.bench.pgbench import Load, Throughput
from fkplus.bench.scratch import empty_database
from fkplus.database.connection import connect
from fkplus.database.dsn import Dsn
from fkplus.model.errors import BadInput, NoPrimary
from fkplus.model.names import SUPERUSER
from fkplus.model.secrets import Secret
from fkplus.operations.site import Say, Site

OBJECTIVE = 0.9
_ROUNDS = 3
_HERE = Path(__file__).parent / "sql"
_SCRIPT = _HERE / "transfer.pgbench"
_CLIENTS = 8
_WARM_SECONDS = 3


def measure(site: Site, seconds: int, say: Say) -> Sequence[Figure]:
    """Measure on the running cluster of `site`, `seconds` a run, in a database that is dropped afterwards.

    Raises BadInput where the primary commits without a replica: that would be another promise.
    """
    server = site.dsn(SUPERUSER, database="postgres")
    _check_quorum(server)
    with empty_database(Secret(server.uri()), "proxy") as uri:
        _fill(uri)
        proxied = replace(server, database=str(conninfo_to_dict(uri.reveal())["dbname"]))
        host, port = _primary(site)
        direct = replace(proxied, host=host, port=port)
        program = pgbench.found(site.cluster.layout.postgresql_bin)
        pgbench.throughput(program, direct, Load(_SCRIPT, _CLIENTS, min(seconds, _WARM_SECONDS)))
        through: list[Throughput] = []
        past: list[Throughput] = []
        for number in range(1, _ROUNDS + 1):
            for place, runs in ((direct, past), (proxied, through)):
                runs.append(pgbench.throughput(program, place, Load(_SCRIPT, _CLIENTS, seconds)))
            say(
                f"round {number} of {_ROUNDS}: direct {past[-1].per_second:,.0f},"
                f" through HAProxy {through[-1].per_second:,.0f} transactions per second"
            )
    return figures(through, past)


def figures(through: Sequence[Throughput], past: Sequence[Throughput]) -> Sequence[Figure]:
    """Compare runs through the proxy with those past it, by their medians."""
    ours, bare = _median(through), _median(past)
    return [
        Figure("throughput_ratio", ours.per_second / bare.per_second, "ratio", at_least=OBJECTIVE),
        Figure("transactions_per_second", ours.per_second, "1/s"),
        Figure("direct_transactions_per_second", bare.per_second, "1/s"),
        Figure("latency_median_ms", ours.median_ms, "ms"),
        Figure("direct_latency_median_ms", bare.median_ms, "ms"),
        Figure("latency_p95_ms", ours.p95_ms, "ms"),
        Figure("direct_latency_p95_ms", bare.p95_ms, "ms"),
    ]


def _median(runs: Sequence[Throughput]) -> Throughput:
    return Throughput(
        statistics.median(run.per_second for run in runs),
        statistics.median(run.median_ms for run in runs),
        statistics.median(run.p95_ms for run in runs),
    )


def _check_quorum(server: Dsn) -> None:
    with connect(server.uri()) as connection:
        row = connection.execute("show synchronous_standby_names").fetchone()
    if not row or not row[0]:
        raise BadInput("the primary commits without waiting for a replica", "see `fkplus status`")


def _fill(uri: Secret) -> None:
    with connect(uri.reveal()) as connection:
        connection.execute((_HERE / "transfer_tables.sql").read_bytes())


def _primary(site: Site) -> tuple[str, int]:
    primary = site.api().members().primary
    if primary is None:
        raise NoPrimary("there is no primary to measure", "see `fkplus status`")
    unit = next(u for u in site.cluster.topology.units("patroni") if u.node == primary.node)
    return site.cluster.host(unit), site.cluster.port(unit, "postgresql")
