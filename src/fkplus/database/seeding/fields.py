"""Who is entered in which generated category: the better teams more often, and all within the age limits."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fkplus.database.seeding.columns import Flags, Ints
from fkplus.database.seeding.context import SeedContext
from fkplus.database.seeding.distributions import DISCIPLINES
from fkplus.database.seeding.skaters import Skaters

TEAM_KINDS = {"men": "single", "women": "single", "pairs": "pair", "ice_dance": "couple"}
_SEXES = {"men": "male", "women": "female", "pairs": "", "ice_dance": ""}
LEAST_FIELD = 3


@dataclass(frozen=True)
class Categories:
    """The categories of version 3 with their two segments, a row for each; words by their places."""

    category_id: Ints
    is_junior: Flags
    is_senior: Flags
    discipline: Ints
    event_kind: Ints
    season: Ints
    starts_on: Ints
    short_id: Ints
    free_id: Ints

    def __len__(self) -> int:
        return len(self.category_id)


@dataclass(frozen=True)
class Entries:
    """Who is entered, a row for each, by category: `place` counts from 0 in its list, `team` in its kind."""

    category: Ints
    place: Ints
    team: Ints
    sizes: Ints

    @property
    def is_last(self) -> Flags:
        """Tell who stands last in the list of a category."""
        found: Flags = self.place == self.sizes[self.category] - 1
        return found


def categories(context: SeedContext, event_kinds: Mapping[str, int]) -> Categories:
    """Return the categories of version 3; `event_kinds` names the kinds in the order of their places."""
    block = context.block("categories")
    found = context.read(
        "seed_categories",
        first=block.start,
        last=block.stop - 1,
        disciplines=list(DISCIPLINES),
        kinds=list(event_kinds),
    )
    return Categories(**found)


def entries(
    context: SeedContext,
    among: Categories,
    teams: Mapping[str, Skaters],
    usual_sizes: Mapping[str, int],
    wanted: int,
) -> Entries:
    """Return the field of every category, about `wanted` entries together.

    `usual_sizes` says how many teams an event of a kind usually has in a category: no field is larger, and
    the entries are shared out in proportion to it.
    """
    natural = np.array(list(usual_sizes.values()))[among.event_kind]
    usual = int(natural.sum())
    sizes = np.minimum(natural, np.maximum(LEAST_FIELD, (2 * natural * wanted + usual) // (2 * usual)))
    random = context.draws("field")
    drawn: list[Ints] = []
    for row in range(len(among)):
        discipline = DISCIPLINES[among.discipline[row]]
        kind = teams[TEAM_KINDS[discipline]]
        able = kind.eligible(
            _SEXES[discipline],
            bool(among.is_junior[row]),
            int(among.season[row]),
            int(among.starts_on[row]),
            LEAST_FIELD,
        )
        luck = random.below(1000, len(able)) * kind.skill[able]
        drawn.append(able[np.argsort(-luck, kind="stable")[: sizes[row]]])
    found = np.array([len(field) for field in drawn])
    category = np.repeat(np.arange(len(among)), found)
    place = np.arange(len(category)) - np.repeat(np.cumsum(found) - found, found)
    return Entries(category, place, np.concatenate(drawn), found)
