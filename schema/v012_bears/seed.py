"""Which generated rows version 12 gets: grants, gifts to teams and accounts, prizes, reversals, messages."""

from datetime import UTC, datetime

import numpy as np

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import Digits, Ints, Pool, joined
from fkplus.database.seeding.context import ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import (
    BEARS_GIVEN,
    BEARS_HELD,
    GIVEN_AT_EVENTS,
    OUT_DEGREE,
    quantiles,
)
from fkplus.database.seeding.population import Accounts, Teams, accounts, teams
from fkplus.database.seeding.times import Calendar, calendar, micros

MOST_GIFTS = 40
GONE = 5  # the account of version 1 that is deleted
PRESENT_EVERY, MESSAGE_EVERY = 20, 10
KINDS = Pool(["grant", "prize"])
AWKWARD_MESSAGES = ("🐻" * 500, "\u200fمبروك يا بطلة", "'; \\N \\ \t|", "Ё" * 500)
COLUMNS = (
    "bear_transfer_id", "kind", "from_account_id", "to_account_id", "team_id", "amount", "reverses",
    "request_key", "given_at",
)  # fmt: skip


def seed(context: SeedContext) -> None:
    """Write the rows of version 12."""
    # All reading comes before the first table is filled.
    fans, skaters, busy = accounts(context), teams(context), calendar(context)
    everyone = len(fans.ids)
    held = context.draws("held").quantile(quantiles(BEARS_HELD), everyone)
    gifts = context.draws("gifts").quantile(quantiles(OUT_DEGREE), everyone) // 4
    gifts = np.minimum(np.minimum(gifts, MOST_GIFTS), held // 2)
    _grants(context, fans, held)
    _gifts(context, (fans, skaters, busy), held, gifts)
    _presents(context, fans, held, gifts)
    _awkward(context, fans, skaters)


def _grants(context: SeedContext, fans: Accounts, held: Ints) -> None:
    """Each account gets bears from the house when it is made, one in fifty a prize later."""

    def grants(chunk: Chunk) -> dict[str, object]:
        index = chunk.index
        return {
            "kind": "grant",
            "to_account_id": fans.id_of(index),
            "amount": held[index],
            "request_key": joined("welcome:", Digits(index, 6)),
            "given_at": fans.created_at[index],
        }

    def prizes(chunk: Chunk) -> dict[str, object]:
        index = chunk.index * 50
        return {
            "kind": "prize",
            "to_account_id": fans.id_of(index),
            "amount": chunk.random.between(1, 500, chunk.size),
            "request_key": joined("prize:", Digits(index, 6)),
            "given_at": _after(chunk, fans.created_at[index]),
        }

    context.fill("public.bear_transfer", len(fans.ids), grants)
    context.fill("public.bear_transfer", -(-len(fans.ids) // 50), prizes)


def _after(chunk: Chunk, moments: Ints) -> Ints:
    """Return a time between each of the moments and the anchor."""
    return moments + chunk.random.below(micros(ANCHOR) - moments + 1, len(moments))


def _most(held: Ints, gifts: Ints, index: Ints) -> Ints:
    """Return what each account at `index` may give at once, so that it can pay for all its gifts."""
    return np.maximum(held[index] // (gifts[index] + 2), 1)


def _gifts(context: SeedContext, world: tuple[Accounts, Teams, Calendar], held: Ints, gifts: Ints) -> None:
    """Most gifts are thrown when somebody has skated, the rest whenever."""
    fans, skaters, busy = world
    givers = np.repeat(np.arange(len(fans.ids)), gifts)
    ids = context.reserve("public.bear_transfer", len(givers))

    def rows(chunk: Chunk) -> dict[str, object]:
        index = givers[chunk.index]
        wished = chunk.random.quantile(quantiles(BEARS_GIVEN), chunk.size)
        whenever, skated = _after(chunk, fans.created_at[index]), busy.any(chunk, chunk.size)
        is_thrown = chunk.random.chance(GIVEN_AT_EVENTS, chunk.size) & (skated > fans.created_at[index])
        return {
            "bear_transfer_id": chunk.index + ids.start,
            "kind": "team_gift",
            "from_account_id": fans.id_of(index),
            "team_id": skaters.ids[skaters.popular.draw_for_fans(chunk.random, fans.discipline[index])],
            "amount": np.minimum(wished, _most(held, gifts, index)),
            "request_key": joined("gift:", Digits(chunk.index, 8)),
            "given_at": np.where(is_thrown, skated, whenever),
        }

    def messages(chunk: Chunk) -> dict[str, object]:
        return {
            "bear_transfer_id": chunk.index * MESSAGE_EVERY + ids.start,
            "body": pools.comments().draw(chunk.random.below(10_000, chunk.size)),
        }

    context.fill("public.bear_transfer", len(givers), rows)
    context.fill("private.bear_message", len(givers) // MESSAGE_EVERY, messages)


def _presents(context: SeedContext, fans: Accounts, held: Ints, gifts: Ints) -> None:
    """One account in twenty gives bears to another account."""
    everyone = len(fans.ids)

    def rows(chunk: Chunk) -> dict[str, object]:
        index = chunk.index * PRESENT_EVERY
        other = (index + 1 + chunk.random.below(everyone - 1, chunk.size)) % everyone
        both_made = np.maximum(fans.created_at[index], fans.created_at[other])
        return {
            "kind": "account_gift",
            "from_account_id": fans.id_of(index),
            "to_account_id": fans.id_of(other),
            "amount": _most(held, gifts, index),
            "request_key": joined("present:", Digits(index, 6)),
            "given_at": _after(chunk, both_made),
        }

    if everyone > 1:
        context.fill("public.bear_transfer", everyone // PRESENT_EVERY, rows)


def _awkward(context: SeedContext, fans: Accounts, skaters: Teams) -> None:
    """Write the largest grant, hard messages, both edges of a season, a reversal, a closed giver."""
    ids = context.reserve("public.bear_transfer", 4 + len(AWKWARD_MESSAGES))
    first, gone = fans.ids[0], fans.ids[GONE % len(fans.ids)]
    team = skaters.ids[0].item()
    midnight = datetime(2025, 7, 1, tzinfo=UTC)
    before = datetime(2025, 6, 30, 23, 59, 59, 999_999, UTC)
    rows: list[tuple[object, ...]] = [
        (ids[0], "grant", None, first, None, 10**12, None, "🔑" * 100, before),
        (ids[1], "grant", None, gone, None, 1, None, "awkward:gone", before),
        (ids[2], "team_gift", gone, None, team, 1, None, "awkward:gone", before),
        (ids[3], "reversal", None, first, team, 1, ids[4], "awkward:back", midnight),
    ]
    for number, transfer in enumerate(ids[4:]):
        moment = before if number % 2 == 0 else midnight
        rows.append((transfer, "team_gift", first, None, team, 1, None, f"awkward:{number}", moment))
    for wanted in ("grant", "team_gift", "reversal"):
        context.copy("public.bear_transfer", COLUMNS, [row for row in rows if row[1] == wanted])
    context.copy(
        "private.bear_message",
        ("bear_transfer_id", "body"),
        list(zip(ids[4:], AWKWARD_MESSAGES, strict=True)),
    )
