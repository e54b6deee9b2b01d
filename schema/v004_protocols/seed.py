"""Which generated rows version 4 gets: entries, panels and the protocols of all that was skated."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fkplus.database.seeding import protocol
from fkplus.database.seeding.context import Ratio, SeedContext
from fkplus.database.seeding.elements import rules_of
from fkplus.database.seeding.fields import TEAM_KINDS, Field, Team, draw_fields
from fkplus.database.seeding.protocol import Assignment
from fkplus.database.seeding.scoring import Sheet, decimal, places

# Rows per SEED_COUNT. The entries are shared out over the categories of version 3, in proportion to their
# usual fields, at least three to each where so many skate; most entries give two performances.
RATIOS = {"entries": Ratio(users_per_row=1, least=250)}
FIELDS = {
    "olympic_games": 30, "championship": 36, "grand_prix": 12, "grand_prix_final": 6, "junior_grand_prix": 30,
    "challenger": 20, "team_trophy": 10, "national": 18, "other": 24,
}  # fmt: skip
BATCH = 1_000  # performances in memory at a time

# The last team of a category meets what is rare; the first such categories of the seed have one case each.
CASES = (
    "withdrawn before", "withdrawn between", "disqualified", "tied", "worthless element", "panel of 8",
    "absent judge", "broken off", "did not start", "not qualified", "many falls", "flawless", "panel of 7",
    "nothing published",
)  # fmt: skip
CASES_EVERY = 40
LEAST_WITH_CASE = 3
LEAST_WITH_CUT = 8
NEVER_ON_ICE = {"withdrawn before": "wd", "did not start": "dns", "not qualified": "dnq"}

ENTRY = (
    "entry_id", "category_id", "discipline", "team_id", "team_kind", "country_code", "published_name",
    "status",
)  # fmt: skip
PERFORMANCE = (
    "performance_id", "segment_id", "category_id", "entry_id", "start_no", "rank", "panel_size", "status",
    "tss", "tes", "pcs", "deductions",
)  # fmt: skip
ELEMENT = (
    "performance_id", "no", "code", "info", "base_value", "is_second_half", "goe", "panel_score", "marks",
)  # fmt: skip
COMPONENT = ("performance_id", "no", "name", "factor", "panel_mark", "marks")
SEAT = ("segment_id", "function", "role", "seat_no", "person_id", "nation")
OFFICES = (
    ("Referee", "referee"), ("Technical Controller", "technical_controller"),
    ("Technical Specialist", "technical_specialist"),
    ("Assistant Technical Specialist", "assistant_technical_specialist"), ("Data Operator", "data_operator"),
    ("Replay Operator", "replay_operator"),
)  # fmt: skip
NATIONS = ("RUS", "USA", "JPN", "CAN", "FRA", "ITA", "KOR", "GBR", "GER", "CZE", "FIN", "AUS", "UKR", "KAZ")


@dataclass(frozen=True)
class Skate:
    """One performance to be written; `sheet` None: there was nothing to judge.

    `earned` is what it was ranked by on the day; None: it was not ranked.
    """

    team_place: int
    status: str
    sheet: Sheet | None
    earned: Sheet | None


@dataclass(frozen=True)
class Contest:
    """A field with all that was skated, and which places of its list did not reach the free segment."""

    field: Field
    short: tuple[Skate, ...]
    free: tuple[Skate, ...]
    cut: frozenset[int]


def seed(context: SeedContext) -> None:
    """Write the rows of version 4."""
    source = context.stream("field")
    fields = _with_cases(draw_fields(context, source, FIELDS, RATIOS["entries"].of(context.seed_count)))
    numbered = [
        replace(field, entry_ids=context.reserve("public.entry", len(field.teams))) for field in fields
    ]
    context.copy("public.panel_seat", SEAT, _seat_rows(context, numbered))
    _protocols(context, numbered)


def _with_cases(fields: Sequence[Field]) -> Iterator[Field]:
    """Yield the fields; those of three teams or more get the cases in turn, many ordinary ones between."""
    rich = 0
    for field in fields:
        if len(field.teams) < LEAST_WITH_CASE:
            yield field
            continue
        turn = rich % CASES_EVERY
        rich += 1
        yield replace(field, case=CASES[turn]) if turn < len(CASES) else field


def _entry_rows(contest: Contest) -> Iterator[Sequence[Any]]:
    field, category = contest.field, contest.field.category
    last = len(field.teams) - 1
    statuses = {**NEVER_ON_ICE, "withdrawn between": "wd", "broken off": "wd", "disqualified": "dsq"}
    for place, (entry_id, team) in enumerate(zip(field.entry_ids, field.teams, strict=True)):
        status = statuses.get(field.case, "ok") if place == last else "ok"
        if place in contest.cut:
            status = "fnr"
        kind = TEAM_KINDS[category.discipline]
        name, country = _published(field, place, team)
        yield entry_id, category.category_id, category.discipline, team.team_id, kind, country, name, status


def _published(field: Field, place: int, team: Team) -> tuple[str, str | None]:
    """Return the name and the country as an entry list prints them."""
    country = team.country_on(field.category.starts_on)
    if field.case == "nothing published" and place == len(field.teams) - 1:
        return f"{team.name.upper()} ❄ {'(alternate) ' * 20}№ 1", None
    if field.category.event_kind == "olympic_games" and country == "RUS":
        # Under which name Russians skated at the Games of the three winters.
        return team.name, {2017: "OAR", 2021: "ROC", 2025: "AIN"}[field.category.season]
    return team.name, country


def _panel_size(field: Field) -> int:
    special = {"panel of 8": 8, "panel of 7": 7}.get(field.case)
    return special or {"other": 5, "national": 7}.get(field.category.event_kind, 9)


def _seat_rows(context: SeedContext, fields: Sequence[Field]) -> Iterator[Sequence[Any]]:
    source, officials = context.stream("panel_seat"), context.block("officials")
    for field in fields:
        judges = [(f"Judge No.{number}", "judge", number) for number in range(1, _panel_size(field) + 1)]
        seats = [*judges, *((function, role, 1) for function, role in OFFICES)]
        for segment_id in (field.category.short_id, field.category.free_id):
            people = source.sample(officials, len(seats))
            for (function, role, number), person_id in zip(seats, people, strict=True):
                nation: str | None = NATIONS[person_id % len(NATIONS)]
                if field.case == "nothing published" or (
                    field.category.event_kind == "other" and number == 5
                ):
                    yield segment_id, function, role, number, None, None
                    continue
                if field.category.season == 2017 and field.category.event_kind == "championship":
                    nation = "ISU"
                yield segment_id, function, role, number, person_id, nation


def _protocols(context: SeedContext, fields: Sequence[Field]) -> None:
    source = context.stream("protocol")
    batch: list[Contest] = []
    waiting = 0
    for field in fields:
        contest = _contest(source, field)
        batch.append(contest)
        waiting += len(contest.short) + len(contest.free)
        if waiting >= BATCH:
            _write(context, batch)
            batch, waiting = [], 0
    _write(context, batch)


def _contest(source: random.Random, field: Field) -> Contest:
    short = tuple(_segment(source, field, "short", range(len(field.teams))))
    cut: frozenset[int] = frozenset()
    # A big championship lets three quarters of the field skate the free programme.
    if field.category.event_kind == "championship" and len(short) >= LEAST_WITH_CUT and not field.case:
        best_first = sorted(_ranks("short", short).items(), key=lambda item: item[1] or 0)
        cut = frozenset(place for place, _ in best_first[-(len(short) // 4) :])
    places_left = [place for place in range(len(field.teams)) if place not in cut]
    free = _segment(source, field, "free", places_left)
    ranks = _ranks("short", short)
    # The best of the short programme skate last.
    return Contest(field, short, tuple(sorted(free, key=lambda s: -(ranks.get(s.team_place) or 99))), cut)


def _segment(source: random.Random, field: Field, kind: str, team_places: Sequence[int]) -> list[Skate]:
    """Return the performances of the teams at these places of the list, in its order."""
    category = field.category
    absent = frozenset({6}) if field.case == "absent judge" and _panel_size(field) > 6 else frozenset[int]()
    assignment = Assignment(
        rules_of(category.season), category.discipline, category.level, kind, _panel_size(field), absent
    )
    skates: list[Skate] = []
    for place in team_places:
        case = field.case if place == len(field.teams) - 1 else ""
        skill = min(100, max(0, field.teams[place].skill + source.randrange(-12, 13)))
        sheet = protocol.judge(
            source,
            assignment,
            97 if case == "disqualified" else skill,
            least_falls=5 * (case == "many falls"),
        )
        skates += _with_case(source, case, assignment, sheet, skates) if case else [_scored(place, sheet)]
    return skates


def _scored(place: int, sheet: Sheet) -> Skate:
    return Skate(place, "ok", sheet, sheet)


def _with_case(
    source: random.Random, case: str, assignment: Assignment, sheet: Sheet, before: Sequence[Skate]
) -> Iterator[Skate]:
    """Yield what the last team of a field shows in a segment: one performance, or none."""
    place, is_free = len(before), assignment.kind == "free"
    if case in NEVER_ON_ICE:
        if not is_free:
            yield Skate(place, NEVER_ON_ICE[case], None, None)
    elif case == "withdrawn between" and is_free:
        yield Skate(place, "wd", None, None)
    elif case == "broken off" and is_free:
        yield Skate(place, "wd", protocol.broken_off(sheet), None)
    elif case == "disqualified":
        yield Skate(place, "dsq", protocol.annulled(sheet), sheet)
    elif case == "tied":
        previous = before[-1].sheet
        assert previous is not None
        yield _scored(place, protocol.tied(source, previous))
    elif case == "worthless element":
        yield _scored(place, protocol.with_worthless(sheet))
    elif case == "flawless":
        yield _scored(place, protocol.flawless(sheet))
    else:
        yield _scored(place, sheet)


def _ranks(kind: str, skates: Sequence[Skate]) -> dict[int, int | None]:
    """Return the rank of each place in the list; the place of a disqualified team stays empty."""
    earned = [(skate, skate.earned) for skate in skates if skate.earned is not None]
    scores = [sheet.rank_score(kind) for _, sheet in earned]
    ranks: dict[int, int | None] = {skate.team_place: None for skate in skates}
    for (skate, _), rank in zip(earned, places(scores), strict=True):
        ranks[skate.team_place] = rank if skate.status == "ok" else None
    return ranks


def _write(context: SeedContext, batch: Sequence[Contest]) -> None:
    count = sum(len(contest.short) + len(contest.free) for contest in batch)
    ids = iter(context.reserve("public.performance", count))
    sheets: list[tuple[int, Sheet]] = []
    rows: list[Sequence[Any]] = []
    for contest in batch:
        for kind, skates in (("short", contest.short), ("free", contest.free)):
            ranks = _ranks(kind, skates)
            for start_no, skate in enumerate(skates, start=1):
                performance_id = next(ids)
                numbers = (start_no, ranks[skate.team_place])
                rows.append(_performance_row(performance_id, contest.field, kind, skate, numbers))
                if skate.sheet is not None:
                    sheets.append((performance_id, skate.sheet))
    context.copy("public.entry", ENTRY, (row for contest in batch for row in _entry_rows(contest)))
    context.copy("public.performance", PERFORMANCE, rows)
    context.copy("public.element", ELEMENT, _element_rows(sheets))
    context.copy("public.component", COMPONENT, _component_rows(sheets))


def _performance_row(
    performance_id: int, field: Field, kind: str, skate: Skate, numbers: tuple[int, int | None]
) -> Sequence[Any]:
    start_no: int | None
    start_no, rank = numbers
    category = field.category
    if field.case == "nothing published" or (skate.sheet is None and kind == "short"):
        start_no = None
    where = (
        performance_id, category.short_id if kind == "short" else category.free_id, category.category_id,
        field.entry_ids[skate.team_place], start_no, rank,
    )  # fmt: skip
    sheet = skate.sheet
    if skate.status != "ok" or sheet is None:
        return *where, None if sheet is None else _panel_size(field), skate.status, None, None, None, None
    scores = (sheet.tss, sheet.tes, sheet.pcs, sheet.deductions)
    return *where, _panel_size(field), "ok", *map(decimal, scores)


def _element_rows(sheets: Sequence[tuple[int, Sheet]]) -> Iterator[Sequence[Any]]:
    for performance_id, sheet in sheets:
        for number, line in enumerate(sheet.elements, start=1):
            goe = None if line.goe is None else decimal(line.goe)
            score = None if line.goe is None else decimal(line.base + line.goe)
            base, marks = decimal(line.base), list(line.marks)
            yield performance_id, number, line.code, line.info, base, line.is_second_half, goe, score, marks


def _component_rows(sheets: Sequence[tuple[int, Sheet]]) -> Iterator[Sequence[Any]]:
    for performance_id, sheet in sheets:
        for number, line in enumerate(sheet.components, start=1):
            mark = None if line.mark is None else decimal(line.mark)
            marks = [None if each is None else decimal(each) for each in line.marks]
            yield performance_id, number, line.name, decimal(line.factor), mark, marks
