"""Which posts and comments the seeds make: when, by whom, and who answers what; the same in every version."""

from dataclasses import dataclass

import numpy as np

from fkplus.database.seeding.columns import Flags, Ints
from fkplus.database.seeding.context import ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import COMMENT_DELAY, COMMENTS_PER_POST, quantiles
from fkplus.database.seeding.population import Accounts
from fkplus.database.seeding.ratios import ROWS
from fkplus.database.seeding.streams import Stream
from fkplus.database.seeding.times import Calendar, micros, timed_ids, times_of

# Answers go ten deep, which PostgreSQL demands; a chain of answers begins anew after this many.
DEEPEST = 9
_CHUNK = 65_536
_SECOND = 1_000_000


@dataclass(frozen=True)
class Posts:
    """The seeded posts, numbered from 0 in order of time; `author` is the number of an account."""

    ids: Ints
    author: Ints

    @property
    def times(self) -> Ints:
        """Return when each was published, in microseconds."""
        return times_of(self.ids)


@dataclass(frozen=True)
class Comments:
    """Comments below the posts of a chunk: `post` numbers them, `depth` says how many answers stand above."""

    post: Ints
    ids: Ints
    depth: Ints
    author: Ints

    def parents(self) -> Ints:
        """Return the ids from the top down to the parent: a row for each comment, of `depth` used cells."""
        place = np.arange(len(self.ids))[:, None] - self.depth[:, None] + np.arange(DEEPEST)
        cells: Ints = self.ids[np.minimum(place, len(self.ids) - 1)]
        return cells

    def part(self, rows: Flags) -> "Comments":
        """Return some of them; `parents` may be asked of all only."""
        return Comments(self.post[rows], self.ids[rows], self.depth[rows], self.author[rows])


def posts(context: SeedContext, fans: Accounts, busy: Calendar) -> Posts:
    """Return the posts of version 14."""
    count = ROWS["public.post"].of(context.seed_count)
    ids, authors = [], []
    for start in range(0, count, _CHUNK):
        chunk = Chunk(start, min(start + _CHUNK, count), Stream("posts", start))
        times = busy.spread(chunk, count)
        ids.append(timed_ids(times, chunk.index, count))
        authors.append(fans.active(chunk.random, times))
    return Posts(np.concatenate(ids), np.concatenate(authors))


def comments(chunk: Chunk, written: Posts, fans: Accounts) -> Comments:
    """Return the comments below the posts of a chunk; the chunks of every table that asks begin alike."""
    random = Stream("comments", chunk.start)
    number = random.quantile(quantiles(COMMENTS_PER_POST), chunk.size) - 1
    post = np.repeat(chunk.index, number)
    delay = random.quantile(quantiles(COMMENT_DELAY), len(post)) * _SECOND
    times = np.minimum(written.times[post] + delay, micros(ANCHOR))
    order = np.lexsort((times, post))
    post, times = post[order], times[order]
    # Counters differ within the chunk, and no post is in two.
    ids = timed_ids(times, np.arange(len(post)), max(len(post), 1))
    begins = (np.diff(post, prepend=-1) != 0) | random.chance(0.6, len(post))
    first = np.maximum.accumulate(np.where(begins, np.arange(len(post)), 0))
    depth = (np.arange(len(post)) - first) % (DEEPEST + 1)
    return Comments(post, ids, depth, fans.active(random, times))
