"""Which generated rows version 2 gets: athletes, clubs, teams with their partners, countries, coaches."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from psycopg.types.range import DateRange

from fkplus.database.queries import query
from fkplus.database.seeding.context import Ratio, SeedContext, pool

# Rows per SEED_COUNT. Teams follow the athletes that version 1 made: of ten women and ten men, six each skate
# alone, two each make pairs and two each make couples; a third of pairs and couples change partners.
RATIOS = {"clubs": Ratio(users_per_row=100, least=8)}
PARTNERED_SHARE = 5  # one athlete in five skates in pairs, one in five in ice dance
LEAST_PARTNERED = 3

SWAPPED_ON = date(2021, 7, 1)
APART = (date(2019, 7, 1), date(2020, 7, 1))
RETIRED_ON = date(2024, 4, 30)
COUNTRIES = ("RUS", "USA", "JPN", "CAN", "RUS", "FRA", "ITA", "KOR", "GEO", "CHN", "RUS", "GBR", "GER", "CZE")
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
class Athlete:
    """A person of version 1 who skates."""

    person_id: int
    sex: str
    born: date

    def july_at(self, age: int) -> date:
        """Return the start of the season in which the athlete turns `age`."""
        return date(self.born.year + age, 7, 1)


@dataclass(frozen=True)
class Team:
    """Who skates together, in the order of announcement, and when."""

    members: tuple[Athlete, ...]
    periods: tuple[DateRange, ...]

    @property
    def since(self) -> date:
        """Return the first day of the team."""
        first = self.periods[0].lower
        assert first is not None
        return first


def seed(context: SeedContext) -> None:
    """Write the rows of version 2."""
    athletes = _athletes(context)
    _athlete_facts(context, athletes)
    club_ids = _clubs(context)
    women = [athlete for athlete in athletes if athlete.sex == "female"]
    men = [athlete for athlete in athletes if athlete.sex == "male"]
    partnered = min(max(LEAST_PARTNERED, len(women) // PARTNERED_SHARE), len(women) // 2, len(men) // 2)
    pairs = _partnered(women[:partnered], men[:partnered])
    couples = _partnered(women[partnered : 2 * partnered], men[partnered : 2 * partnered])
    singles = [*_singles(women[2 * partnered :]), *_singles(men[2 * partnered :])]
    # Some who dance now skated alone before.
    singles += [
        Team((woman,), (DateRange(date(woman.born.year + 8, 7, 1), woman.july_at(10)),))
        for woman in women[partnered : 2 * partnered : 3]
    ]
    for kind, teams in (("single", singles), ("pair", pairs), ("couple", couples)):
        _teams(context, kind, teams, club_ids)


def _athletes(context: SeedContext) -> Sequence[Athlete]:
    ids = context.block("athletes")
    parameters = {"first": ids.start, "last": ids.stop - 1}
    return [Athlete(*row) for row in context.connection.execute(query("seed_athletes"), parameters)]


def _athlete_facts(context: SeedContext, athletes: Sequence[Athlete]) -> None:
    source, cities = context.stream("athlete"), pool(context.ru.city_name, 150)

    def rows() -> Iterator[Sequence[Any]]:
        for index, athlete in enumerate(athletes):
            height = source.randrange(148, 172) if athlete.sex == "female" else source.randrange(164, 190)
            town = ("Юрга 🏔 / Yurga", None)[index % 2] if index in {4, 5} else source.choice(cities)
            retired_on = RETIRED_ON if _is_retired(athlete) else None
            since = athlete.born.year + source.randrange(3, 7)
            yield athlete.person_id, None if index % 9 == 7 else height, town, since, retired_on

    context.copy(
        "public.athlete", ("person_id", "height_cm", "hometown", "skating_since", "retired_on"), rows()
    )


def _clubs(context: SeedContext) -> range:
    source, cities = context.stream("club"), pool(context.ru.city_name, 60)
    count = RATIOS["clubs"].of(context.seed_count)
    ids = context.reserve("public.club", count + len(AWKWARD_CLUBS), block="clubs")
    ordinary = [(f"Ледовый клуб № {number}", source.choice(cities), "RUS") for number in range(1, count + 1)]
    rows = [(club_id, *club) for club_id, club in zip(ids, (*ordinary, *AWKWARD_CLUBS), strict=True)]
    context.copy("public.club", ("club_id", "name", "city", "country_code"), rows)
    return ids


def _singles(athletes: Sequence[Athlete]) -> Sequence[Team]:
    return [
        Team((athlete,), (DateRange(athlete.july_at(10), RETIRED_ON if _is_retired(athlete) else None),))
        for athlete in athletes
    ]


def _partnered(women: Sequence[Athlete], men: Sequence[Athlete]) -> Sequence[Team]:
    """Join women and men; of every six teams two swap partners and one parts for a season."""
    teams: list[Team] = []
    for index, (woman, man) in enumerate(zip(women, men, strict=True)):
        since = max(woman.july_at(10), man.july_at(10))
        place = index % 6
        if place == 0 and index + 1 < len(women):
            other = (women[index + 1], men[index + 1])
            others_since = max(other[0].july_at(10), other[1].july_at(10))
            teams += _swapping((woman, man), other, since, others_since)
        elif place == 1 and index > 0:
            continue
        elif place == 2 and since < APART[0]:
            teams.append(Team((woman, man), (DateRange(since, APART[0]), DateRange(APART[1], None))))
        else:
            teams.append(Team((woman, man), (DateRange(since, None),)))
    return teams


def _swapping(
    first: tuple[Athlete, Athlete], second: tuple[Athlete, Athlete], first_since: date, second_since: date
) -> Iterator[Team]:
    """Yield two teams until SWAPPED_ON and, from then on, two with the partners changed."""
    yield Team(first, (DateRange(first_since, SWAPPED_ON),))
    yield Team(second, (DateRange(second_since, SWAPPED_ON),))
    yield Team((first[0], second[1]), (DateRange(SWAPPED_ON, None),))
    yield Team((second[0], first[1]), (DateRange(SWAPPED_ON, None),))


def _teams(context: SeedContext, kind: str, teams: Sequence[Team], club_ids: range) -> None:
    ids = context.reserve("public.team", len(teams), block=f"{kind}s")
    numbered = list(zip(ids, teams, strict=True))
    context.copy(
        "public.team",
        ("team_id", "kind", "member_ids"),
        ((team_id, kind, sorted(m.person_id for m in team.members)) for team_id, team in numbered),
    )
    context.copy(
        "public.team_member",
        ("team_id", "team_kind", "position", "person_id"),
        (
            (team_id, kind, position, member.person_id)
            for team_id, team in numbered
            for position, member in enumerate(team.members, start=1)
        ),
    )
    context.copy(
        "public.membership_period",
        ("team_id", "team_kind", "person_id", "during"),
        (
            (team_id, kind, member.person_id, period)
            for team_id, team in numbered
            for member in team.members
            for period in team.periods
        ),
    )
    source = context.stream(f"team {kind}")
    context.copy("public.team_country", ("team_id", "country_code", "during"), _countries(source, numbered))
    context.copy(
        "public.team_club", ("team_id", "club_id", "during"), _club_stays(source, numbered, club_ids)
    )
    context.copy(
        "public.team_coach",
        ("team_id", "person_id", "role", "during"),
        _coaches(source, numbered, context.block("coaches")),
    )


def _countries(source: random.Random, teams: Sequence[tuple[int, Team]]) -> Iterator[Sequence[Any]]:
    for index, (team_id, team) in enumerate(teams):
        country = source.choice(COUNTRIES)
        if index % 10 == 9:
            continue  # for whom they skate is not known
        if index % 9 == 1:
            moved_on = team.since + timedelta(days=365 * source.randrange(2, 6))
            yield team_id, country, DateRange(None, moved_on)
            yield (
                team_id,
                source.choice([code for code in COUNTRIES if code != country]),
                DateRange(moved_on, None),
            )
        else:
            yield team_id, country, DateRange()


def _club_stays(
    source: random.Random, teams: Sequence[tuple[int, Team]], club_ids: range
) -> Iterator[Sequence[Any]]:
    for index, (team_id, team) in enumerate(teams):
        first, second = source.sample(club_ids, 2)
        moved_on = team.since + timedelta(days=365 * source.randrange(1, 5))
        if index % 4 == 3:
            yield team_id, first, DateRange(team.since, moved_on)
            yield team_id, second, DateRange(moved_on, None)
        else:
            yield team_id, first, DateRange(team.since, None)
            if len(team.members) == 2:
                yield team_id, second, DateRange(team.since, None)


def _coaches(
    source: random.Random, teams: Sequence[tuple[int, Team]], coach_ids: range
) -> Iterator[Sequence[Any]]:
    for index, (team_id, team) in enumerate(teams):
        head, second, choreographer = source.sample(coach_ids, 3)
        moved_on = team.since + timedelta(days=365 * source.randrange(1, 5))
        yield team_id, head, "coach", DateRange(team.since, moved_on if index % 3 == 1 else None)
        if index % 3 == 1:
            yield team_id, second, "coach", DateRange(moved_on, None)
        if index % 5 == 0:
            # Back to the first coach, who makes the programmes as well.
            yield team_id, head, "choreographer", DateRange(team.since, None)
        elif index % 5 != 4:
            yield team_id, choreographer, "choreographer", DateRange(team.since, None)


def _is_retired(athlete: Athlete) -> bool:
    return athlete.born.year < 1999 and athlete.person_id % 4 == 1
