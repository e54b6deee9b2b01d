"""What a panel writes down for performances: grades, components, falls and flags, drawn by skill."""

from dataclasses import dataclass

import numpy as np

from fkplus.database.seeding.columns import Flags, Ints
from fkplus.database.seeding.elements import Rules
from fkplus.database.seeding.programmes import SHORT_TURN, UNCLEAR_EDGE, Programme, programme
from fkplus.database.seeding.scoring import fall_deductions, panel_value
from fkplus.database.seeding.sheets import FELL, SEATS, Sheets, empty
from fkplus.database.seeding.streams import Stream

# How far one judge is from the panel: tenths of a grade, and quarters of a component mark.
_GRADE_SPREAD = (-9, -5, -2, 0, 0, 0, 2, 5, 9)
_COMPONENT_SPREAD = (-2, -1, -1, 0, 0, 0, 1, 1, 2)


@dataclass(frozen=True)
class Assignment:
    """Performances of one segment kind, discipline and set of rules, a row for each.

    `skill` is 0 to 100, `panel` the number of judges, `absent` the seat (from 1) that gives no mark, 0: none;
    the first `falls` elements are falls.
    """

    rules: Rules
    discipline: str
    kind: str
    skill: Ints
    is_senior: Flags
    panel: Ints
    absent: Ints
    falls: Ints

    @property
    def present(self) -> Flags:
        """Tell which of nine seats give a mark to each performance."""
        seat = np.arange(SEATS)
        found: Flags = (seat < self.panel[:, None]) & (seat + 1 != self.absent[:, None])
        return found


@dataclass(frozen=True)
class _Shown:
    """What is shown, by performance and element: which choice, which flag, and whether with a fall."""

    choice: Ints
    flag: Ints
    fell: Flags


def judge(random: Stream, assignment: Assignment) -> Sheets:
    """Return the sheets of the performances."""
    tables = programme(assignment.rules, assignment.discipline, assignment.kind)
    count, places = len(assignment.skill), len(tables.choices)
    sheets = empty(count)
    shown = _show(random, assignment, tables)
    sheets.panel[:], sheets.elements[:], sheets.components[:] = assignment.panel, places, len(tables.factors)
    slots = np.broadcast_to(np.arange(places), shown.choice.shape)
    base = tables.base[slots, shown.choice, shown.flag]
    sheets.base[:, :places] = np.where(tables.has_bonus, (base * 11 + 5) // 10, base)
    sheets.code[:, :places] = tables.codes[slots, shown.choice, shown.flag]
    sheets.info[:, :places] = shown.flag + FELL * (shown.fell & assignment.rules.prints_falls)
    sheets.is_second_half[:, :places] = tables.has_bonus
    grades = _grades(random, assignment, shown)
    limit = assignment.rules.goe_limit
    cells = tables.points[slots[:, :, None], shown.choice[:, :, None], shown.flag[:, :, None], grades + limit]
    present = np.broadcast_to(assignment.present[:, None, :], grades.shape)
    sheets.grades[:, :places], sheets.grade_given[:, :places] = grades, present
    sheets.goe[:, :places] = panel_value(cells, present)
    _components(random, assignment, tables, sheets)
    is_single = assignment.discipline in {"men", "women"}
    falls = fall_deductions(shown.fell.sum(axis=1), assignment.is_senior & is_single)
    # One in fifty is late.
    sheets.deductions[:] = falls + 100 * (random.below(50, count) == 0)
    return sheets


def _show(random: Stream, assignment: Assignment, tables: Programme) -> _Shown:
    """Draw choices, flags and falls: the more skill, the harder the choice and the fewer the faults."""
    shape = (len(assignment.skill), len(tables.choices))
    skill = assignment.skill[:, None]
    luck = random.between(-15, 24, shape[0] * shape[1]).reshape(shape)
    choice = np.clip((100 - skill + luck) * tables.choices // 100, 0, tables.choices - 1)
    noticed = random.below(100, shape[0] * shape[1]).reshape(shape)
    flag = np.where(noticed < 12 - skill // 10, SHORT_TURN, np.where(noticed > 96, UNCLEAR_EDGE, 0))
    percent = np.where(tables.is_jump, 9 - skill // 15, 1)
    fell = random.below(100, shape[0] * shape[1]).reshape(shape) < percent
    fell |= np.arange(shape[1]) < assignment.falls[:, None]
    return _Shown(choice, np.where(tables.is_jump, flag, 0), fell)


def _grades(random: Stream, assignment: Assignment, shown: _Shown) -> Ints:
    limit, (count, places) = assignment.rules.goe_limit, shown.choice.shape
    mood = random.between(-10, 10, count * places).reshape(count, places)
    centre = assignment.skill[:, None] * (limit + 1) // 10 - 10 + mood - 10 * (shown.flag > 0)
    spread = random.pick(_GRADE_SPREAD, count * places * SEATS).reshape(count, places, SEATS)
    grades = np.clip((centre[:, :, None] + spread + 5) // 10, -limit, limit)
    return np.where(shown.fell[:, :, None], -limit, grades)


def _components(random: Stream, assignment: Assignment, tables: Programme, sheets: Sheets) -> None:
    count, places = len(assignment.skill), len(tables.factors)
    centre = 13 + assignment.skill[:, None] * 25 // 100
    centre = centre + random.between(-1, 1, count * places).reshape(count, places)
    spread = random.pick(_COMPONENT_SPREAD, count * places * SEATS).reshape(count, places, SEATS)
    marks = 25 * np.clip(centre[:, :, None] + spread, 1, 40)
    present = np.broadcast_to(assignment.present[:, None, :], marks.shape)
    sheets.name[:, :places], sheets.factor[:, :places] = tables.component_names, tables.factors
    sheets.marks[:, :places], sheets.mark_given[:, :places] = marks, present
    sheets.mark[:, :places] = panel_value(marks, present)
