"""Who is entered in which generated category: the better teams more often, and all within the age limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from psycopg.types.range import Range

from fkplus.database.queries import query
from fkplus.database.seeding.context import SeedContext

TEAM_KINDS = {"men": "single", "women": "single", "pairs": "pair", "ice_dance": "couple"}
LEAST_FIELD = 3


@dataclass(frozen=True)
class Team:
    """A team of version 2 with what an entry needs to know; `skill` goes from 0 to 100."""

    team_id: int
    sex: str
    name: str
    youngest_born: date
    periods: tuple[Range[date], ...]
    countries: tuple[tuple[str, Range[date]], ...]
    skill: int

    def country_on(self, day: date) -> str | None:
        """Return the country that the team skates for on `day`; None: not known."""
        return next((code for code, during in self.countries if day in during), None)


@dataclass(frozen=True)
class Category:
    """A category of version 3 and its two segments."""

    category_id: int
    level: str
    discipline: str
    team_event: bool
    event_kind: str
    season: int
    starts_on: date
    short_id: int
    free_id: int


@dataclass(frozen=True)
class Field:
    """A category, the teams entered in it, and the rare case, if any, that befalls the last of them."""

    category: Category
    teams: tuple[Team, ...]
    case: str = ""
    entry_ids: range = range(0)


def draw_fields(
    context: SeedContext, source: Random, usual_sizes: Mapping[str, int], wanted: int
) -> Sequence[Field]:
    """Return the field of every category of version 3, about `wanted` entries together.

    `usual_sizes` says how many teams an event of a kind usually has in a category: no field is larger, and
    the entries are shared out in proportion to it.
    """
    teams = _teams(context, source)
    block = context.block("categories")
    parameters = {"first": block.start, "last": block.stop - 1}
    categories = [Category(*row) for row in context.connection.execute(query("seed_categories"), parameters)]
    usual = sum(usual_sizes[category.event_kind] for category in categories)
    fields: list[Field] = []
    for category in categories:
        natural = usual_sizes[category.event_kind]
        size = min(natural, max(LEAST_FIELD, round(natural * wanted / usual)))
        entered = _entered(source, category, teams[TEAM_KINDS[category.discipline]], size)
        fields.append(Field(category, tuple(entered)))
    return fields


def _teams(context: SeedContext, source: Random) -> dict[str, list[Team]]:
    teams: dict[str, list[Team]] = {}
    for kind in ("single", "pair", "couple"):
        block = context.block(f"{kind}s")
        parameters = {"first": block.start, "last": block.stop - 1, "kind": kind}
        countries: dict[int, list[tuple[str, Range[date]]]] = {}
        for team_id, code, during in context.connection.execute(query("seed_team_countries"), parameters):
            countries.setdefault(team_id, []).append((code, during))
        teams[kind] = [
            Team(team_id, sex, name, born, tuple(periods), tuple(countries.get(team_id, ())), _skill(source))
            for team_id, sex, name, born, periods in context.connection.execute(
                query("seed_teams"), parameters
            )
        ]
    return teams


def _skill(source: Random) -> int:
    """Return a skill: many are middling, few are stars."""
    return (source.randrange(15, 100) + source.randrange(15, 100)) // 2


def _entered(source: Random, category: Category, teams: Sequence[Team], size: int) -> Sequence[Team]:
    """Return who skates, the better teams more often; the age limits hold where enough teams meet them."""
    sex = {"men": "male", "women": "female"}.get(category.discipline)
    active = [
        team
        for team in teams
        if sex in {None, team.sex} and any(category.starts_on in period for period in team.periods)
    ]
    # The age counts on 1 July before the season: seniors are 15 at least, juniors 13 to 18.
    july = date(category.season, 7, 1)
    least_age, most_age = (13, 18) if category.level == "junior" else (15, 99)
    fitting = [
        team for team in active if least_age <= (july - team.youngest_born) // timedelta(days=365) <= most_age
    ]
    eligible = fitting if len(fitting) >= LEAST_FIELD else active
    drawn = sorted(
        ((source.randrange(1000) * team.skill, team.team_id, team) for team in eligible), reverse=True
    )
    return [team for _, _, team in drawn[:size]]
