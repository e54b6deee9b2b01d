"""Which generated rows version 16 gets: chats of two, groups and rooms of events, members and messages."""

from dataclasses import dataclass

import numpy as np

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import Digits, Ints, Nullable, Pool, joined
from fkplus.database.seeding.context import ACTIVE_FROM, ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import POPULARITY
from fkplus.database.seeding.population import Accounts, accounts, edges
from fkplus.database.seeding.ratios import ROWS
from fkplus.database.seeding.streams import Stream
from fkplus.database.seeding.times import calendar, micros, timed_ids

GONE = 5  # the account of version 1 that is deleted
# Every 25th account blocks somebody (version 11): chats of two are among the others, where no block is.
BLOCKING = 25
PAIRS = 12
SECOND = 1_000_000


@dataclass(frozen=True)
class Members:
    """Who is in which chat, both numbered from 0, sorted by chat; `place` counts within a chat."""

    chat: Ints
    account: Ints
    place: Ints

    @property
    def has_left(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return who has left."""
        return self.place % 9 == 8


def seed(context: SeedContext) -> None:
    """Write the rows of version 16."""
    fans, busy = accounts(context), calendar(context)
    events = context.block("events")
    direct = len(fans.ids) // BLOCKING * PAIRS
    groups = max(1, len(fans.ids) // 40)
    rooms = min(len(events), max(1, len(fans.ids) // 100))
    ids = context.reserve("private.chat", direct + groups + rooms)

    low = np.arange(direct) // PAIRS * BLOCKING + 1 + np.arange(direct) % PAIRS * 2
    _chats(context, fans, ids, low, (groups, events[:rooms]))
    members = _members(fans, low, groups + rooms)
    _write_members(context, fans, ids, members)
    count = ROWS["private.message"].of(context.seed_count)
    counts = np.bincount(members.chat, minlength=len(ids))
    starts = np.cumsum(counts) - counts
    order = Stream("chats", "popularity").order(len(ids))
    weights = POPULARITY.cumulative(len(ids))

    def messages(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        times = busy.spread(chunk, count)
        chat = order[random.weighted(weights, chunk.size)]
        place = random.below(np.minimum(counts[chat], 8), chunk.size)
        sender = members.account[starts[chat] + place]
        # Nobody writes before the account is made.
        ids_of_messages = timed_ids(np.maximum(times, fans.created_at[sender]), chunk.index, count)
        gone = chunk.index % 61 == 7
        return {
            "chat_id": chat + ids.start,
            "message_id": ids_of_messages,
            "sender_id": fans.id_of(sender),
            "body": Nullable(pools.comments().draw(random.below(1 << 20, chunk.size)), gone),
            "edited_at": Nullable(times + 60 * SECOND, chunk.index % 30 != 3),
            "deleted_at": Nullable(np.full(chunk.size, micros(ANCHOR)), ~gone),
        }

    context.fill("private.message", count, messages)
    _awkward(context, fans)


def _chats(context: SeedContext, fans: Accounts, ids: range, low: Ints, others: tuple[int, range]) -> None:
    groups, events = others

    def rows(chunk: Chunk) -> dict[str, object]:
        index = chunk.index
        kind = np.where(index < len(low), 0, np.where(index < len(low) + groups, 1, 2))
        one = low[np.minimum(index, len(low) - 1)] if len(low) else np.zeros(chunk.size, np.int64)
        return {
            "chat_id": index + ids.start,
            "kind": Pool(("direct", "group", "event")).draw(kind),
            "title": Nullable(joined("Трибуна ⛸️ ", Digits(index, 6, base=10)), kind != 1),
            "event_id": Nullable(np.maximum(index - len(low) - groups, 0) + events.start, kind != 2),
            "low_account_id": Nullable(fans.id_of(one), kind != 0),
            "high_account_id": Nullable(fans.id_of(one + 1), kind != 0),
            "created_at": np.full(chunk.size, micros(ACTIVE_FROM)),
        }

    context.fill("private.chat", len(ids), rows)


def _members(fans: Accounts, low: Ints, others: int) -> Members:
    """Return the two of each chat of two, and up to 30 of each other one: the popular more often."""
    random = Stream("chats", "members")
    chat, account = edges(
        np.arange(others), random.between(1, 30, others), lambda which: fans.popular.draw(random, len(which))
    )
    both = np.stack([low, low + 1], axis=1).ravel()
    chats = np.concatenate([np.repeat(np.arange(len(low)), 2), chat + len(low)])
    starts = np.flatnonzero(np.diff(chats, prepend=-1))
    place = np.arange(len(chats)) - np.repeat(starts, np.diff(starts, append=len(chats)))
    return Members(chats, np.concatenate([both, account]), place)


def _write_members(context: SeedContext, fans: Accounts, ids: range, members: Members) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        index = chunk.index
        left, is_group = members.has_left[index], members.place[index] == 0
        joined_at = np.maximum(fans.created_at[members.account[index]], micros(ACTIVE_FROM))
        return {
            "account_id": fans.id_of(members.account[index]),
            "chat_id": members.chat[index] + ids.start,
            "role": Pool(("member", "owner")).draw(is_group.astype(np.int64)),
            "joined_at": joined_at,
            "left_at": Nullable(joined_at + SECOND, ~left),
        }

    context.fill("private.chat_member", len(members.chat), rows)


def _awkward(context: SeedContext, fans: Accounts) -> None:
    """A group that all have left, the deleted account last, with the longest texts and the oldest message."""
    [chat] = context.reserve("private.chat", 1)
    gone = fans.ids[GONE % len(fans.ids)]
    context.copy(
        "private.chat",
        ("chat_id", "kind", "title", "created_at", "closed_at"),
        [(chat, "group", "🐻" * 100, ACTIVE_FROM, None)],
    )
    context.copy(
        "private.chat_member",
        ("account_id", "chat_id", "joined_at", "last_read_id"),
        [(gone, chat, ACTIVE_FROM, 9_223_372_036_854_775_807)],
    )
    counters = np.arange(1_048_570, 1_048_574)
    ids = [int(each) for each in timed_ids(np.full(4, micros(ACTIVE_FROM)), counters, 1_048_576)]
    context.copy(
        "private.message",
        ("chat_id", "message_id", "sender_id", "body", "answers_id", "deleted_at"),
        [
            (chat, ids[0], gone, "⛸" * 4_000, None, None),
            (chat, ids[1], gone, "\u200fمرحبا", ids[0], None),
            (chat, ids[2], gone, None, None, ANCHOR),
            (chat, ids[3], gone, '\'; \\N \\ \t"%s" \r\n {}', 1, None),
        ],
    )
