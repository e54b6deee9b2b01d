"""Which generated rows version 14 gets: posts, the trees below them, reactions, tags, subjects and media."""

from datetime import timedelta

import numpy as np

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import Digits, Flags, Ints, Lists, Nullable, Pool, joined
from fkplus.database.seeding.context import ACTIVE_FROM, ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import COMMENT_DELAY, COMMENTS_PER_POST, POPULARITY, quantiles
from fkplus.database.seeding.population import Accounts, Teams, accounts, edges, teams
from fkplus.database.seeding.posts import Posts, comments, posts
from fkplus.database.seeding.times import DAY, calendar, micros, timed_ids

GONE = 5  # the account of version 1 that is deleted
SECOND = 1_000_000
TEXT, REVIEW, NEWS, REPOST = range(4)
KINDS = Pool(("text", "review", "news", "repost"))
REACTIONS = Pool(("like", "like", "like", "love", "applause", "laugh", "surprise", "sad"))
RIGHTS = Pool(("own", "own", "permission", "free_licence", "press", "quotation"))
LOCALES = Pool(("ru", "ru", "ru", "ru", "en", "ja", "pt-BR", None))


def seed(context: SeedContext) -> None:
    """Write the rows of version 14."""
    # All reading comes before the first table is filled.
    fans, skaters, busy = accounts(context), teams(context), calendar(context)
    written = posts(context, fans, busy)
    first = _awkward_posts(context, fans)
    _posts(context, fans, written)
    _comments(context, fans, written)
    _reactions(context, fans, written)
    _tags_and_mentions(context, fans, written)
    _subjects(context, skaters, written)
    _media(context, written)
    _awkward_comments(context, fans, first)


def _is_deleted(index: Ints) -> Flags:
    return index % 97 == 13


def _is_repost(index: Ints) -> Flags:
    """Every 17th shows the post with half its number, where that one is public and not deleted."""
    shown = index // 2
    return (index % 17 == 4) & ~_is_deleted(shown) & (shown % 20 != 7)


def _posts(context: SeedContext, fans: Accounts, written: Posts) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        index = chunk.index
        kind = np.where(
            _is_repost(index), REPOST, np.minimum(chunk.random.below(40, chunk.size) // 36, 1) * NEWS
        )
        kind = np.where((kind == TEXT) & (index % 11 == 3), REVIEW, kind)
        gone = _is_deleted(index)
        times = written.times[index]
        language = chunk.random.below(5, chunk.size) == 0
        texts = Pool([*pools.texts().values, *pools.comments().values, *pools.comments("en").values])
        return {
            "post_id": written.ids[index],
            "author_id": fans.id_of(written.author[index]),
            "kind": KINDS.draw(kind),
            "visibility": Pool(("public", "followers")).draw((index % 20 == 7).astype(np.int64)),
            "locale": LOCALES.draw(np.where(language, chunk.random.below(8, chunk.size), 0)),
            "body": Nullable(
                texts.draw(chunk.random.below(1 << 20, chunk.size)),
                gone | ((kind == REPOST) & (index % 2 == 0)),
            ),
            "reposted_post_id": Nullable(written.ids[index // 2], kind != REPOST),
            "edited_at": Nullable(times + 300 * SECOND, index % 12 != 5),
            "deleted_at": Nullable(times + 2 * DAY, ~gone),
        }

    context.fill("public.post", len(written.ids), rows)


def _comments(context: SeedContext, fans: Accounts, written: Posts) -> None:
    def trees(chunk: Chunk) -> dict[str, object]:
        below = comments(chunk, written, fans)
        gone = np.arange(len(below.ids)) % 41 == 8
        times = below.ids
        texts = Pool([*pools.comments().values, *pools.comments("en").values])
        return {
            "post_id": written.ids[below.post],
            "comment_id": below.ids,
            "parent_path": Nullable(Lists(below.parents(), below.depth), below.depth == 0),
            "author_id": fans.id_of(below.author),
            "body": Nullable(texts.draw(chunk.random.below(1 << 20, len(times))), gone),
            "deleted_at": Nullable(np.full(len(times), micros(ANCHOR)), ~gone),
        }

    def reactions(chunk: Chunk) -> dict[str, object]:
        below = comments(chunk, written, fans)
        liked, account = edges(
            np.arange(len(below.ids)),
            chunk.random.below(3, len(below.ids)),
            lambda which: (
                chunk.random.weighted(fans.activity, len(which))
                % fans.made_by(written.times[below.post[which]])
            ),
        )
        return {
            "post_id": written.ids[below.post[liked]],
            "comment_id": below.ids[liked],
            "account_id": fans.id_of(account),
            "kind": REACTIONS.draw(chunk.random.below(8, len(liked))),
            "reacted_at": np.full(len(liked), micros(ANCHOR)),
        }

    def mentions(chunk: Chunk) -> dict[str, object]:
        below = comments(chunk, written, fans)
        answers = below.part(below.depth == 1)
        return {
            "post_id": written.ids[answers.post],
            "comment_id": answers.ids,
            "account_id": fans.id_of(written.author[answers.post]),
        }

    for table, make in (("comment", trees), ("comment_reaction", reactions), ("comment_mention", mentions)):
        context.fill(f"public.{table}", len(written.ids), make)


def _reactions(context: SeedContext, fans: Accounts, written: Posts) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        degrees = 3 * random.quantile(quantiles(COMMENTS_PER_POST), chunk.size)
        post, account = edges(
            chunk.index,
            np.minimum(degrees, 2 * len(fans.ids)),
            lambda which: random.weighted(fans.activity, len(which)) % fans.made_by(written.times[which]),
        )
        delay = random.quantile(quantiles(COMMENT_DELAY), len(post)) * SECOND
        return {
            "post_id": written.ids[post],
            "account_id": fans.id_of(account),
            "kind": REACTIONS.draw(random.below(8, len(post))),
            "reacted_at": np.minimum(written.times[post] + delay, micros(ANCHOR)),
        }

    context.fill("public.post_reaction", len(written.ids), rows)


def _tags_and_mentions(context: SeedContext, fans: Accounts, written: Posts) -> None:
    tags = context.block("tags")
    weights = POPULARITY.cumulative(len(tags))

    def tagged(chunk: Chunk) -> dict[str, object]:
        degrees = np.where(_is_deleted(chunk.index), 0, chunk.random.below(3, chunk.size))
        post, tag = edges(chunk.index, degrees, lambda which: chunk.random.weighted(weights, len(which)))
        return {"tag_id": tag + tags.start, "post_id": written.ids[post]}

    def mentioned(chunk: Chunk) -> dict[str, object]:
        degrees = np.where(_is_deleted(chunk.index), 0, chunk.random.below(20, chunk.size) // 19)
        post, account = edges(chunk.index, degrees, lambda which: fans.popular.draw(chunk.random, len(which)))
        return {"post_id": written.ids[post], "account_id": fans.id_of(account)}

    context.fill("public.post_tag", len(written.ids), tagged)
    context.fill("public.post_mention", len(written.ids), mentioned)


def _subjects(context: SeedContext, skaters: Teams, written: Posts) -> None:
    people, events = context.block("athletes"), context.block("events")

    def rows(chunk: Chunk) -> dict[str, object]:
        index = chunk.index[(chunk.index % 5 < 2) & ~_is_deleted(chunk.index)]
        what = np.where(index % 10 == 1, chunk.random.below(2, len(index)), 2)
        return {
            "post_id": written.ids[index],
            "person_id": Nullable(chunk.random.below(len(people), len(index)) + people.start, what != 0),
            "event_id": Nullable(chunk.random.below(len(events), len(index)) + events.start, what != 1),
            "team_id": Nullable(skaters.ids[skaters.popular.draw(chunk.random, len(index))], what != 2),
        }

    context.fill("public.post_subject", len(written.ids), rows)


def _media(context: SeedContext, written: Posts) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        index = chunk.index[(chunk.index % 5 == 0) & ~_is_deleted(chunk.index)]
        video = index % 30 == 0
        rights = chunk.random.below(6, len(index))
        unknown = index % 3 == 0
        return {
            "post_id": written.ids[index],
            "kind": Pool(("photo", "video")).draw(video.astype(np.int64)),
            "url": joined("https://media.example.org/", Digits(index, 7)),
            "width": Nullable(np.full(len(index), 1920), unknown),
            "height": Nullable(chunk.random.between(720, 1440, len(index)), unknown),
            "duration_ms": Nullable(chunk.random.between(1_000, 300_000, len(index)), ~video),
            "rights": RIGHTS.draw(rights),
            "credit": Nullable(pools.display_names().draw(chunk.random.below(600, len(index))), rights < 2),
            "alt_text": Nullable(
                pools.sentences().draw(chunk.random.below(1000, len(index))), index % 2 == 0
            ),
        }

    context.fill("public.media", len(written.ids), rows)


def _awkward_posts(context: SeedContext, fans: Accounts) -> int:
    """Write posts at bounds, in the first millisecond of all; returns the id of the first."""
    gone = fans.ids[GONE % len(fans.ids)]
    counters = np.arange(1_048_570, 1_048_576)
    ids = [int(each) for each in timed_ids(np.full(6, micros(ACTIVE_FROM)), counters, 1_048_576)]
    at = ACTIVE_FROM
    context.copy(
        "public.post",
        ("post_id", "author_id", "kind", "locale", "body", "reposted_post_id", "edited_at", "deleted_at"),
        [
            (ids[0], gone, "text", "pt-BR", "⛸" * 10_000, None, at, None),
            (ids[1], gone, "review", None, "\u200fأجمل عرض هذا الموسم", None, None, None),
            (ids[2], fans.ids[0], "text", "ru", '\'; \\N \\ \t"%s" \r\n {}', None, None, None),
            (ids[3], fans.ids[0], "news", "ru", None, None, None, at + timedelta(days=1)),
            (ids[4], fans.ids[0], "repost", None, None, ids[0], None, None),
            (ids[5], fans.ids[0], "text", None, ".", None, None, None),
        ],
    )
    return ids[0]


def _awkward_comments(context: SeedContext, fans: Accounts, post_id: int) -> None:
    """A chain of ten answers at the same moment, to oneself; the longest text; one by a deleted account."""
    first = post_id + 10_000_000
    gone = fans.ids[GONE % len(fans.ids)]
    context.copy(
        "public.comment",
        ("post_id", "comment_id", "parent_path", "author_id", "body", "deleted_at"),
        [
            (
                post_id,
                first + depth,
                [first + above for above in range(depth)] or None,
                gone,
                None if depth == 4 else "🐻" * 5_000 if depth == 9 else "да",
                ANCHOR if depth == 4 else None,
            )
            for depth in range(10)
        ],
    )
