"""Who does what to whom: accounts by how active they are and whose fans, teams by how popular they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fkplus.database.seeding.columns import Ints
from fkplus.database.seeding.context import SeedContext
from fkplus.database.seeding.distributions import (
    ACCOUNTS_FOLLOWED,
    ACTIVITY,
    DISCIPLINES,
    FANS_OF_DISCIPLINE,
    HOMOPHILY,
    POPULARITY,
    cumulative,
)
from fkplus.database.seeding.streams import Stream


@dataclass(frozen=True)
class Ranked:
    """Things by how popular they are, as a whole and among those of each discipline; numbered from 0."""

    discipline: Ints
    by_rank: Ints
    weights: Ints

    @cached_property
    def _ranks_by_discipline(self) -> Sequence[tuple[Ints, Ints]]:
        found = []
        steps = np.diff(self.weights, prepend=0)
        for number in range(len(DISCIPLINES)):
            mine = self.discipline[self.by_rank] == number
            found.append((self.by_rank[mine], np.cumsum(steps[mine])))
        return found

    def draw(self, random: Stream, count: int) -> Ints:
        """Return `count` of them, the popular ones more often."""
        return self.by_rank[random.weighted(self.weights, count)]

    def draw_for_fans(self, random: Stream, discipline: Ints) -> Ints:
        """Return one of them for a fan of each discipline: mostly of that one (HOMOPHILY), else of any."""
        drawn = self.draw(random, len(discipline))
        stays = random.chance(HOMOPHILY, len(discipline))
        for number, (members, weights) in enumerate(self._ranks_by_discipline):
            rows = np.flatnonzero(stays & (discipline == number))
            if len(members) and len(rows):
                drawn[rows] = members[random.weighted(weights, len(rows))]
        return drawn


@dataclass(frozen=True)
class Accounts:
    """The seeded accounts, numbered from 0 in the order of their ids, which is that of their making.

    `created_at` are microseconds, `discipline` says whose fan each is (an index into DISCIPLINES).
    """

    ids: range
    created_at: Ints
    discipline: Ints
    activity: Ints
    popular: Ranked

    def active(self, random: Stream, times: Ints) -> Ints:
        """Return who acts at each of `times`: the active ones more often, nobody before being made."""
        drawn = random.weighted(self.activity, len(times))
        return np.where(drawn < self.made_by(times), drawn, drawn % self.made_by(times))

    def made_by(self, times: Ints) -> Ints:
        """Return how many accounts there were at each of `times`, 1 at least."""
        return np.maximum(np.searchsorted(self.created_at, times, side="right"), 1)

    def id_of(self, number: Ints) -> Ints:
        """Return the ids of accounts by their numbers."""
        return number + self.ids.start


@dataclass(frozen=True)
class Teams:
    """The seeded teams, numbered from 0 in the order of their ids; `discipline` indexes DISCIPLINES."""

    ids: Ints
    discipline: Ints
    popular: Ranked


def accounts(context: SeedContext) -> Accounts:
    """Return the accounts of version 1; reads the database. The same in every version that asks."""
    ids = context.block("accounts")
    created_at = context.read("seed_accounts", first=ids.start, last=ids.stop - 1)["created_at"]
    classes = Stream("accounts", "activity").weighted(cumulative([n for n, _ in ACTIVITY.values()]), len(ids))
    weights = np.array([weight for _, weight in ACTIVITY.values()])[classes]
    fans = Stream("accounts", "discipline").weighted(cumulative(FANS_OF_DISCIPLINE), len(ids))
    order = Stream("accounts", "popularity").order(len(ids))
    popular = Ranked(fans, order, ACCOUNTS_FOLLOWED.cumulative(len(ids)))
    return Accounts(ids, created_at, fans, np.cumsum(weights), popular)


def teams(context: SeedContext) -> Teams:
    """Return the teams of version 2; reads the database. The same in every version that asks."""
    blocks = [context.block(name) for name in ("singles", "pairs", "couples")]
    parts = [
        context.read("seed_team_disciplines", first=block.start, last=block.stop - 1) for block in blocks
    ]
    ids = np.concatenate([part["team_id"] for part in parts])
    discipline = np.concatenate([part["discipline"] for part in parts])
    order = Stream("teams", "popularity").order(len(ids))
    return Teams(ids, discipline, Ranked(discipline, order, POPULARITY.cumulative(len(ids))))


def edges(sources: Ints, degrees: Ints, draw: Callable[[Ints], Ints]) -> tuple[Ints, Ints]:
    """Return different pairs (source, target), sorted: `degrees` draws for each source, repetitions dropped.

    `draw` gets each source as often as its degree and returns a target below 2**31 for each. Sources of
    different chunks must differ. Where sources and targets are of one kind, drop those who follow themselves.
    """
    repeated = np.repeat(sources, degrees)
    keys = np.unique(repeated << 31 | draw(repeated))
    return keys >> 31, keys & 0x7FFFFFFF
