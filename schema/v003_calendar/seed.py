"""Which generated rows version 3 gets: the events of a few seasons, with their categories and segments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fkplus.database.seeding.context import SeedContext
from fkplus.database.seeding.ratios import EVENTS_OF_A_SEASON
from fkplus.database.seeding.ratios import SEASONS as SEASON_COUNT

# By first year, the most telling first: each of the first three has other rules of judging and a winter with
# Olympic Games.
SEASONS = (2017, 2021, 2025, 2024, 2022, 2023)
OLYMPIC_SEASONS = (2017, 2021, 2025)

STARTS = tuple(time(hour, minute) for hour in (9, 11, 13, 15, 17, 18) for minute in (0, 15, 30))
DISCIPLINES = ("men", "women", "pairs", "ice_dance")
SENIOR, JUNIOR, BOTH = ("senior",), ("junior",), ("senior", "junior")
EVENT = ("event_id", "season", "name", "kind", "city", "country_code", "starts_on", "ends_on")
CATEGORY = ("category_id", "event_id", "level", "discipline", "team_event")
SEGMENT = ("category_id", "discipline", "kind", "ordinal", "starts_at")

PLACES = (
    ("Москва", "RUS"), ("Санкт-Петербург", "RUS"), ("Казань", "RUS"), ("Красноярск", "RUS"), ("Сочи", "RUS"),
    ("Saitama", "JPN"), ("Nagoya", "JPN"), ("Montréal", "CAN"), ("Kelowna", "CAN"), ("Boston", "USA"),
    ("Lake Placid", "USA"), ("Angers", "FRA"), ("Grenoble", "FRA"), ("Torino", "ITA"), ("Seoul", "KOR"),
    ("Beijing", "CHN"), ("Tbilisi", "GEO"), ("Sheffield", "GBR"), ("Oberstdorf", "GER"), ("Ostrava", "CZE"),
    ("Espoo", "FIN"), ("Tallinn", "EST"), ("Graz", "AUT"), ("Warszawa", "POL"),
)  # fmt: skip


@dataclass(frozen=True)
class Fixture:
    """An event that comes back every season; `month` and `day` say when."""

    kind: str
    name: str
    month: int
    day: int
    levels: tuple[str, ...]


# The year of figure skating, from October to April. A season that holds fewer events takes the first of them.
CALENDAR = (
    Fixture("championship", "World Championships", 3, 22, SENIOR),
    Fixture("grand_prix", "Grand Prix 1", 10, 20, SENIOR),
    Fixture("grand_prix_final", "Grand Prix Final", 12, 7, BOTH),
    Fixture("team_trophy", "Team Trophy", 4, 13, SENIOR),
    Fixture("national", "National Championships", 12, 20, BOTH),
    Fixture("junior_grand_prix", "Junior Grand Prix 1", 10, 4, JUNIOR),
    Fixture("championship", "European Championships", 1, 24, SENIOR),
    Fixture("grand_prix", "Grand Prix 2", 10, 27, SENIOR),
    Fixture("grand_prix", "Grand Prix 3", 11, 3, SENIOR),
    Fixture("challenger", "Challenger 1", 10, 11, SENIOR),
    Fixture("championship", "Junior World Championships", 3, 1, JUNIOR),
    Fixture("grand_prix", "Grand Prix 4", 11, 10, SENIOR),
    Fixture("grand_prix", "Grand Prix 5", 11, 17, SENIOR),
    Fixture("grand_prix", "Grand Prix 6", 11, 24, SENIOR),
    Fixture("championship", "Four Continents Championships", 1, 31, SENIOR),
    Fixture("challenger", "Challenger 2", 11, 14, SENIOR),
    Fixture("junior_grand_prix", "Junior Grand Prix 2", 10, 11, JUNIOR),
    Fixture("challenger", "Challenger 3", 12, 2, SENIOR),
)
OLYMPIC_GAMES = Fixture("olympic_games", "Olympic Games", 2, 9, SENIOR)

# Events without protocols: season, name, kind, city, country, first day, last day.
AWKWARD_EVENTS: tuple[tuple[int, str, str, str | None, str | None, date | None, date | None], ...] = (
    (2020, "FK+ Cancelled Cup", "other", None, None, None, None),
    (2020, "FK+ Postponed Cup", "challenger", "Graz", "AUT", date(2021, 10, 7), date(2021, 10, 10)),
    (2021, "FK+ open ice", "other", "Reykjavík", "ISL", date(2021, 10, 31), date(2021, 10, 31)),
    (2021, "FK+ Open Ice", "other", "Reykjavík", None, date(2021, 10, 31), date(2021, 10, 31)),
    (2025, "FK+ ⛸️❄️ Кубок «Лёд & Пламень»: " + "очень длинное имя " * 20 + "№ 1", "national", "Москва", "RUS",
     date(2025, 12, 31), date(2026, 1, 2)),
)  # fmt: skip
# Ice dance to 2009/10: two compulsory dances and an original one.
OLD_DANCE_EVENT = (
    2009,
    "FK+ Old Dance Cup",
    "other",
    "Oberstdorf",
    "GER",
    date(2009, 11, 5),
    date(2009, 11, 8),
)
OLD_DANCE_SEGMENTS = (("compulsory", 1), ("compulsory", 2), ("original", 1), ("free", 1))


@dataclass(frozen=True)
class Category:
    """A category to be, of the event with this id."""

    event_id: int
    level: str
    discipline: str
    team_event: bool
    starts_on: date


def seed(context: SeedContext) -> None:
    """Write the rows of version 3."""
    season_count = SEASON_COUNT.of(context.seed_count)
    planned = [
        (season, fixture)
        for season in sorted(SEASONS[:season_count])
        for fixture in _fixtures(season, EVENTS_OF_A_SEASON.of(context.seed_count))
    ]
    ids = context.reserve("public.event", len(planned), block="events")
    rows, categories = [], []
    places = context.draws("place").below(len(PLACES), len(planned))
    for event_id, (season, fixture), place in zip(ids, planned, places, strict=True):
        starts_on = date(season + (fixture.month < 7), fixture.month, fixture.day)
        city, country = PLACES[place]
        name = f"FK+ {fixture.name} {starts_on.year}"
        rows.append(
            (event_id, season, name, fixture.kind, city, country, starts_on, starts_on + timedelta(days=4))
        )
        categories += list(_categories(event_id, fixture, starts_on))
    context.copy("public.event", EVENT, rows)
    _write_categories(context, categories)
    _awkward_events(context)


def _fixtures(season: int, count: int) -> Sequence[Fixture]:
    """Return the events of a season: the calendar's, then local ones, a few every week."""
    wanted = (*CALENDAR[:1], OLYMPIC_GAMES, *CALENDAR[1:]) if season in OLYMPIC_SEASONS else CALENDAR
    fixtures = list(wanted[:count])
    first_day = date(2001, 10, 2)
    for number in range(1, count - len(fixtures) + 1):
        day = first_day + timedelta(days=5 * number % 205)
        levels = (SENIOR, JUNIOR, BOTH)[number % 3]
        fixtures.append(Fixture("other", f"Local Cup {number}", day.month, day.day, levels))
    return fixtures


def _categories(event_id: int, fixture: Fixture, starts_on: date) -> Iterator[Category]:
    for level in fixture.levels:
        for discipline in DISCIPLINES:
            if fixture.kind != "team_trophy":
                yield Category(event_id, level, discipline, False, starts_on)
            if fixture.kind in {"team_trophy", "olympic_games"}:
                yield Category(event_id, level, discipline, True, starts_on)


def _write_categories(context: SeedContext, categories: Sequence[Category]) -> None:
    ids = context.reserve("public.category", len(categories), block="categories")
    context.copy(
        "public.category",
        CATEGORY,
        (
            (category_id, each.event_id, each.level, each.discipline, each.team_event)
            for category_id, each in zip(ids, categories, strict=True)
        ),
    )
    segments = []
    starts = context.draws("start").below(len(STARTS), 2 * len(ids)).reshape(-1, 2)
    for category_id, each, start in zip(ids, categories, starts, strict=True):
        for day, kind in enumerate(("short", "free"), start=1):
            starts_at = datetime.combine(each.starts_on + timedelta(days=day), STARTS[start[day - 1]], UTC)
            # Of one category in thirteen the time was not published.
            segments.append(
                (category_id, each.discipline, kind, 1, None if category_id % 13 == 5 else starts_at)
            )
    context.copy("public.segment", SEGMENT, segments)


def _awkward_events(context: SeedContext) -> None:
    events = (*AWKWARD_EVENTS, OLD_DANCE_EVENT)
    ids = context.reserve("public.event", len(events), block="events without protocols")
    context.copy(
        "public.event", EVENT, ((event_id, *event) for event_id, event in zip(ids, events, strict=True))
    )
    category_ids = context.reserve("public.category", 2, block="categories without protocols")
    context.copy(
        "public.category",
        CATEGORY,
        [
            (category_ids[0], ids[-1], "senior", "ice_dance", False),
            # Announced, and no segment ever drawn up.
            (category_ids[1], ids[0], "basic_novice", "women", False),
        ],
    )
    context.copy(
        "public.segment",
        SEGMENT,
        [(category_ids[0], "ice_dance", kind, ordinal, None) for kind, ordinal in OLD_DANCE_SEGMENTS],
    )
