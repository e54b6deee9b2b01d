"""Which generated rows version 15 gets: notifications of a year, and what users want to be told."""

import numpy as np

from fkplus.database.seeding.columns import Nullable, Pool
from fkplus.database.seeding.context import ACTIVE_FROM, ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.population import Accounts, accounts
from fkplus.database.seeding.posts import Posts, posts
from fkplus.database.seeding.ratios import ROWS
from fkplus.database.seeding.times import DAY, Calendar, calendar, micros, timed_ids

GONE = 5  # the account of version 1 that is deleted
OF_POSTS, OF_ACCOUNTS, OF_CATEGORIES = 6, 8, 10
KINDS = Pool(
    (
        "reaction",
        "reaction",
        "reaction",
        "reaction",
        "repost",
        "mention",
        "follow",
        "bears",
        "start",
        "result",
    )
)


def seed(context: SeedContext) -> None:
    """Write the rows of version 15."""
    fans, busy = accounts(context), calendar(context)
    written = posts(context, fans, busy)
    _notifications(context, fans, busy, written)
    _preferences(context, fans)
    _awkward(context, fans)


def _notifications(context: SeedContext, fans: Accounts, busy: Calendar, written: Posts) -> None:
    count = ROWS["private.notification"].of(context.seed_count)
    categories = context.block("categories")

    def rows(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        times = busy.spread(chunk, count)
        kind = random.below(OF_CATEGORIES, chunk.size)
        published = np.maximum(np.searchsorted(written.times, times), 1)
        post = published - 1 - random.below(np.minimum(published, 2_000), chunk.size)
        recipient = np.where(kind < OF_POSTS, written.author[post], fans.active(random, times))
        actor = fans.active(random, times)
        # Nobody is told of what they did themselves.
        told = recipient != actor
        kind, post, recipient, actor, times = (
            kind[told],
            post[told],
            recipient[told],
            actor[told],
            times[told],
        )
        ids = timed_ids(times, chunk.index[told], count)
        unread = (micros(ANCHOR) - times < 14 * DAY) | (recipient % 7 == 0)
        return {
            "recipient_id": fans.id_of(recipient),
            "notification_id": ids,
            "kind": KINDS.draw(kind),
            "actor_id": Nullable(fans.id_of(actor), kind >= OF_ACCOUNTS),
            "post_id": Nullable(written.ids[post], kind >= OF_POSTS),
            "category_id": Nullable(
                random.below(len(categories), len(kind)) + categories.start, kind < OF_ACCOUNTS
            ),
            "read_at": Nullable(times + random.below(DAY, len(kind)), unread),
        }

    context.fill("private.notification", count, rows)


def _preferences(context: SeedContext, fans: Accounts) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        return {
            "account_id": fans.id_of(chunk.index * 5 % len(fans.ids)),
            "kind": KINDS.draw(chunk.index % 7 + 3),
            "channel": Pool(("push", "email", "service")).draw(chunk.index),
            "is_wanted": chunk.index % 3 == 1,
        }

    count = ROWS["private.notification_preference"].of(context.seed_count)
    context.fill("private.notification_preference", count, rows)


def _awkward(context: SeedContext, fans: Accounts) -> None:
    """To and by a deleted account, of what never was, in the first millisecond, and by the service."""
    if len(fans.ids) <= GONE:
        return
    counters = np.arange(1_048_570, 1_048_573)
    ids = [int(each) for each in timed_ids(np.full(3, micros(ACTIVE_FROM)), counters, 1_048_576)]
    gone, other = fans.ids[GONE], fans.ids[0]
    context.copy(
        "private.notification",
        ("recipient_id", "notification_id", "kind", "actor_id", "post_id", "comment_id", "chat_id", "note"),
        [
            (gone, ids[0], "comment", other, 1, 1, None, None),
            (other, ids[1], "message", gone, None, None, 9_223_372_036_854_775_807, "🐻" * 500),
            (other, ids[2], "moderation", None, None, None, None, "\u200fقرار"),
        ],
    )
    context.copy(
        "private.notification_preference",
        ("account_id", "kind", "channel", "is_wanted"),
        [(gone, "moderation", "email", False)],
    )
