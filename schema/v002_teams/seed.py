"""Which generated rows version 2 gets: athletes, clubs, teams with their partners, countries, coaches."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import DateRanges, Draw, Flags, Ints, Lists, Nullable, Pool
from fkplus.database.seeding.context import Chunk, SeedContext
from fkplus.database.seeding.ratios import CLUBS

# Teams follow the athletes that version 1 made: of ten women and ten men, six each skate alone, two each make
# pairs and two each make couples; a third of pairs and couples change partners.
PARTNERED_SHARE = 5  # one athlete in five skates in pairs, one in five in ice dance
LEAST_PARTNERED = 3


def day_number(year: int, month: int, day: int) -> int:
    """Return a date as days since 1970-01-01."""
    return (date(year, month, day) - date(1970, 1, 1)).days


SWAPPED_ON = day_number(2021, 7, 1)
PARTED_ON, MET_AGAIN_ON = day_number(2019, 7, 1), day_number(2020, 7, 1)
RETIRED_ON = day_number(2024, 4, 30)
COUNTRIES = Pool(
    ("RUS", "USA", "JPN", "CAN", "RUS", "FRA", "ITA", "KOR", "GEO", "CHN", "RUS", "GBR", "GER", "CZE")
)
ROLES = Pool(("coach", "choreographer"))
# Clubs that are hard to show or to compare: name, city, country.
AWKWARD_CLUBS = (
    ("Ice Star", "Riga", "LAT"),
    ("ICE STAR", "Riga", "LAT"),
    ("Ice Star", None, None),
    ("⛸ Клуб «Тройной аксель» & Söhne", "Санкт-Петербург", "RUS"),
    (
        "Специализированная детско-юношеская спортивная школа олимпийского резерва " * 5 + "№ 1",
        "Москва",
        "RUS",
    ),
)


@dataclass(frozen=True)
class Athletes:
    """People of version 1 who skate; `born` in days since 1970-01-01."""

    ids: Ints
    is_male: Ints
    born: Ints

    def of(self, chosen: Ints | Flags | slice) -> "Athletes":
        """Return some of them."""
        return Athletes(self.ids[chosen], self.is_male[chosen], self.born[chosen])

    @property
    def year(self) -> Ints:
        """Return the year of birth."""
        return self.born.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970

    @property
    def is_retired(self) -> Flags:
        """Tell who has ended the career."""
        found: Flags = (self.year < 1999) & (self.ids % 4 == 1)
        return found

    def july_at(self, age: int) -> Ints:
        """Return the start of the season in which each turns `age`."""
        january = (self.year + age - 1970).astype("datetime64[Y]").astype("datetime64[M]")
        return (january + 6).astype("datetime64[D]").astype(np.int64)


@dataclass(frozen=True)
class Teams:
    """Who skates together: `people` has a row for a team with one or two, in the order of announcement.

    Periods belong to the team `period_of`; where `is_open`, one lasts, and `until` says nothing.
    """

    people: Ints
    period_of: Ints
    since: Ints
    until: Ints
    is_open: Flags

    def and_also(self, others: "Teams") -> "Teams":
        """Return these teams, then the others."""
        period_of = np.concatenate([self.period_of, others.period_of + len(self.people)])
        parts = zip(
            (self.people, self.since, self.until, self.is_open),
            (others.people, others.since, others.until, others.is_open),
            strict=True,
        )
        people, since, until, is_open = (np.concatenate(pair) for pair in parts)
        return Teams(people, period_of, since, until, is_open)

    @property
    def begins(self) -> Ints:
        """Return the first day of each team."""
        first = np.full(len(self.people), np.iinfo(np.int64).max)
        np.minimum.at(first, self.period_of, self.since)
        return first


def seed(context: SeedContext) -> None:
    """Write the rows of version 2."""
    block = context.block("athletes")
    found = context.read("seed_athletes", first=block.start, last=block.stop - 1)
    athletes = Athletes(found["person_id"], found["is_male"], found["birth_date"])
    _athlete_facts(context, athletes)
    clubs = _clubs(context)
    women, men = athletes.of(athletes.is_male == 0), athletes.of(athletes.is_male == 1)
    least = min(len(women.ids), len(men.ids)) // 2
    partnered = min(max(LEAST_PARTNERED, len(women.ids) // PARTNERED_SHARE), least)
    pairs, couples, alone = slice(partnered), slice(partnered, 2 * partnered), slice(2 * partnered, None)
    # Some who dance now skated alone before.
    former = women.of(slice(partnered, 2 * partnered, 3))
    singles = _singles(women.of(alone)).and_also(_singles(men.of(alone))).and_also(_former_singles(former))
    _teams(context, "single", singles, clubs)
    _teams(context, "pair", _partnered(women.of(pairs), men.of(pairs)), clubs)
    _teams(context, "couple", _partnered(women.of(couples), men.of(couples)), clubs)


def _athlete_facts(context: SeedContext, athletes: Athletes) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        mine, random = athletes.of(slice(chunk.start, chunk.stop)), chunk.random
        height = np.where(
            mine.is_male, 164 + random.below(26, chunk.size), 148 + random.below(24, chunk.size)
        )
        hometowns = Pool([*pools.cities().values, "Юрга 🏔 / Yurga"])
        town = random.below(len(pools.cities()), chunk.size)
        return {
            "person_id": mine.ids,
            "height_cm": Nullable(height, chunk.index % 9 == 7),
            "hometown": Nullable(
                hometowns.draw(np.where(chunk.index == 4, len(pools.cities()), town)), chunk.index == 5
            ),
            "skating_since": mine.year + random.between(3, 6, chunk.size),
            "retired_on": Nullable(np.full(chunk.size, RETIRED_ON), ~mine.is_retired),
        }

    context.fill("public.athlete", len(athletes.ids), rows)


def _clubs(context: SeedContext) -> range:
    cities = pools.cities().values[:60]
    count = CLUBS.of(context.seed_count)
    ids = context.reserve("public.club", count + len(AWKWARD_CLUBS), block="clubs")
    places = context.draws("club").below(len(cities), count)
    ordinary = [(f"Ледовый клуб № {number}", cities[place], "RUS") for number, place in enumerate(places, 1)]
    rows = [(club_id, *club) for club_id, club in zip(ids, (*ordinary, *AWKWARD_CLUBS), strict=True)]
    context.copy("public.club", ("club_id", "name", "city", "country_code"), rows)
    return ids


def _singles(athletes: Athletes) -> Teams:
    count = len(athletes.ids)
    since, until = athletes.july_at(10), np.full(count, RETIRED_ON)
    return Teams(athletes.ids[:, None], np.arange(count), since, until, ~athletes.is_retired)


def _former_singles(athletes: Athletes) -> Teams:
    count = len(athletes.ids)
    until = athletes.july_at(10)
    return Teams(
        athletes.ids[:, None], np.arange(count), athletes.july_at(8), until, np.zeros(count, np.bool_)
    )


def _partnered(women: Athletes, men: Athletes) -> Teams:
    """Join women and men; of every six teams two swap partners and one parts for a season."""
    index = np.arange(len(women.ids))
    first = index[(index % 6 == 0) & (index + 1 < len(index))]
    steady = np.setdiff1d(index, np.concatenate([first, first + 1]))
    since = np.maximum(women.july_at(10), men.july_at(10))
    met_again = (steady % 6 == 2) & (since[steady] < PARTED_ON)
    # Rows of `joined`: those who swap as they were, as they are since, then those who never did.
    before, after = np.concatenate([first, first + 1]), np.concatenate([first + 1, first])
    woman, man = np.concatenate([before, before, steady]), np.concatenate([before, after, steady])
    kind = np.repeat([0, 1, 2], [len(before), len(before), len(steady)])
    kind[2 * len(before) :][met_again] = 3
    begins = np.where(kind == 1, SWAPPED_ON, since[woman])
    ends = np.select([kind == 0, kind == 3], [SWAPPED_ON, PARTED_ON], 0)
    again = np.flatnonzero(kind == 3)
    return Teams(
        people=np.stack([women.ids[woman], men.ids[man]], axis=1),
        period_of=np.concatenate([np.arange(len(kind)), again]),
        since=np.concatenate([begins, np.full(len(again), MET_AGAIN_ON)]),
        until=np.concatenate([ends, np.zeros(len(again), np.int64)]),
        is_open=np.concatenate([(kind == 1) | (kind == 2), np.ones(len(again), np.bool_)]),
    )


def _teams(context: SeedContext, kind: str, teams: Teams, clubs: range) -> None:
    count, size = teams.people.shape
    ids = np.arange(count) + context.reserve("public.team", count, block=f"{kind}s").start
    members = np.sort(teams.people, axis=1)
    context.write("public.team", {"team_id": ids, "kind": kind, "member_ids": Lists(members)})
    context.write(
        "public.team_member",
        {
            "team_id": np.repeat(ids, size),
            "team_kind": kind,
            "position": np.tile(np.arange(1, size + 1), count),
            "person_id": teams.people.ravel(),
        },
    )
    context.write(
        "public.membership_period",
        {
            "team_id": np.repeat(ids[teams.period_of], size),
            "team_kind": kind,
            "person_id": teams.people[teams.period_of].ravel(),
            "during": _days(
                np.repeat(teams.since, size), np.repeat(teams.until, size), np.repeat(teams.is_open, size)
            ),
        },
    )
    begins = teams.begins
    _countries(context, kind, ids, begins)
    _club_stays(context, kind, ids, begins, clubs)
    _coaches(context, kind, ids, begins)


def _countries(context: SeedContext, kind: str, ids: Ints, begins: Ints) -> None:
    """Of ten teams it is not known of one for whom they skate; of nine one has changed its country."""
    random, index = context.draws(f"{kind} country"), np.arange(len(ids))
    country = random.below(len(COUNTRIES), len(ids))
    moved_on = begins + 365 * random.between(2, 5, len(ids))
    # Another country stands at none of the next two places, for RUS has three.
    other = country + random.between(2, 3, len(ids))
    known, moved = index % 10 != 9, (index % 10 != 9) & (index % 9 == 1)
    _write_periods(context, "public.team_country", {
        "team_id": np.concatenate([ids[known], ids[moved]]),
        "country_code": COUNTRIES.draw(np.concatenate([country[known], other[moved]])),
    }, DateRanges(
        lower=np.concatenate([begins[known], moved_on[moved]]),
        upper=np.concatenate([moved_on[known], moved_on[moved]]),
        no_lower=np.repeat([True, False], [known.sum(), moved.sum()]),
        no_upper=np.concatenate([~moved[known], np.ones(moved.sum(), np.bool_)]),
    ))  # fmt: skip


def _club_stays(context: SeedContext, kind: str, ids: Ints, begins: Ints, clubs: range) -> None:
    """One team in four has changed its club; the partners of the others belong to two."""
    random, index = context.draws(f"{kind} club"), np.arange(len(ids))
    first = random.below(len(clubs), len(ids))
    second = (first + 1 + random.below(len(clubs) - 1, len(ids))) % len(clubs)
    moved_on = begins + 365 * random.between(1, 4, len(ids))
    moved = index % 4 == 3
    has_second = moved | np.full(len(ids), kind != "single")
    since = np.where(moved, moved_on, begins)[has_second]
    _write_periods(context, "public.team_club", {
        "team_id": np.concatenate([ids, ids[has_second]]),
        "club_id": np.concatenate([first, second[has_second]]) + clubs.start,
    }, _days(
        np.concatenate([begins, since]),
        np.concatenate([moved_on, since]),
        np.concatenate([~moved, np.ones(len(since), np.bool_)]),
    ))  # fmt: skip


def _coaches(context: SeedContext, kind: str, ids: Ints, begins: Ints) -> None:
    """One team in three has changed its coach; of five one has no choreographer and one its coach."""
    coaches, random, index = context.block("coaches"), context.draws(f"{kind} coach"), np.arange(len(ids))
    moved_on = begins + 365 * random.between(1, 4, len(ids))
    head = random.below(len(coaches), len(ids))
    step = random.between(1, len(coaches) - 1, len(ids))
    # A step of its own leads from the head coach to the third person.
    third = 1 + (step + random.below(len(coaches) - 2, len(ids))) % (len(coaches) - 1)
    moved, has_artist = index % 3 == 1, index % 5 != 4
    artist = head + np.where(index % 5 == 0, 0, third)
    people = np.concatenate([head, (head + step)[moved], artist[has_artist]]) % len(coaches)
    _write_periods(context, "public.team_coach", {
        "team_id": np.concatenate([ids, ids[moved], ids[has_artist]]),
        "person_id": people + coaches.start,
        "role": ROLES.draw(np.repeat([0, 0, 1], [len(ids), moved.sum(), has_artist.sum()])),
    }, _days(
        np.concatenate([begins, moved_on[moved], begins[has_artist]]),
        np.concatenate([moved_on, moved_on[moved], begins[has_artist]]),
        np.concatenate([~moved, np.ones(moved.sum() + has_artist.sum(), np.bool_)]),
    ))  # fmt: skip


def _write_periods(
    context: SeedContext, table: str, columns: dict[str, Ints | Draw], during: DateRanges
) -> None:
    context.write(table, {**columns, "during": during})


def _days(since: Ints, until: Ints, is_open: Flags) -> DateRanges:
    return DateRanges(since, until, np.zeros(len(since), np.bool_), is_open)
