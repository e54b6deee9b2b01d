"""What happens in generated contests: who skates, is judged and ranked, and which rare cases there are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from fkplus.database.seeding import protocol, sheets
from fkplus.database.seeding.columns import Flags, Ints, Pool
from fkplus.database.seeding.context import SeedContext
from fkplus.database.seeding.distributions import DISCIPLINES
from fkplus.database.seeding.elements import rules_of
from fkplus.database.seeding.fields import TEAM_KINDS, Categories, Entries
from fkplus.database.seeding.protocol import Assignment
from fkplus.database.seeding.scoring import places
from fkplus.database.seeding.sheets import Sheets
from fkplus.database.seeding.skaters import Skaters

# How many teams an event of a kind usually has in a category.
FIELDS = {
    "olympic_games": 30, "championship": 36, "grand_prix": 12, "grand_prix_final": 6, "junior_grand_prix": 30,
    "challenger": 20, "team_trophy": 10, "national": 18, "other": 24,
}  # fmt: skip
EVENT_KINDS = list(FIELDS)
PANELS = {"other": 5, "national": 7}
USUAL_PANEL = 9
_BATCH = 2_000  # performances judged at a time, which bounds memory

# The last team of a category meets what is rare; the first such categories of the seed have one case each.
CASES = (
    "withdrawn before", "withdrawn between", "disqualified", "tied", "worthless element", "panel of 8",
    "absent judge", "broken off", "did not start", "not qualified", "many falls", "flawless", "panel of 7",
    "nothing published",
)  # fmt: skip
_CASES_EVERY = 40
_LEAST_WITH_CASE = 3
_LEAST_WITH_CUT = 8
_ABSENT_SEAT = 6
# Below any rank: who has none skates first.
_UNRANKED = 99

STATUSES = Pool(["ok", "wd", "dnq", "dns", "fnr", "dsq"])
OK, WD, DNQ, DNS, FNR, DSQ = range(6)
# What becomes of the last team's entry, and of its performances, short and free; None: there is none.
OUTCOMES: Mapping[str, tuple[int, int, int | None]] = {
    "withdrawn before": (WD, WD, None),
    "did not start": (DNS, DNS, None),
    "not qualified": (DNQ, DNQ, None),
    "withdrawn between": (WD, OK, WD),
    "broken off": (WD, OK, WD),
    "disqualified": (DSQ, DSQ, DSQ),
}


@dataclass(frozen=True)
class Contests:
    """All that was entered where: `case` and `panel` by category."""

    categories: Categories
    entries: Entries
    case: Ints
    panel: Ints

    def meets(self, case: str) -> Flags:
        """Tell which entries meet a rare case: the last ones of the categories that have it."""
        found: Flags = self.entries.is_last & (self.case[self.entries.category] == CASES.index(case))
        return found

    def is_kind(self, kind: str) -> Flags:
        """Tell which categories are of events of this kind."""
        found: Flags = self.categories.event_kind == EVENT_KINDS.index(kind)
        return found


@dataclass(frozen=True)
class Starts:
    """Who comes to a segment kind, a row for each in the order of their contests and of starting.

    `entry` is a row of the entries; `start_no` is 0 where it is not known. Who is not judged has no sheet.
    """

    entry: Ints
    status: Ints
    is_judged: Flags
    start_no: Ints


@dataclass(frozen=True)
class Skated:
    """The performances of one segment kind: `sheet` is a row of `sheets`, -1: none; `rank` 0: none."""

    starts: Starts
    sheet: Ints
    sheets: Sheets
    rank: Ints


def contests(found: Categories, entered: Entries) -> Contests:
    """Return the contests of these entries, a rare case for some of them."""
    case = _cases(entered)
    return Contests(found, entered, case, _panels(found, case))


def skate(
    context: SeedContext, among: Contests, teams: Mapping[str, Skaters]
) -> tuple[Skated, Skated, Flags]:
    """Return the short and the free performances, and which entries were not let into the free segment."""
    skill = _skill(among, teams)
    short = _judged(context, among, "short", _short_starts(among), skill)
    cut = _cut(among, short)
    return short, _judged(context, among, "free", _free_starts(among, short, cut), skill), cut


def _cases(entered: Entries) -> Ints:
    """Return the case of each category, -1: none; many ordinary ones stand between those that have one."""
    rich = entered.sizes >= _LEAST_WITH_CASE
    turn = (np.cumsum(rich) - 1) % _CASES_EVERY
    return np.where(rich & (turn < len(CASES)), turn, -1)


def _panels(found: Categories, case: Ints) -> Ints:
    usual = np.array([PANELS.get(kind, USUAL_PANEL) for kind in EVENT_KINDS])[found.event_kind]
    special = {CASES.index("panel of 8"): 8, CASES.index("panel of 7"): 7}
    return np.select([case == place for place in special], list(special.values()), usual)


def _skill(among: Contests, teams: Mapping[str, Skaters]) -> Ints:
    """Return the skill of the team of each entry."""
    discipline = among.categories.discipline[among.entries.category]
    skill = np.zeros(len(discipline), np.int64)
    for number, name in enumerate(DISCIPLINES):
        rows = discipline == number
        skill[rows] = teams[TEAM_KINDS[name]].skill[among.entries.team[rows]]
    return skill


def _short_starts(among: Contests) -> Starts:
    status = np.full(len(among.entries.team), OK)
    for case, (_, short, _) in OUTCOMES.items():
        status[among.meets(case)] = short
    is_judged = (status == OK) | (status == DSQ)
    return Starts(np.arange(len(status)), status, is_judged, np.where(is_judged, among.entries.place + 1, 0))


def _cut(among: Contests, short: Skated) -> Flags:
    """Tell whom a big championship does not let skate the free programme: the last quarter of the field."""
    category = among.entries.category
    size = among.entries.sizes[category]
    big = among.is_kind("championship")[category] & (size >= _LEAST_WITH_CUT) & (among.case[category] < 0)
    order = np.lexsort((among.entries.place, short.rank, category))
    standing = np.empty(len(order), np.int64)
    standing[order] = np.arange(len(order)) - (np.cumsum(among.entries.sizes) - among.entries.sizes)[category]
    return big & (standing >= size - size // 4)


def _free_starts(among: Contests, short: Skated, cut: Flags) -> Starts:
    status = np.full(len(cut), OK)
    stays_away = cut.copy()
    for case, (_, _, free) in OUTCOMES.items():
        if free is None:
            stays_away |= among.meets(case)
        else:
            status[among.meets(case)] = free
    entry = np.flatnonzero(~stays_away)
    # The best of the short programme skate last.
    rank = np.where(short.rank == 0, _UNRANKED, short.rank)[entry]
    entry = entry[np.lexsort((among.entries.place[entry], -rank, among.entries.category[entry]))]
    category = among.entries.category[entry]
    start_no = np.arange(len(category)) - np.searchsorted(category, category) + 1
    is_judged = (status != WD) | among.meets("broken off")
    return Starts(entry, status[entry], is_judged[entry], start_no)


def _judged(context: SeedContext, among: Contests, kind: str, starts: Starts, skill: Ints) -> Skated:
    """Judge the performances of one segment kind and rank them."""
    judged = starts.entry[starts.is_judged]
    today = _skill_today(context, among, kind, judged, skill)
    written = _write_sheets(context, among, kind, judged, today)
    _change_by_case(context, among, kind, judged, written)
    sheet, rank = np.full(len(starts.entry), -1), np.zeros(len(starts.entry), np.int64)
    sheet[starts.is_judged] = np.arange(len(judged))
    # The place of who was disqualified stays empty, but nobody moves up.
    earned = np.flatnonzero(starts.is_judged & (starts.status != WD))
    row = sheet[earned]
    tie_break = written.tes if kind == "short" else written.pcs
    rank[earned] = places(among.entries.category[starts.entry[earned]], written.tss[row], tie_break[row])
    rank[starts.status != OK] = 0
    sheets.annul(written, np.flatnonzero(among.meets("disqualified")[judged]))
    unpublished = among.case[among.entries.category[starts.entry]] == CASES.index("nothing published")
    known = replace(starts, start_no=np.where(unpublished, 0, starts.start_no))
    return Skated(known, sheet, written, rank)


def _skill_today(context: SeedContext, among: Contests, kind: str, judged: Ints, skill: Ints) -> Ints:
    luck = context.draws(f"skill {kind}").between(-12, 12, len(skill))
    today = np.clip(skill + luck, 0, 100)[judged]
    return np.where(among.meets("disqualified")[judged], 97, today)


def _write_sheets(context: SeedContext, among: Contests, kind: str, judged: Ints, skill: Ints) -> Sheets:
    """Return the sheets of the performances of these entries, judged by season and discipline."""
    found, category = among.categories, among.entries.category[judged]
    written = sheets.empty(len(judged))
    has_absent = (among.case[category] == CASES.index("absent judge")) & (
        among.panel[category] > _ABSENT_SEAT
    )
    falls = 5 * among.meets("many falls")[judged]
    for season in np.unique(found.season):
        for number, discipline in enumerate(DISCIPLINES):
            mine = np.flatnonzero((found.season[category] == season) & (found.discipline[category] == number))
            for batch, start in enumerate(range(0, len(mine), _BATCH)):
                rows = mine[start : start + _BATCH]
                assignment = Assignment(
                    rules_of(int(season)), discipline, kind, skill[rows], found.is_senior[category[rows]],
                    among.panel[category[rows]], _ABSENT_SEAT * has_absent[rows], falls[rows],
                )  # fmt: skip
                random = context.draws(f"{season} {discipline} {kind} {batch}")
                sheets.put(written, rows, protocol.judge(random, assignment))
    return written


def _change_by_case(context: SeedContext, among: Contests, kind: str, judged: Ints, written: Sheets) -> None:
    """Let happen what is rare; a disqualification comes later, when the ranks are known."""
    sheets.add_worthless(written, np.flatnonzero(among.meets("worthless element")[judged]))
    sheets.make_flawless(written, np.flatnonzero(among.meets("flawless")[judged]))
    if kind == "free":
        sheets.break_off(written, np.flatnonzero(among.meets("broken off")[judged]))
    row_of = np.full(len(among.entries.team), -1)
    row_of[judged] = np.arange(len(judged))
    random = context.draws(f"tie {kind}")
    for row in np.flatnonzero(among.meets("tied")[judged]):
        # The one before in the list of entries, wherever it skates.
        sheets.tie(written, int(row), int(row_of[judged[row] - 1]), random.order(int(written.panel[row])))
