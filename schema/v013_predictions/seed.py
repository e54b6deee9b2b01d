"""Which generated rows version 13 gets: contests of the last season and the podiums that users foretell."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from fkplus.database.seeding.columns import Ints
from fkplus.database.seeding.context import Chunk, SeedContext
from fkplus.database.seeding.distributions import PREDICTION_EARLY, PREDICTION_IN_LAST_HOUR, quantiles
from fkplus.database.seeding.population import accounts, edges
from fkplus.database.seeding.times import DAY, HOUR, moment

PLACES = 3
OPEN_DAYS = 7
MOST_CONTESTS = 12  # that one user predicts
# Predictions are taken before the lock only, so the true locks are set when all rows are there.
NEVER = datetime(2999, 1, 1, tzinfo=UTC)
SET_LOCKS = """
    update public.prediction_contest as p
    set locks_at = p.opens_at + interval '7 days'
    where p.locks_at = %s and p.category_id between %s and %s
"""
# What has a standing is scored by the product's own function, but for the newest contests.
SCORE = """
    select public.score_predictions(p.category_id)
    from public.prediction_contest as p
    where p.category_id between %s and %s and p.opens_at < %s
        and exists (select from public.standing s where s.category_id = p.category_id and s.place is not null)
"""
# The clock of the day of seeding must not stay in a row.
SET_SCORED = """
    update public.prediction_contest as p
    set scored_at = p.locks_at + interval '3 days'
    where p.scored_at is not null and p.category_id between %s and %s
"""


@dataclass(frozen=True)
class Contests:
    """Categories with three entries at least: each has `fields` in `entries`, from `firsts` on."""

    categories: Ints
    locks_at: Ints
    firsts: Ints
    fields: Ints
    entries: Ints


def seed(context: SeedContext) -> None:
    """Write the rows of version 13."""
    # All reading comes before the first table is filled.
    fans, contests = accounts(context), _contests(context)
    count = len(contests.categories)
    if count == 0:
        return
    opens_at = contests.locks_at - OPEN_DAYS * DAY
    context.write(
        "public.prediction_contest",
        {"category_id": contests.categories, "opens_at": opens_at, "locks_at": NEVER},
    )

    def rows(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        degrees = np.where(random.chance(0.3, chunk.size), random.below(MOST_CONTESTS + 1, chunk.size), 0)
        who, contest = edges(chunk.index, degrees, lambda sources: random.below(count, len(sources)))
        last_hour = random.chance(PREDICTION_IN_LAST_HOUR, len(who))
        before = np.where(
            last_hour,
            1 + random.below(HOUR - 1, len(who)),
            random.quantile(quantiles(PREDICTION_EARLY), len(who)) * 1_000_000,
        )
        made_at = contests.locks_at[contest] - before
        in_time = fans.created_at[who] < made_at
        who, contest, made_at = who[in_time], contest[in_time], made_at[in_time]
        # The lower of two draws: the favourites, who stand first in the field, are named more often.
        fields = contests.fields[contest]
        favourite = np.minimum(random.below(fields, len(who)), random.below(fields, len(who)))
        # Every fifth prediction leaves places out.
        named = np.where(random.chance(0.2, len(who)), 1 + random.below(2, len(who)), PLACES)
        row = np.repeat(np.arange(len(who)), named)
        place = np.arange(len(row)) - np.repeat(np.cumsum(named) - named, named)
        entry = contests.firsts[contest][row] + (favourite[row] + place) % fields[row]
        return {
            "account_id": fans.id_of(who[row]),
            "category_id": contests.categories[contest][row],
            "place": place + 1,
            "entry_id": contests.entries[entry],
            "made_at": made_at[row],
        }

    context.fill("public.prediction", len(fans.ids), rows)
    bounds = [int(contests.categories[0]), int(contests.categories[-1])]
    context.execute(SET_LOCKS, [NEVER, *bounds])
    context.execute(SCORE, [*bounds, moment(int(opens_at.max()))])
    context.execute(SET_SCORED, bounds)


def _contests(context: SeedContext) -> Contests:
    block = context.block("categories")
    found = context.read("seed_contest_entries", first=block.start, last=block.stop - 1)
    categories, firsts, fields = np.unique(found["category_id"], return_index=True, return_counts=True)
    enough = fields >= PLACES
    return Contests(
        categories[enough],
        found["starts_at"][firsts[enough]],
        firsts[enough],
        fields[enough],
        found["entry_id"],
    )
