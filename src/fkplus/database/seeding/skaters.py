"""Which teams can be entered: who skated together on a day, for whom, how old and how good they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fkplus.database.queries import query
from fkplus.database.seeding.columns import Flags, Ints, Pool
from fkplus.database.seeding.context import SeedContext


@dataclass(frozen=True)
class Periods:
    """Facts of teams that hold for some days: an array of the teams' first periods, one of the next ..."""

    value: Sequence[Ints]
    since: Sequence[Ints]
    until: Sequence[Ints]

    def on(self, teams: Ints, days: Ints) -> Ints:
        """Return the value that holds for each of `teams` on each of `days`; -1 where none does."""
        found = np.full(len(teams), -1)
        for value, since, until in zip(self.value, self.since, self.until, strict=True):
            found = np.where((since[teams] <= days) & (days < until[teams]), value[teams], found)
        return found


@dataclass(frozen=True)
class Skaters:
    """The teams of a kind, numbered from 0 in the order of their ids; `skill` goes from 0 to 100."""

    ids: Ints
    is_male: Flags
    youngest_born: Ints
    skill: Ints
    names: Pool
    together: Periods
    countries: Periods

    def eligible(self, sex: str, is_junior: bool, season: int, starts_on: int, least: int) -> Ints:
        """Return who may be entered; the age limits hold where at least `least` teams meet them.

        `sex` is male, female or "" for couples. The age counts on 1 July before the season: seniors are 15 at
        least, juniors 13 to 18.
        """
        everyone = np.arange(len(self.ids))
        active = self.together.on(everyone, np.full(len(everyone), starts_on)) >= 0
        if sex:
            active &= self.is_male == (sex == "male")
        july = (np.datetime64(f"{season}-07-01") - np.datetime64("1970-01-01")).astype(np.int64)
        age = (july - self.youngest_born) // 365
        least_age, most_age = (13, 18) if is_junior else (15, 99)
        fitting = active & (least_age <= age) & (age <= most_age)
        return np.flatnonzero(fitting if fitting.sum() >= least else active)


def skaters(context: SeedContext, kind: str, country_codes: Sequence[str]) -> Skaters:
    """Return the teams of version 2 of a kind: single, pair or couple; reads the database."""
    block = context.block(f"{kind}s")
    bounds = {"first": block.start, "last": block.stop - 1}
    found = context.read("seed_teams", **bounds)
    names = [name for (name,) in context.connection.execute(query("seed_team_names"), bounds)]
    random = context.draws(f"skill of {kind}s")
    skill = (random.between(15, 99, len(block)) + random.between(15, 99, len(block))) // 2
    return Skaters(
        ids=found["team_id"],
        is_male=found["is_male"],
        youngest_born=found["youngest_born"],
        # Many are middling, few are stars.
        skill=skill,
        names=Pool(names),
        together=_periods(block, context.read("seed_team_periods", **bounds)),
        countries=_periods(block, context.read("seed_team_countries", codes=list(country_codes), **bounds)),
    )


def _periods(block: range, found: Mapping[str, np.ndarray[Any, Any]]) -> Periods:
    team = found["team_id"] - block.start
    # How many periods of the same team come before each; rows come sorted by team.
    turn = np.arange(len(team)) - np.searchsorted(team, team)
    value: list[Ints] = []
    since: list[Ints] = []
    until: list[Ints] = []
    for number in range(int(turn.max(initial=-1)) + 1):
        rows = turn == number
        for column, name in ((value, "value"), (since, "since"), (until, "until")):
            spread = np.zeros(len(block), np.int64)
            spread[team[rows]] = found[name][rows]
            column.append(spread)
    return Periods(value, since, until)
