"""Which generated rows version 11 gets: tags, follows, favourites, private notes, blocks and mutes."""

from datetime import timedelta

import numpy as np

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import Digits, Ints, Nullable, Pool, joined
from fkplus.database.seeding.context import ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import OUT_DEGREE, POPULARITY, quantiles
from fkplus.database.seeding.population import Accounts, Teams, accounts, edges, teams
from fkplus.database.seeding.ratios import ROWS
from fkplus.database.seeding.times import DAY, micros

GONE = 5  # the account of version 1 that is deleted
FAVOURITES, POSITIONED = 10, 3
TAGS = Pool(
    ("Аксель", "Лутц", "Сальхов", "Тулуп", "Риттбергер", "Флип", "Кантилевер", "Бильман", "Каскад", "Прокат",
     "axel", "lutz", "spin", "step sequence", "skate canada", "Гран-при", "Юниоры", "Костюм", "Музыка",
     "Тренер")
)  # fmt: skip
AWKWARD_TAGS = (
    "⛸️", "👩🏽‍🚀❤️‍🔥", "شريط", "Ё" * 50, "3A+3T", "O'Neill \"; DROP", "straße",
    "ﬁnal", "a", "Тройной Аксель",
)  # fmt: skip
# Number of the account in its block, of the team, text.
AWKWARD_NOTES = (
    (1, 0, "🐻" * 4000),
    (2, 0, "\u200fسري جدا"),
    (GONE, 1, "note of an account that is closed"),
    (7, 1, "'; \\N \\ \t| \n\n"),
    (1, 0, "."),
)


def seed(context: SeedContext) -> None:
    """Write the rows of version 11."""
    # All reading comes before the first table is filled.
    fans, skaters = accounts(context), teams(context)
    _tags(context)
    _follows_of_accounts(context, fans)
    _follows_of_teams(context, fans, skaters)
    _follows_of_others(context, fans)
    _favourites(context, fans, skaters)
    _notes(context, fans, skaters)
    _blocks_and_mutes(context, fans)


def _tags(context: SeedContext) -> None:
    count = ROWS["public.tag"].of(context.seed_count)
    ids = context.reserve("public.tag", count, block="tags")

    def rows(chunk: Chunk) -> dict[str, object]:
        index = chunk.index[len(AWKWARD_TAGS) :] if chunk.start == 0 else chunk.index
        return {
            "tag_id": index + ids.start,
            "name": joined(TAGS.draw(index), " ", Digits(index, 4, base=10)),
            "created_at": micros(ANCHOR) - (len(ids) - index) * DAY // 8,
        }

    context.fill("public.tag", count, rows)
    made_at = ANCHOR - timedelta(days=900)
    awkward = [(ids[number], name, made_at) for number, name in enumerate(AWKWARD_TAGS)]
    context.copy("public.tag", ("tag_id", "name", "created_at"), awkward)


def _since(chunk: Chunk, made_at: Ints) -> Ints:
    """Return a time between each of `made_at` and the anchor."""
    return made_at + chunk.random.below(micros(ANCHOR) - made_at + 1, len(made_at))


def _follows_of_accounts(context: SeedContext, fans: Accounts) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        degrees = chunk.random.quantile(quantiles(OUT_DEGREE), chunk.size) // 2
        source, target = edges(
            chunk.index, degrees, lambda who: fans.popular.draw_for_fans(chunk.random, fans.discipline[who])
        )
        others = source != target
        source, target = source[others], target[others]
        both_made = np.maximum(fans.created_at[source], fans.created_at[target])
        return {
            "account_id": fans.id_of(source),
            "followed_id": fans.id_of(target),
            "followed_at": _since(chunk, both_made),
        }

    context.fill("public.follow_account", len(fans.ids), rows)


def _follows_of_teams(context: SeedContext, fans: Accounts, skaters: Teams) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        # Two accounts in a thousand follow nobody.
        degrees = chunk.random.quantile(quantiles(OUT_DEGREE), chunk.size) * (chunk.index % 500 != 8)
        source, target = edges(
            chunk.index,
            np.minimum(degrees, 4 * len(skaters.ids)),
            lambda who: skaters.popular.draw_for_fans(chunk.random, fans.discipline[who]),
        )
        return {
            "account_id": fans.id_of(source),
            "team_id": skaters.ids[target],
            "followed_at": _since(chunk, fans.created_at[source]),
        }

    context.fill("public.follow_team", len(fans.ids), rows)


def _follows_of_others(context: SeedContext, fans: Accounts) -> None:
    """Athletes, events and tags: each account follows a few, the first ones of their blocks more often."""
    for table, column, block, most in (
        ("public.follow_person", "person_id", "athletes", 5),
        ("public.follow_event", "event_id", "events", 4),
        ("public.follow_tag", "tag_id", "tags", 6),
    ):
        ids = context.tables.tally.blocks.get(block) or context.block(block)
        weights = POPULARITY.cumulative(len(ids))

        def rows(
            chunk: Chunk, column: str = column, ids: range = ids, weights: Ints = weights, most: int = most
        ) -> dict[str, object]:
            degrees = chunk.random.below(most, chunk.size)
            source, target = edges(chunk.index, degrees, lambda who: chunk.random.weighted(weights, len(who)))
            return {
                "account_id": fans.id_of(source),
                column: target + ids.start,
                "followed_at": _since(chunk, fans.created_at[source]),
            }

        context.fill(table, len(fans.ids), rows)


def _favourites(context: SeedContext, fans: Accounts, skaters: Teams) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        degrees = chunk.random.below(FAVOURITES + 1, chunk.size)
        source, target = edges(
            chunk.index,
            degrees,
            lambda who: skaters.popular.draw_for_fans(chunk.random, fans.discipline[who]),
        )
        # The first of an account have positions: where an account begins, counted to the row.
        starts = np.flatnonzero(np.diff(source, prepend=-1))
        position = np.arange(len(source)) - np.repeat(starts, np.diff(starts, append=len(source))) + 1
        return {
            "account_id": fans.id_of(source),
            "team_id": skaters.ids[target],
            "position": Nullable(position, position > POSITIONED),
            "added_at": _since(chunk, fans.created_at[source]),
        }

    context.fill("public.favourite", len(fans.ids), rows)


def _notes(context: SeedContext, fans: Accounts, skaters: Teams) -> None:
    count = ROWS["private.team_note"].of(context.seed_count)

    def rows(chunk: Chunk) -> dict[str, object]:
        who = chunk.random.below(len(fans.ids), chunk.size)
        written = _since(chunk, fans.created_at[who])
        edited = written + chunk.random.below(micros(ANCHOR) - written + 1, chunk.size)
        return {
            "account_id": fans.id_of(who),
            "team_id": skaters.ids[skaters.popular.draw_for_fans(chunk.random, fans.discipline[who])],
            "body": pools.texts().draw(chunk.random.below(10_000, chunk.size)),
            "created_at": written,
            "updated_at": np.where(chunk.index % 4 == 0, edited, written),
        }

    context.fill("private.team_note", count, rows)
    context.copy(
        "private.team_note",
        ("account_id", "team_id", "body", "created_at", "updated_at"),
        [
            (fans.ids[who % len(fans.ids)], skaters.ids[team].item(), text, ANCHOR, ANCHOR)
            for who, team, text in AWKWARD_NOTES
        ],
    )


def _blocks_and_mutes(context: SeedContext, fans: Accounts) -> None:
    """A block ends the follows between the two, so blocks come last."""
    everyone = len(fans.ids)

    def pairs(chunk: Chunk, step: int) -> dict[str, object]:
        index = chunk.index * step
        other = (index + 1 + chunk.random.below(max(1, everyone - 1), chunk.size)) % everyone
        source, target = index[index != other], other[index != other]
        both_made = np.maximum(fans.created_at[source], fans.created_at[target])
        return {"account_id": fans.id_of(source), "other": fans.id_of(target), "at": _since(chunk, both_made)}

    def blocks(chunk: Chunk) -> dict[str, object]:
        columns = pairs(chunk, 25)
        return {
            "account_id": columns["account_id"],
            "blocked_id": columns["other"],
            "blocked_at": columns["at"],
        }

    def mutes(chunk: Chunk) -> dict[str, object]:
        columns = pairs(chunk, 12)
        muted_at = columns["at"]
        assert isinstance(muted_at, np.ndarray)
        for_ever = chunk.random.chance(0.5, len(muted_at))
        return {
            "account_id": columns["account_id"],
            "muted_id": columns["other"],
            "muted_at": muted_at,
            "ends_at": Nullable(muted_at + 30 * DAY, for_ever),
        }

    context.fill("private.account_block", everyone // 25, blocks)
    context.fill("private.account_mute", everyone // 12, mutes)
    if everyone > GONE:
        columns = ("account_id", "blocked_id", "blocked_at")
        context.copy("private.account_block", columns, [(fans.ids[GONE], fans.ids[1], ANCHOR)])
