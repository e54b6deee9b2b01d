"""Which generated rows version 17 gets: ratings of programmes, and a fantasy league with rounds at events."""

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np

from fkplus.database.seeding.columns import Ints, Pool
from fkplus.database.seeding.context import ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import OUT_DEGREE, POPULARITY, PREDICTION_EARLY, quantiles
from fkplus.database.seeding.population import Accounts, accounts, edges
from fkplus.database.seeding.times import DAY, micros, moment

POOLS = Pool(["A", "B", "C"])
OPEN_DAYS = 14
GONE = 5  # the account of version 1 that is deleted
# Who follows eight others rates one programme.
RATED_OF_FOLLOWED = 8
LEAGUES = (("ФК+ 🏆", 15, 10, 5), ("Ё" * 100, 0, 0, 0), ("\u200fالدوري", 32_767, 1, 0))
# Picks are taken before the lock only, so the true locks are set when all rows are there.
NEVER = datetime(2999, 1, 1, tzinfo=UTC)
SET_LOCKS = """
    update public.fantasy_round as r
    set locks_at = r.opens_at + interval '14 days'
    where r.locks_at = %s and r.fantasy_round_id between %s and %s
"""
# What has a standing is scored by the product's own function, but for the newest rounds.
SCORE = """
    select public.score_fantasy_round(r.fantasy_round_id)
    from public.fantasy_round as r
    where r.fantasy_round_id between %s and %s and r.opens_at < %s
        and exists (select from public.fantasy_pool_entry e
                    join public.standing s on s.category_id = e.category_id and s.place is not null
                    where e.fantasy_round_id = r.fantasy_round_id)
"""
# The clock of the day of seeding must not stay in a row.
SET_SCORED = """
    update public.fantasy_round as r
    set scored_at = r.locks_at + interval '3 days'
    where r.scored_at is not null and r.fantasy_round_id between %s and %s
"""


def seed(context: SeedContext) -> None:
    """Write the rows of version 17."""
    # All reading comes before the first table is filled.
    fans, block = accounts(context), context.block("categories")
    found = context.read("seed_contest_entries", first=block.start, last=block.stop - 1)
    _ratings(context, fans)
    events, firsts, fields = np.unique(found["event_id"], return_index=True, return_counts=True)
    leagues = context.reserve("public.fantasy_league", len(LEAGUES), block="fantasy leagues")
    context.copy(
        "public.fantasy_league",
        ("fantasy_league_id", "name", "gold_points", "silver_points", "bronze_points"),
        [(league, *values) for league, values in zip(leagues, LEAGUES, strict=True)],
    )
    # Each pool has a third of the field, in the order of entries.
    enough = fields >= len(POOLS)
    events, firsts, fields = events[enough], firsts[enough], fields[enough]
    if len(events) == 0:
        return
    rounds = context.reserve("public.fantasy_round", len(events), block="fantasy rounds")
    starts_at = found["starts_at"][firsts]
    context.write(
        "public.fantasy_round",
        {
            "fantasy_round_id": np.arange(rounds.start, rounds.stop),
            "fantasy_league_id": leagues[0],
            "event_id": events,
            "opens_at": starts_at - OPEN_DAYS * DAY,
            "locks_at": NEVER,
        },
    )
    _pools(context, rounds, found, firsts, fields)

    def picks(chunk: Chunk) -> dict[str, object]:
        """One user in twelve plays a third of the rounds, and leaves a pool out now and then."""
        random = chunk.random
        plays = np.flatnonzero(random.chance(1 / 12, chunk.size)) + chunk.start
        who, turn = np.repeat(plays, len(events)), np.tile(np.arange(len(events)), len(plays))
        kept = random.chance(0.3, len(who))
        who, turn = who[kept], turn[kept]
        before = random.quantile(quantiles(PREDICTION_EARLY), len(who)) * 1_000_000
        made_at = starts_at[turn] - before
        in_time = fans.created_at[who] < made_at
        who, turn, made_at = (np.repeat(of[in_time], len(POOLS)) for of in (who, turn, made_at))
        pool = np.tile(np.arange(len(POOLS)), len(who) // len(POOLS))
        left_out = random.chance(0.05, len(who))
        who, turn, made_at, pool = (of[~left_out] for of in (who, turn, made_at, pool))
        size = (fields[turn] - pool + len(POOLS) - 1) // len(POOLS)
        entry = firsts[turn] + pool + len(POOLS) * random.below(size, len(who))
        return {
            "account_id": fans.id_of(who),
            "fantasy_round_id": turn + rounds.start,
            "pool": POOLS.draw(pool),
            "entry_id": found["entry_id"][entry],
            "made_at": made_at,
        }

    context.fill("public.fantasy_pick", len(fans.ids), picks)
    bounds = [rounds.start, rounds.stop - 1]
    context.execute(SET_LOCKS, [NEVER, *bounds])
    context.execute(SCORE, [*bounds, moment(int(starts_at.max()) - OPEN_DAYS * DAY)])
    context.execute(SET_SCORED, bounds)


def _ratings(context: SeedContext, fans: Accounts) -> None:
    """Fans rate some programmes, the popular ones more often, and mostly kindly."""
    programmes = context.block("programmes")
    order = context.draws("popular programmes").order(len(programmes))
    popular = POPULARITY.cumulative(len(programmes))

    def rows(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        degrees = random.quantile(quantiles(OUT_DEGREE), chunk.size) // RATED_OF_FOLLOWED
        degrees[chunk.index == GONE] = 0
        who, programme = edges(chunk.index, degrees, lambda of: order[random.weighted(popular, len(of))])
        count, created_at = len(who), fans.created_at[who]
        marks = {
            of: np.maximum(random.between(1, 10, count), random.between(1, 10, count))
            for of in ("music", "choreography", "costume")
        }
        return {
            "account_id": fans.id_of(who),
            "programme_id": programmes.start + programme,
            **marks,
            "rated_at": created_at + random.below(micros(ANCHOR) - created_at + 1, count),
        }

    context.fill("public.programme_rating", len(fans.ids), rows)
    gone = fans.ids[GONE % len(fans.ids)]
    if len(fans.ids) > GONE:
        context.copy(
            "public.programme_rating",
            ("account_id", "programme_id", "music", "choreography", "costume", "rated_at"),
            [(gone, programmes[0], 1, 1, 1, ANCHOR), (gone, programmes[-1], 10, 10, 10, ANCHOR)],
        )


def _pools(
    context: SeedContext,
    rounds: range,
    found: Mapping[str, Ints],
    firsts: Ints,
    fields: Ints,
) -> None:
    count = len(POOLS)
    turn = np.repeat(np.arange(len(rounds)), count)
    letters = POOLS.draw(np.tile(np.arange(count), len(rounds)))
    context.write("public.fantasy_pool", {"fantasy_round_id": turn + rounds.start, "pool": letters})
    turn = np.repeat(np.arange(len(rounds)), fields)
    number = np.arange(len(turn)) - np.repeat(np.cumsum(fields) - fields, fields)
    row = firsts[turn] + number
    context.write(
        "public.fantasy_pool_entry",
        {
            "fantasy_round_id": turn + rounds.start,
            "entry_id": found["entry_id"][row],
            "pool": POOLS.draw(number % count),
            "event_id": found["event_id"][row],
            "category_id": found["category_id"][row],
        },
    )
