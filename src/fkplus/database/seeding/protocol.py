"""What a panel writes down for one performance: grades, components, falls and flags, drawn by skill."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fkplus.database.seeding.elements import PROGRAMMES, Rules, is_jump
from fkplus.database.seeding.scoring import ComponentLine, ElementLine, Marks, Sheet, panel_value

# How far one judge is from the panel: tenths of a grade, and quarters of a component mark.
_GRADE_SPREAD = (-9, -5, -2, 0, 0, 0, 2, 5, 9)
_COMPONENT_SPREAD = (-2, -1, -1, 0, 0, 0, 1, 1, 2)


@dataclass(frozen=True)
class Assignment:
    """What is judged: which segment, by which rules and how many judges; `absent` seats give no mark."""

    rules: Rules
    discipline: str
    level: str
    kind: str
    panel_size: int
    absent: frozenset[int] = frozenset()


def judge(source: random.Random, assignment: Assignment, skill: int, *, least_falls: int = 0) -> Sheet:
    """Return the sheet of a performance by a team of `skill` 0 to 100."""
    programme = PROGRAMMES[assignment.discipline, assignment.kind]
    codes = [_choose(source, choices.split(" "), skill) for choices in programme]
    bonus = _bonus_places(assignment, codes)
    lines: list[ElementLine] = []
    falls = 0
    for place, code in enumerate(codes):
        percent = 9 - skill // 15 if is_jump(code) else 1
        falls_here = source.randrange(100) < percent or falls < least_falls
        falls += falls_here
        lines.append(_element(source, assignment, code, skill, place in bonus, falls_here))
    components = tuple(
        _component(source, assignment, name, factor, skill)
        for name, factor in assignment.rules.components(assignment.discipline, assignment.kind)
    )
    is_late = source.randrange(50) == 0
    return Sheet(tuple(lines), components, fall_deduction(assignment, falls) + 100 * is_late)


def fall_deduction(assignment: Assignment, falls: int) -> int:
    """Return hundredths of a point off for falls (ISU Technical Rules, rule 353 (1) n).

    Senior singles lose 1 for the first and the second fall, 2 for the third and the fourth, 3 for each more;
    all others 1 each.
    """
    if assignment.level != "senior" or assignment.discipline not in {"men", "women"}:
        return 100 * falls
    return 100 * sum((1, 1, 2, 2)[number] if number < 4 else 3 for number in range(falls))


def tied(source: random.Random, sheet: Sheet) -> Sheet:
    """Return a sheet of equal score: the same marks, each line's given by other judges."""
    return replace(
        sheet,
        elements=tuple(replace(line, marks=_shuffled(source, line.marks)) for line in sheet.elements),
        components=tuple(replace(line, marks=_shuffled(source, line.marks)) for line in sheet.components),
    )


def with_worthless(sheet: Sheet) -> Sheet:
    """Return the sheet with what counts for nothing: a blank slot, and an element that is not allowed."""
    nobody = (None,) * len(sheet.elements[0].marks)
    blank = ElementLine(None, None, 0, False, 0, nobody)
    return replace(sheet, elements=(*sheet.elements, blank, ElementLine("2S*", "*", 0, False, 0, nobody)))


def flawless(sheet: Sheet) -> Sheet:
    """Return the sheet with the highest component mark from everyone and without deductions."""
    components = (
        replace(line, mark=1000, marks=tuple(None if mark is None else 1000 for mark in line.marks))
        for line in sheet.components
    )
    return replace(sheet, components=tuple(components), deductions=0)


def annulled(sheet: Sheet) -> Sheet:
    """Return the sheet as it stays after a disqualification: base values only, every mark taken back."""
    return Sheet(
        tuple(replace(line, goe=None, marks=(None,) * len(line.marks)) for line in sheet.elements),
        tuple(replace(line, mark=None, marks=(None,) * len(line.marks)) for line in sheet.components),
        0,
    )


def broken_off(sheet: Sheet) -> Sheet:
    """Return the sheet of a team that stopped after three elements: nothing was marked."""
    return Sheet(tuple(replace(line, goe=None, marks=()) for line in sheet.elements[:3]), (), 0)


def _choose(source: random.Random, choices: Sequence[str], skill: int) -> str:
    """Return one of the choices; the more skill, the nearer to the first of them."""
    wanted = (100 - skill + source.randrange(-15, 25)) * len(choices) // 100
    return choices[min(max(wanted, 0), len(choices) - 1)]


def _bonus_places(assignment: Assignment, codes: Sequence[str]) -> frozenset[int]:
    if assignment.discipline not in {"men", "women"}:
        return frozenset()
    half = len(codes) // 2
    jumps = [place for place, code in enumerate(codes) if place >= half and is_jump(code)]
    return frozenset(jumps[-assignment.rules.bonus_jumps(assignment.kind) :])


def _element(
    source: random.Random, assignment: Assignment, code: str, skill: int, has_bonus: bool, falls: bool
) -> ElementLine:
    rules, limit = assignment.rules, assignment.rules.goe_limit
    flag = _flag(source, skill) if is_jump(code) else ""
    base, points = rules.values(code, is_underrotated=flag == "<")
    if falls:
        grades: Marks = _seats(assignment, [-limit] * assignment.panel_size)
    else:
        centre = skill * (limit + 1) // 10 - 10 + source.randrange(-10, 11) - 10 * bool(flag)
        spread = source.choices(_GRADE_SPREAD, k=assignment.panel_size)
        grades = _seats(assignment, [min(limit, max(-limit, (centre + each + 5) // 10)) for each in spread])
    goe = panel_value([None if grade is None else points[grade + limit] for grade in grades])
    flags = f"{flag} F".strip() if falls and rules.prints_falls else flag
    return ElementLine(
        code + flag, flags or None, (base * 11 + 5) // 10 if has_bonus else base, has_bonus, goe, grades
    )


def _component(
    source: random.Random, assignment: Assignment, name: str, factor: int, skill: int
) -> ComponentLine:
    centre = 13 + skill * 25 // 100 + source.randrange(-1, 2)
    spread = source.choices(_COMPONENT_SPREAD, k=assignment.panel_size)
    marks = _seats(assignment, [25 * min(40, max(1, centre + each)) for each in spread])
    return ComponentLine(name, factor, panel_value(marks), marks)


def _flag(source: random.Random, skill: int) -> str:
    """Return a flag of the technical panel: not enough turns, or an unclear edge; mostly none."""
    drawn = source.randrange(100)
    if drawn < 12 - skill // 10:
        return "<"
    return "!" if drawn > 96 else ""


def _seats(assignment: Assignment, marks: list[int]) -> Marks:
    if not assignment.absent:
        return marks
    return [None if seat in assignment.absent else mark for seat, mark in enumerate(marks, start=1)]


def _shuffled(source: random.Random, marks: Marks) -> Marks:
    return source.sample(list(marks), k=len(marks))
