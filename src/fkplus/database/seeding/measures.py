"""What a loaded database shows of the shapes that its seeds were to have."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from fkplus.database.connection import Connection
from fkplus.database.queries import query
from fkplus.database.seeding.context import ACTIVE_FROM, ANCHOR
from fkplus.database.seeding.distributions import BURST
from fkplus.database.seeding.sinks import table_name

# From this weight on, a day of an event counts as a burst.
_BURST = 20


@dataclass(frozen=True)
class InDegree:
    """How the followers are spread over those that are followed at all."""

    targets: int
    edges: int
    median: float
    p99: float
    most: int
    top_hundredth_share: float


@dataclass(frozen=True)
class Lift:
    """A share, and what it would be by chance."""

    share: float
    by_chance: float

    @property
    def factor(self) -> float:
        """Return how many times as often as by chance; 0 where there is nothing to compare."""
        return self.share / self.by_chance if self.by_chance else 0.0


def in_degree(connection: Connection, table: str, target: str) -> InDegree:
    """Return how popular those are that column `target` of `table` ("schema.name") names."""
    statement = query("measure_in_degree").format(table=table_name(table), target=sql.Identifier(target))
    row = connection.execute(statement).fetchone()
    assert row is not None
    targets, edges, median, p99, most, top = row
    return InDegree(targets, int(edges or 0), float(median or 0), float(p99 or 0), most or 0, float(top or 0))


def burst_factor(connection: Connection, table: str, time: str) -> float:
    """Return how many times as many rows fall on a day of a great event; `time` is a timestamptz."""
    statement = query("measure_bursts").format(table=table_name(table), time=sql.Identifier(time))
    kinds = [kind for kind, weight in BURST.items() if weight >= _BURST]
    parameters = {"kinds": kinds, "first": ACTIVE_FROM.date(), "last": ANCHOR.date()}
    return _lift(connection, statement, parameters).factor


def team_homophily(connection: Connection, table: str, source: str, target: str) -> Lift:
    """Return how often two teams that an account follows are of one discipline."""
    return _lift(connection, _edges("measure_team_homophily", table, source, target))


def account_homophily(connection: Connection, table: str, source: str, target: str) -> Lift:
    """Return how often accounts follow fans of their own discipline; needs public.follow_team."""
    return _lift(connection, _edges("measure_account_homophily", table, source, target))


def _edges(name: str, table: str, source: str, target: str) -> sql.Composed:
    return query(name).format(
        table=table_name(table), source=sql.Identifier(source), target=sql.Identifier(target)
    )


def _lift(
    connection: Connection,
    statement: sql.Composed,
    parameters: dict[str, Sequence[str] | object] | None = None,
) -> Lift:
    row = connection.execute(statement, parameters).fetchone()
    assert row is not None
    return Lift(float(row[0] or 0), float(row[1] or 0))
