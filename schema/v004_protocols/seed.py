"""Which generated rows version 4 gets: entries, panels and the protocols of all that was skated."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fkplus.database.seeding import sheets
from fkplus.database.seeding.columns import (
    Array,
    Draw,
    Flags,
    Hundredths,
    Ints,
    Lists,
    Nullable,
    Pool,
    joined,
)
from fkplus.database.seeding.contests import (
    CASES,
    FIELDS,
    FNR,
    OK,
    OUTCOMES,
    STATUSES,
    Contests,
    Skated,
    contests,
    skate,
)
from fkplus.database.seeding.context import Chunk, SeedContext
from fkplus.database.seeding.distributions import DISCIPLINES
from fkplus.database.seeding.elements import COMPONENT_NAMES
from fkplus.database.seeding.fields import TEAM_KINDS, categories, entries
from fkplus.database.seeding.programmes import KINDS, code_pool
from fkplus.database.seeding.ratios import ENTRIES
from fkplus.database.seeding.sheets import INFOS, SEATS, Sheets
from fkplus.database.seeding.skaters import Skaters, skaters
from fkplus.database.seeding.streams import Stream

COUNTRIES = (
    "RUS",
    "USA",
    "JPN",
    "CAN",
    "FRA",
    "ITA",
    "KOR",
    "GEO",
    "CHN",
    "GBR",
    "GER",
    "CZE",
    "OAR",
    "ROC",
    "AIN",
)
COUNTRY_POOL = Pool(COUNTRIES)
# Under which name Russians skated at the Games of the three winters.
NEUTRALS = {2017: "OAR", 2021: "ROC", 2025: "AIN"}
OFFICES = (
    ("Referee", "referee"), ("Technical Controller", "technical_controller"),
    ("Technical Specialist", "technical_specialist"),
    ("Assistant Technical Specialist", "assistant_technical_specialist"), ("Data Operator", "data_operator"),
    ("Replay Operator", "replay_operator"),
)  # fmt: skip
FUNCTIONS = Pool(
    [*(f"Judge No.{number}" for number in range(1, SEATS + 1)), *(title for title, _ in OFFICES)]
)
ROLES = Pool([*("judge" for _ in range(SEATS)), *(role for _, role in OFFICES)])
NATIONS = Pool(
    ("RUS", "USA", "JPN", "CAN", "FRA", "ITA", "KOR", "GBR", "GER", "CZE", "FIN", "AUS", "UKR", "KAZ", "ISU")
)
NAMES = Pool(COMPONENT_NAMES)
DISCIPLINE_POOL = Pool(DISCIPLINES)
TEAM_KIND_POOL = Pool([TEAM_KINDS[discipline] for discipline in DISCIPLINES])


@dataclass(frozen=True)
class _Line:
    """The rows of performance in the order of their ids."""

    ids: Ints
    entry: Ints
    kind: Ints
    sheet: Ints
    status: Ints
    rank: Ints
    start_no: Ints


def seed(context: SeedContext) -> None:
    """Write the rows of version 4."""
    found = categories(context, FIELDS)
    teams = {kind: skaters(context, kind, COUNTRIES) for kind in dict.fromkeys(TEAM_KINDS.values())}
    entered = entries(context, found, teams, FIELDS, ENTRIES.of(context.seed_count))
    among = contests(found, entered)
    entry_ids = np.arange(len(entered.team)) + context.reserve("public.entry", len(entered.team)).start
    _panel_seats(context, among)
    short, free, cut = skate(context, among, teams)
    _entries(context, among, teams, entry_ids, cut)
    _performances(context, among, entry_ids, short, free)


def _panel_seats(context: SeedContext, among: Contests) -> None:
    """Write the officials of both segments of each category."""
    officials, found = context.block("officials"), among.categories
    segments = np.stack([found.short_id, found.free_id], axis=1).ravel()
    # Officials stand on a ring: a panel is a stretch of it from some place on, in some stride.
    random, count = context.draws("panel_seat"), len(segments)
    seats = np.arange(SEATS + len(OFFICES))
    first = random.below(len(officials), count)
    person = officials.start + (first[:, None] + seats * _stride(len(officials), count, random)) % len(
        officials
    )
    of = np.repeat(np.arange(len(found)), 2)
    row, seat = np.nonzero((seats < among.panel[of][:, None]) | (seats >= SEATS))
    of, person = of[row], person[row, seat]
    is_local = among.is_kind("other")[of] & (seat == 4)
    unknown = (among.case[of] == CASES.index("nothing published")) | is_local
    is_isu = (found.season[of] == 2017) & among.is_kind("championship")[of]
    nation = np.where(is_isu, len(NATIONS) - 1, person % (len(NATIONS) - 1))
    columns = {
        "segment_id": segments[row],
        "function": FUNCTIONS.draw(seat),
        "role": ROLES.draw(seat),
        "seat_no": np.where(seat < SEATS, seat + 1, 1),
        "person_id": Nullable(person, unknown),
        "nation": Nullable(NATIONS.draw(nation), unknown),
    }
    context.write("public.panel_seat", columns)


def _stride(size: int, count: int, random: Stream) -> Ints:
    """Return steps that lead round a ring of `size` without meeting a place twice in fifteen."""
    steps = [step for step in range(1, max(2, size // (SEATS + len(OFFICES)) + 1)) if step * 14 < size]
    return np.array(steps)[random.below(len(steps), count)][:, None]


def _entries(
    context: SeedContext, among: Contests, teams: Mapping[str, Skaters], ids: Ints, cut: Flags
) -> None:
    entered, found = among.entries, among.categories
    status = np.where(cut, FNR, OK)
    for case, (whole, _, _) in OUTCOMES.items():
        status[among.meets(case)] = whole
    for number, name in enumerate(DISCIPLINES):
        rows = np.flatnonzero(found.discipline[entered.category] == number)
        kind, category = teams[TEAM_KINDS[name]], entered.category[rows]
        country = kind.countries.on(entered.team[rows], found.starts_on[category])
        country = _at_games(among, category, country)
        alternate = among.meets("nothing published")[rows]
        names = kind.names.draw(entered.team[rows])
        for is_alternate in (False, True):
            mine = np.flatnonzero(alternate == is_alternate)
            mine_names = Draw(names.pool, names.index[mine])
            unknown = (country[mine] < 0) | is_alternate
            columns = {
                "entry_id": ids[rows[mine]],
                "category_id": found.category_id[category[mine]],
                "discipline": name,
                "team_id": kind.ids[entered.team[rows[mine]]],
                "team_kind": TEAM_KINDS[name],
                "country_code": Nullable(COUNTRY_POOL.draw(country[mine]), unknown),
                "published_name": joined(mine_names, f" ❄ {'(alternate) ' * 20}№ 1")
                if is_alternate
                else mine_names,
                "status": STATUSES.draw(status[rows[mine]]),
            }
            if len(mine):
                context.write("public.entry", columns)


def _at_games(among: Contests, category: Ints, country: Ints) -> Ints:
    found = among.categories
    is_russian = among.is_kind("olympic_games")[category] & (country == COUNTRIES.index("RUS"))
    for season, code in NEUTRALS.items():
        country = np.where(is_russian & (found.season[category] == season), COUNTRIES.index(code), country)
    return country


def _performances(
    context: SeedContext, among: Contests, entry_ids: Ints, short: Skated, free: Skated
) -> None:
    """Write the performances with their elements and components, contest by contest."""
    both = [short, free]
    entry = np.concatenate([each.starts.entry for each in both])
    kind = np.repeat(np.arange(2), [len(each.rank) for each in both])
    category = among.entries.category[entry]
    # As skated: the short segment of a category, then its free one, by starting order.
    turn = np.concatenate([np.arange(len(each.rank)) for each in both])
    order = np.lexsort((turn, kind, category))
    ids = np.arange(len(order)) + context.reserve("public.performance", len(order)).start
    sheet = np.concatenate([each.sheet for each in both])
    sheet = np.where(sheet < 0, -1, sheet + len(short.sheets) * kind)[order]
    written = sheets.joined([each.sheets for each in both])
    line = _Line(
        ids=ids,
        entry=entry[order],
        kind=kind[order],
        sheet=sheet,
        status=np.concatenate([each.starts.status for each in both])[order],
        rank=np.concatenate([each.rank for each in both])[order],
        start_no=np.concatenate([each.starts.start_no for each in both])[order],
    )
    _performance_rows(context, among, entry_ids, line, written)
    has_sheet = sheet >= 0
    _parts(context, ids[has_sheet], sheets.chosen(written, sheet[has_sheet]))


def _performance_rows(
    context: SeedContext, among: Contests, entry_ids: Ints, line: _Line, written: Sheets
) -> None:
    found, category = among.categories, among.entries.category[line.entry]
    scores = [written.tss, written.tes, written.pcs, written.deductions]
    tss, tes, pcs, deductions = (score[line.sheet] for score in scores)
    unscored = line.status != OK
    columns = {
        "performance_id": line.ids,
        "segment_id": np.where(
            line.kind == KINDS.index("short"), found.short_id[category], found.free_id[category]
        ),
        "category_id": found.category_id[category],
        "entry_id": entry_ids[line.entry],
        "start_no": Nullable(line.start_no, line.start_no == 0),
        "rank": Nullable(line.rank, line.rank == 0),
        "panel_size": Nullable(among.panel[category], line.sheet < 0),
        "status": STATUSES.draw(line.status),
        "tss": Nullable(Hundredths(tss), unscored),
        "tes": Nullable(Hundredths(tes), unscored),
        "pcs": Nullable(Hundredths(pcs), unscored),
        "deductions": Nullable(Hundredths(deductions), unscored),
    }
    context.write("public.performance", columns)


def _parts(context: SeedContext, ids: Ints, written: Sheets) -> None:
    """Write elements and components of the performances `ids`, a chunk of performances at a time."""

    def elements(chunk: Chunk) -> dict[str, object]:
        part = sheets.chosen(written, chunk.index)
        row, place = np.nonzero(part.is_element)
        base, goe, unmarked = part.base[row, place], part.goe[row, place], ~part.is_marked[row]
        return {
            "performance_id": ids[chunk.index][row],
            "no": place + 1,
            "code": code_pool().draw(part.code[row, place]),
            "info": INFOS.draw(part.info[row, place]),
            "base_value": Hundredths(base.astype(np.int64)),
            "is_second_half": part.is_second_half[row, place],
            "goe": Nullable(Hundredths(goe.astype(np.int64)), unmarked),
            "panel_score": Nullable(Hundredths((base + goe).astype(np.int64)), unmarked),
            "marks": _marks(
                part, row, part.grades[row, place], part.grade_given[row, place], hundredths=False
            ),
        }

    def components(chunk: Chunk) -> dict[str, object]:
        part = sheets.chosen(written, chunk.index)
        row, place = np.nonzero(part.is_component)
        return {
            "performance_id": ids[chunk.index][row],
            "no": place + 1,
            "name": NAMES.draw(part.name[row, place]),
            "factor": Hundredths(part.factor[row, place].astype(np.int64)),
            "panel_mark": Nullable(Hundredths(part.mark[row, place].astype(np.int64)), ~part.is_marked[row]),
            "marks": _marks(part, row, part.marks[row, place], part.mark_given[row, place], hundredths=True),
        }

    context.fill("public.element", len(ids), elements, chunk=2_500)
    context.fill("public.component", len(ids), components, chunk=5_000)


def _marks(part: Sheets, row: Ints, cells: Array, given: Flags, *, hundredths: bool) -> Lists:
    lengths = np.where(part.has_marks[row], part.panel[row], 0)
    return Lists(cells.astype(np.int64), lengths, ~given, hundredths)
