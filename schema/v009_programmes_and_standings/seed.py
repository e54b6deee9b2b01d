"""Which generated rows version 9 gets: music, the programmes of each season, and how each category ended."""

from collections.abc import Mapping, Sequence

import numpy as np

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import (
    Array,
    DateRanges,
    Digits,
    Hundredths,
    Ints,
    Nullable,
    Pool,
    joined,
)
from fkplus.database.seeding.contests import STATUSES
from fkplus.database.seeding.context import ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import (
    CHOREOGRAPHERS_OF_PROGRAMME,
    HAS_EXHIBITION,
    HAS_MEDIA,
    HAS_THEME,
    HAS_TITLE,
    PIECES_OF_PROGRAMME,
    PROGRAMME_REPLACED,
    PROGRAMMES_NOT_TOLD,
    cumulative,
)
from fkplus.database.seeding.ratios import MUSIC_WORKS
from fkplus.database.seeding.times import DAY, micros

KINDS = Pool(["short", "free", "free", "exhibition"])
SHORT, FREE, NEW_FREE, EXHIBITION = range(4)
MOST_PIECES = 3
PERFORMERS = Pool(["London Symphony Orchestra", "2CELLOS", "Полина Гагарина", "久石 譲"])
# Title, composer and performer of pieces that are hard to show or to compare.
AWKWARD_WORKS = (
    ("Ё" * 300, "🎻" * 300, "ש" * 300),
    ("\u200fألف ليلة وليلة", None, None),
    ("swan lake", None, None),
    ("'; \\N \\ \t|\"", "?", None),
)
# Title, theme and address of exhibition programmes of the first teams.
AWKWARD_PROGRAMMES = (
    ("🎭" * 300, "Ж" * 1000, "https://video.example/" + "x" * 2000),
    ("\u200fرقصة", None, None),
    (None, None, None),
)
# Sheets of local cups and earlier seasons do not tell: the audit trail records each changed performance.
# Performances come first: from events on, all teams' programmes would be tried for each of them.
SET_PROGRAMMES = """
    with skated as materialized (
        select p.performance_id, e.team_id, v.season, s.kind, v.starts_on
        from public.performance p
        join public.segment s using (segment_id)
        join public.category c on c.category_id = p.category_id
        join public.event v on v.event_id = c.event_id
        join public.entry e on e.entry_id = p.entry_id
        where v.season >= 2025 and v.kind <> 'other' and p.category_id between %s and %s
    ), shown as materialized (
        select d.performance_id, g.programme_id
        from skated d join public.programme g using (team_id, season, kind)
        where g.during @> d.starts_on and g.programme_id between %s and %s
    )
    update public.performance as p
    set programme_id = shown.programme_id
    from shown
    where p.performance_id = shown.performance_id
"""
DSQ = STATUSES.values.index("dsq")
DAYS_UNTIL_DECIDED = 7
LEAST_RULED = 3
RULING = "Дисквалификация победителя решением спортивного арбитража ⚖️; места ниже сдвинуты"

Found = Mapping[str, Array]


def seed(context: SeedContext) -> None:
    """Write the rows of version 9."""
    # All reading comes before the first table is filled.
    block = context.block("categories")
    bounds = {"first": block.start, "last": block.stop - 1}
    entered = context.read("seed_team_seasons", **bounds)
    proposed = context.read("seed_proposed_standings", **bounds, statuses=list(STATUSES.values))
    works = _works(context)
    _programmes(context, entered["team_id"], entered["season"], works)
    _standings(context, proposed)


def _works(context: SeedContext) -> range:
    count = MUSIC_WORKS.of(context.seed_count)
    ids = context.reserve("public.music_work", count + len(AWKWARD_WORKS), block="music works")

    def rows(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        return {
            "music_work_id": ids.start + chunk.index,
            "title": joined(pools.works().draw(chunk.index), ", op. ", Digits(chunk.index + 1, 4, 10)),
            "composer": Nullable(pools.composers().draw(chunk.index), chunk.index % 9 == 8),
            "performer": Nullable(
                PERFORMERS.draw(random.below(len(PERFORMERS), chunk.size)), random.chance(0.6, chunk.size)
            ),
        }

    context.fill("public.music_work", count, rows)
    context.copy(
        "public.music_work",
        ("music_work_id", "title", "composer", "performer"),
        [(ids[count + number], *work) for number, work in enumerate(AWKWARD_WORKS)],
    )
    return ids


def _programmes(context: SeedContext, teams: Ints, seasons: Ints, works: range) -> None:
    """Write short and free programmes of teams in seasons, a second free one where it was replaced."""
    random, count = context.draws("programme"), len(teams)
    told = ~random.chance(PROGRAMMES_NOT_TOLD, count)
    replaced = random.chance(PROGRAMME_REPLACED, count)
    # The first one that is told is replaced, so that it happens however few there are.
    replaced[np.flatnonzero(told)[:1]] = True
    awkward = np.unique(teams)[: len(AWKWARD_PROGRAMMES)]
    shows = random.chance(HAS_EXHIBITION, count) & ~np.isin(teams, awkward)
    row, kind = np.nonzero(np.stack([told, told, told & replaced, told & shows], axis=1))
    ids = context.reserve("public.programme", len(row) + len(awkward), block="programmes")
    new_year = (seasons[row] + 1 - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    during = DateRanges(new_year, new_year, kind != NEW_FREE, (kind != FREE) | ~replaced[row])

    def rows(chunk: Chunk) -> dict[str, object]:
        draws, mine, size = chunk.random, slice(chunk.start, chunk.stop), chunk.size
        title, theme = pools.works().draw(draws.below(1_000, size)), pools.sentences()
        address = joined("https://video.example/", Digits(chunk.index, 6))
        return {
            "programme_id": ids.start + chunk.index,
            "team_id": teams[row[mine]],
            "season": seasons[row[mine]],
            "kind": KINDS.draw(kind[mine]),
            "title": Nullable(title, ~draws.chance(HAS_TITLE, size)),
            "theme": Nullable(theme.draw(draws.below(1_000, size)), ~draws.chance(HAS_THEME, size)),
            "media_url": Nullable(address, ~draws.chance(HAS_MEDIA, size)),
            "during": during.part(mine),
        }

    context.fill("public.programme", len(row), rows)
    _awkward_programmes(context, ids[len(row) :], awkward.tolist(), int(seasons.max()))
    _choreographers(context, ids)
    _music(context, ids, works)
    block = context.block("categories")
    # It has just been filled: its statistics say that it is empty.
    context.execute("analyze public.programme")
    context.execute(SET_PROGRAMMES, [block.start, block.stop - 1, ids.start, ids.stop - 1])


def _awkward_programmes(context: SeedContext, ids: range, teams: Sequence[int], season: int) -> None:
    context.copy(
        "public.programme",
        ("programme_id", "team_id", "season", "kind", "title", "theme", "media_url"),
        [
            (programme, team, season, "exhibition", *words)
            for programme, team, words in zip(ids, teams, AWKWARD_PROGRAMMES, strict=False)
        ],
    )


def _choreographers(context: SeedContext, ids: range) -> None:
    people = context.block("coaches")

    def rows(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        count = random.weighted(cumulative(CHOREOGRAPHERS_OF_PROGRAMME), chunk.size)
        first = random.below(len(people), chunk.size)
        second = (first + random.between(1, len(people) - 1, chunk.size)) % len(people)
        row, place = np.nonzero(np.arange(2) < count[:, None])
        return {
            "programme_id": ids.start + chunk.start + row,
            "position": place + 1,
            "person_id": people.start + np.stack([first, second], axis=1)[row, place],
        }

    context.fill("public.programme_choreographer", len(ids), rows)


def _music(context: SeedContext, ids: range, works: range) -> None:
    """Write one to three pieces of each programme; the first of the three returns now and then."""

    def rows(chunk: Chunk) -> dict[str, object]:
        random = chunk.random
        count = 1 + random.weighted(cumulative(PIECES_OF_PROGRAMME), chunk.size)
        pieces = random.below(len(works), chunk.size * MOST_PIECES).reshape(chunk.size, MOST_PIECES)
        pieces[:, 2] = np.where(chunk.index % 3 == 0, pieces[:, 0], pieces[:, 2])
        row, place = np.nonzero(np.arange(MOST_PIECES) < count[:, None])
        return {
            "programme_id": ids.start + chunk.start + row,
            "position": place + 1,
            "music_work_id": works.start + pieces[row, place],
        }

    context.fill("public.programme_music", len(ids), rows)


def _standings(context: SeedContext, proposed: Found) -> None:
    """Write what the rules give for each category, a ruling in one of them, and a ruling over nobody."""
    categories, firsts, sizes = np.unique(proposed["category_id"], return_index=True, return_counts=True)
    count = len(categories)
    ids = context.reserve("public.standing_decision", count + 2, block="standing decisions")
    decided = (proposed["starts_on"][firsts] + DAYS_UNTIL_DECIDED) * DAY
    columns = {
        "standing_decision_id": np.arange(ids.start, ids.start + count),
        "category_id": categories,
        "revision": np.ones(count, np.int64),
        "basis": "rules",
        "reason": "Results as published",
        "decided_at": np.minimum(decided, micros(ANCHOR)),
        "decided_by": "seed",
    }
    context.write("public.standing_decision", columns)
    # The last category with a field: its winner loses the place, those behind move up.
    ruled = int(np.flatnonzero(sizes >= np.minimum(LEAST_RULED, sizes.max()))[-1])
    empty = context.block("categories without protocols")[0]
    context.copy(
        "public.standing_decision",
        tuple(columns),
        [
            (ids[count], int(categories[ruled]), 2, "ruling", RULING, ANCHOR, "seed"),
            (ids[count + 1], empty, 1, "ruling", "🐻" * 1000, ANCHOR, "seed"),
        ],
    )
    decision = np.repeat(np.arange(ids.start, ids.start + count), sizes)
    _places(context, decision, proposed)
    rows = slice(int(firsts[ruled]), int(firsts[ruled] + sizes[ruled]))
    after = {name: values[rows].copy() for name, values in proposed.items()}
    won = after["place"] == 1
    after["status"][won], after["total"][won] = DSQ, -1
    after["place"] = np.where(won, 0, np.maximum(after["place"] - won.sum(), 0))
    _places(context, np.full(len(won), ids[count]), after)


def _places(context: SeedContext, decision: Ints, proposed: Found) -> None:
    context.write(
        "public.standing_place",
        {
            "standing_decision_id": decision,
            "category_id": proposed["category_id"],
            "entry_id": proposed["entry_id"],
            "place": Nullable(proposed["place"], proposed["place"] == 0),
            "total": Nullable(Hundredths(proposed["total"]), proposed["total"] < 0),
            "status": STATUSES.draw(proposed["status"]),
        },
    )
