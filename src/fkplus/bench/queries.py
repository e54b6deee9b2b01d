"""What does what is there for speed bring and cost? The service's reads without it, with it, without it.

On copies of seeded databases, each read with real values in each bucket: beside an earlier version of the
schema, or without the indexes that are there for speed alone. The second time without shows by how much the
machine itself drifted meanwhile.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from fkplus.bench.figures import Figure
from fkplus.database.connection import Connection, connect
from fkplus.database.copying import copied_database
from fkplus.database.queries import folder
from fkplus.model.errors import BadInput
from fkplus.model.secrets import Secret
from fkplus.tuning.gate import drop_all
from fkplus.tuning.indexes import Index
from fkplus.tuning.measure import Case, Cost, measure
from fkplus.tuning.regret import regret
from fkplus.tuning.samples import Sample

Say = Callable[[str], None]
query = folder(__file__)

_POSTS = 2000
_RENAMED = 500
# The first rounds find pages that are full, as a seed leaves them.
_RENAMINGS = 6
# An operation is hot when it belongs to those that make up so much of the time without the indexes.
_HOT_PART = 0.95


@dataclass(frozen=True)
class Price:
    """What writing costs: bytes of WAL a post, posts a second, the part of account updates that were HOT."""

    wal_bytes: float
    rate: float
    hot_share: float


@dataclass(frozen=True)
class Comparison:
    """The reads by case and the price of writing; `regret` is that of the indexes (tuning/regret.py)."""

    without: Mapping[Case, Cost]
    with_them: Mapping[Case, Cost]
    again: Mapping[Case, Cost]
    price_without: Price
    price_with: Price
    indexes: Sequence[str]
    regret: float


def compare(
    place: Secret,
    samples: Sequence[Sample],
    weights: Mapping[str, float],
    rounds: int,
    say: Say,
    before: Secret | None = None,
) -> Comparison:
    """Measure on a copy of the database `place`; leaves nothing behind.

    With `before`, the same seeds at an earlier version of the schema are what it is compared with (a copy of
    them); else the copy without its indexes for speed. Raises BadInput where the schema has no such index.
    """
    with _copy(place, say) as after:
        found = after.execute(query("speed_indexes")).fetchall()
        if not found:
            raise BadInput(
                "the schema has no index for speed yet", "`fkplus migrate` brings it to the newest version"
            )
        with _earlier(before, after, found, say) as earlier:
            say(f"measuring {len(samples)} calls without {len(found)} indexes")
            as_before = [_earlier_text(sample) for sample in samples] if before else samples
            without = measure(earlier, as_before, rounds=rounds)
        say("the same with them")
        with_them = measure(after, samples, rounds=rounds)
        with _earlier(before, after, found, say) as earlier:
            say("and without them again; then what writing costs")
            again = measure(earlier, as_before, rounds=rounds)
            # Last, since it leaves dead rows behind that every later read would meet.
            price_without = _price(earlier)
        price_with = _price(after)
        with _without(after, found):
            ours = [Index.parse(table, definition) for _, table, definition in found]
            apart = regret(after, ours, samples, time_shares(without, weights))
    return Comparison(without, with_them, again, price_without, price_with, [row[2] for row in found], apart)


@contextmanager
def _copy(place: Secret, say: Say) -> Iterator[Connection]:
    database = str(conninfo_to_dict(place.reveal())["dbname"])
    with (
        copied_database(place, f"{database}_bench", say) as copy,
        connect(copy.reveal(), autocommit=True) as connection,
    ):
        connection.execute("set plan_cache_mode = force_custom_plan")
        connection.execute("vacuum analyze")
        yield connection


@contextmanager
def _earlier(
    before: Secret | None, after: Connection, indexes: Sequence[tuple[str, str, str]], say: Say
) -> Iterator[Connection]:
    """Yield a connection to what is compared with."""
    if before:
        with _copy(before, say) as connection:
            plan_alike(after, connection)
            yield connection
    else:
        with _without(after, indexes):
            yield after


def plan_alike(example: Connection, connection: Connection) -> None:
    """Let a session plan as `example` does: compared are schemas, not the settings of two servers.

    With `jit` and the stock `random_page_cost` the feed of version 23 took 17 s in place of 0.1 s.
    """
    for name, setting in example.execute(query("planner_settings")).fetchall():
        connection.execute(query("take_setting"), {"name": name, "setting": setting})


def _earlier_text(sample: Sample) -> Sample:
    """Return the call as an earlier schema answers it: one read needs what that lacks."""
    if sample.operation != "prediction_table":
        return sample
    return replace(sample, text=query("before_prediction_table").as_string())


def figures(compared: Comparison, weights: Mapping[str, float]) -> Sequence[Figure]:
    """Return what `fkplus bench queries` says; `weights` are calls by operation."""
    operations = hot_operations(compared, weights)
    hot = [case for case in compared.without if case[0] in operations]
    speedups = [compared.without[case].median_ms / compared.with_them[case].median_ms for case in hot]
    fewer = [compared.without[case].buffers / max(1.0, compared.with_them[case].buffers) for case in hot]
    drift = [compared.again[case].median_ms / compared.without[case].median_ms for case in hot]
    worst = max(compared.with_them[case].percentile_ms(0.95) for case in hot)
    before, after = compared.price_without, compared.price_with
    return [
        Figure("median_speedup", statistics.median(speedups), "ratio", at_least=20),
        Figure("worst_hot_p95_ms", worst, "ms", at_most=10),
        Figure("regret", compared.regret, "ratio", at_most=0.1),
        Figure("highest_speedup", max(speedups), "ratio"),
        Figure("median_fewer_buffers", statistics.median(fewer), "ratio"),
        Figure("drift", statistics.median(drift), "ratio"),
        Figure("wal_bytes_a_post_without", before.wal_bytes, "bytes"),
        Figure("wal_bytes_a_post_with", after.wal_bytes, "bytes"),
        Figure("posts_a_second_without", before.rate, "rows/s"),
        Figure("posts_a_second_with", after.rate, "rows/s"),
        Figure("hot_update_share_without", before.hot_share, "ratio"),
        Figure("hot_update_share_with", after.hot_share, "ratio"),
    ]


def hot_operations(compared: Comparison, weights: Mapping[str, float]) -> frozenset[str]:
    """Return the operations that make up 95 % of the time without the indexes."""
    share = time_shares(compared.without, weights)
    chosen: list[str] = []
    for name in sorted(share, key=lambda name: -share[name]):
        if sum(share[each] for each in chosen) >= _HOT_PART:
            break
        chosen.append(name)
    return frozenset(chosen)


def time_shares(costs: Mapping[Case, Cost], weights: Mapping[str, float]) -> Mapping[str, float]:
    """Return the part of all time that each operation takes, called as often as `weights` say."""
    by_operation: dict[str, list[float]] = {}
    for (operation, _), cost in costs.items():
        by_operation.setdefault(operation, []).append(cost.median_ms)
    times = {name: weights.get(name, 0.0) * statistics.mean(found) for name, found in by_operation.items()}
    return {name: spent / sum(times.values()) for name, spent in times.items()}


@contextmanager
def _without(connection: Connection, indexes: Sequence[tuple[str, str, str]]) -> Iterator[None]:
    drop_all(connection, [name for name, _, _ in indexes])
    yield
    for _, table, definition in indexes:
        connection.execute(sql.SQL(definition))
        connection.execute(sql.SQL("analyze {}").format(sql.SQL(table)))


def _price(connection: Connection) -> Price:
    # Both begin with pages as full as a load leaves them, and with a checkpoint, after which whole pages are
    # logged.
    connection.execute("vacuum full account")
    connection.execute("checkpoint")
    start = connection.execute("select pg_current_wal_insert_lsn()").fetchone()
    began = time.monotonic()
    connection.execute(query("write_posts"), {"posts": _POSTS})
    seconds = time.monotonic() - began
    row = connection.execute("select pg_current_wal_insert_lsn() - %s", start).fetchone()
    wal = float(row[0]) if row else 0.0
    connection.execute("select pg_stat_force_next_flush()")
    before = connection.execute(query("hot_updates")).fetchone() or (0, 0)
    for _ in range(_RENAMINGS):
        connection.execute(query("rename_accounts"), {"accounts": _RENAMED})
    connection.execute("select pg_stat_force_next_flush()")
    after = connection.execute(query("hot_updates")).fetchone() or (0, 0)
    share = (after[0] - before[0]) / max(1, after[1] - before[1])
    return Price(wal / _POSTS, _POSTS / seconds, share)
