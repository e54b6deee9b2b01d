"""What panels wrote down: the sheets of many performances in arrays, and what befalls a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from fkplus.database.seeding.columns import Flags, Ints, Pool
from fkplus.database.seeding.programmes import worthless_place
from fkplus.database.seeding.scoring import half_up

SEATS = 9
# Thirteen in a free programme of men, and two that count for nothing.
MOST_ELEMENTS, MOST_COMPONENTS = 15, 5
INFOS = Pool([None, "<", "!", "F", "< F", "! F", "*"])
NO_VALUE = 6
FELL = 3


@dataclass(frozen=True)
class Sheets:
    """A row for a performance; amounts in hundredths of a point.

    Elements and components beyond their number hold anything. `given` tells which seats gave a mark. Where
    `is_marked` is false, goes and marks of the panel are NULL; where `has_marks` is false, there is not even
    an empty place for each judge.
    """

    panel: Ints
    elements: Ints
    code: npt.NDArray[np.int16]
    info: npt.NDArray[np.int8]
    base: npt.NDArray[np.int32]
    is_second_half: Flags
    goe: npt.NDArray[np.int32]
    grades: npt.NDArray[np.int8]
    grade_given: Flags
    components: Ints
    name: npt.NDArray[np.int8]
    factor: npt.NDArray[np.int16]
    mark: npt.NDArray[np.int32]
    marks: npt.NDArray[np.int16]
    mark_given: Flags
    deductions: Ints
    is_marked: Flags
    has_marks: Flags

    def __len__(self) -> int:
        return len(self.panel)

    @property
    def is_element(self) -> Flags:
        """Tell which places hold an element."""
        return np.arange(MOST_ELEMENTS) < self.elements[:, None]

    @property
    def is_component(self) -> Flags:
        """Tell which places hold a component."""
        return np.arange(MOST_COMPONENTS) < self.components[:, None]

    @property
    def tes(self) -> Ints:
        """Return the total element scores."""
        found: Ints = np.where(self.is_element, self.base + self.goe, 0).sum(axis=1, dtype=np.int64)
        return found

    @property
    def pcs(self) -> Ints:
        """Return the programme component scores: each component is rounded before they are added."""
        points = half_up(self.factor.astype(np.int64) * self.mark, 100)
        found: Ints = np.where(self.is_component, points, 0).sum(axis=1)
        return found

    @property
    def tss(self) -> Ints:
        """Return the total segment scores."""
        return self.tes + self.pcs - self.deductions


def empty(count: int) -> Sheets:
    """Return sheets without elements and components."""
    elements, components = (count, MOST_ELEMENTS), (count, MOST_COMPONENTS)
    return Sheets(
        panel=np.zeros(count, np.int64),
        elements=np.zeros(count, np.int64),
        code=np.zeros(elements, np.int16),
        info=np.zeros(elements, np.int8),
        base=np.zeros(elements, np.int32),
        is_second_half=np.zeros(elements, np.bool_),
        goe=np.zeros(elements, np.int32),
        grades=np.zeros((*elements, SEATS), np.int8),
        grade_given=np.zeros((*elements, SEATS), np.bool_),
        components=np.zeros(count, np.int64),
        name=np.zeros(components, np.int8),
        factor=np.zeros(components, np.int16),
        mark=np.zeros(components, np.int32),
        marks=np.zeros((*components, SEATS), np.int16),
        mark_given=np.zeros((*components, SEATS), np.bool_),
        deductions=np.zeros(count, np.int64),
        is_marked=np.ones(count, np.bool_),
        has_marks=np.ones(count, np.bool_),
    )


def put(sheets: Sheets, rows: Ints, others: Sheets) -> None:
    """Let `others` be the sheets in `rows`."""
    for field in fields(Sheets):
        getattr(sheets, field.name)[rows] = getattr(others, field.name)


def chosen(sheets: Sheets, rows: Ints) -> Sheets:
    """Return copies of the sheets in `rows`, in that order."""
    return Sheets(*(getattr(sheets, field.name)[rows] for field in fields(Sheets)))


def joined(parts: Sequence[Sheets]) -> Sheets:
    """Return all these sheets, one after the other."""
    return Sheets(*(np.concatenate([getattr(each, f.name) for each in parts]) for f in fields(Sheets)))


def tie(sheets: Sheets, row: int, with_row: int, seats: Ints) -> None:
    """Give `row` the score of `with_row`: the same marks, each from another judge.

    `seats` is an order of the panel's seats, the places of the judges.
    """
    put(sheets, np.array([row]), chosen(sheets, np.array([with_row])))
    for marks in (sheets.grades, sheets.grade_given, sheets.marks, sheets.mark_given):
        marks[row, :, : len(seats)] = marks[row][:, seats]


def add_worthless(sheets: Sheets, rows: Ints) -> None:
    """Add what counts for nothing: a blank slot, and an element that is not allowed."""
    for row in rows:
        first = int(sheets.elements[row])
        places = slice(first, first + 2)
        sheets.code[row, places] = 0, worthless_place()
        sheets.info[row, places] = 0, NO_VALUE
        for values in (sheets.base, sheets.goe, sheets.is_second_half, sheets.grade_given):
            values[row, places] = 0
        sheets.elements[row] += 2


def make_flawless(sheets: Sheets, rows: Ints) -> None:
    """Give the highest component mark from everyone, and take no deductions."""
    sheets.mark[rows], sheets.marks[rows], sheets.deductions[rows] = 1000, 1000, 0


def annul(sheets: Sheets, rows: Ints) -> None:
    """Leave what stays after a disqualification: base values only, every mark taken back."""
    sheets.is_marked[rows] = False
    sheets.grade_given[rows], sheets.mark_given[rows] = False, False


def break_off(sheets: Sheets, rows: Ints) -> None:
    """Leave what there is of a team that stopped after three elements: nothing was marked."""
    sheets.elements[rows], sheets.components[rows] = 3, 0
    sheets.is_marked[rows], sheets.has_marks[rows] = False, False
