"""What a seed gives for a column: arrays of NumPy, draws from pools, and what is composed of them.

A plain NumPy array stands for a column without NULL: integers and booleans as they are; `timestamptz` as
int64 microseconds and `date` as int64 days since 1970-01-01 UTC. A single Python value stands for the
same value in every row, None for NULL. A list or tuple of Python values is converted one by one: for the
few awkward rows only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Pool:
    """Values to draw from, of any type that psycopg knows; each is encoded once."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = tuple(values)
        self._encoded: dict[int, npt.NDArray[np.object_]] = {}

    def __len__(self) -> int:
        return len(self.values)

    def draw(self, index: npt.NDArray[np.integer[Any]]) -> Draw:
        """Return the column that takes the value at `index`, modulo the size of the pool, in each row."""
        return Draw(self, np.asarray(index, np.int64) % len(self.values))


@dataclass(frozen=True)
class Draw:
    """The value of `pool` at `index`, row by row."""

    pool: Pool
    index: Ints

    def __len__(self) -> int:
        return len(self.index)

    def part(self, rows: slice) -> Draw:
        """Return these rows of the column."""
        return Draw(self.pool, self.index[rows])


@dataclass(frozen=True)
class Digits:
    """Numbers from 0 below base**width written with `width` digits of base 10 or 36, zeros in front."""

    values: Ints
    width: int
    base: int = 36

    def __len__(self) -> int:
        return len(self.values)

    def part(self, rows: slice) -> Digits:
        """Return these rows of the column."""
        return Digits(self.values[rows], self.width, self.base)


@dataclass(frozen=True)
class Letters:
    """ASCII letters by their codes, a matrix with a row for a row."""

    codes: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.codes)

    def part(self, rows: slice) -> Letters:
        """Return these rows of the column."""
        return Letters(self.codes[rows])


@dataclass(frozen=True)
class Joined:
    """Text composed of fixed text, draws, digits and letters; unique where digits that differ are its end."""

    parts: tuple[TextPart, ...]

    def __len__(self) -> int:
        return next(len(each) for each in self.parts if not isinstance(each, str))

    def part(self, rows: slice) -> Joined:
        """Return these rows of the column."""
        return Joined(tuple(each if isinstance(each, str) else each.part(rows) for each in self.parts))


@dataclass(frozen=True)
class Hundredths:
    """A numeric column with two decimals: int64 hundredths."""

    values: Ints

    def __len__(self) -> int:
        return len(self.values)

    def part(self, rows: slice) -> Hundredths:
        """Return these rows of the column."""
        return Hundredths(self.values[rows])


@dataclass(frozen=True)
class Lists:
    """An array column: the first `lengths` (all without it) cells of each row of `cells`, NULL where `null`.

    `cells` and `null` have the shape (rows, most cells), 39 cells at most. With `hundredths` the cells are
    numeric with two decimals.
    """

    cells: Ints
    lengths: Ints | None = None
    null: Flags | None = None
    hundredths: bool = False

    def __len__(self) -> int:
        return len(self.cells)

    def part(self, rows: slice) -> Lists:
        """Return these rows of the column."""
        lengths = None if self.lengths is None else self.lengths[rows]
        null = None if self.null is None else self.null[rows]
        return Lists(self.cells[rows], lengths, null, self.hundredths)


@dataclass(frozen=True)
class DateRanges:
    """A daterange column from `lower` up to, not including, `upper`: days since 1970-01-01.

    Where `no_lower` or `no_upper` is true, the range is unbounded on that side.
    """

    lower: Ints
    upper: Ints
    no_lower: Flags
    no_upper: Flags

    def __len__(self) -> int:
        return len(self.lower)

    def part(self, rows: slice) -> DateRanges:
        """Return these rows of the column."""
        return DateRanges(self.lower[rows], self.upper[rows], self.no_lower[rows], self.no_upper[rows])


@dataclass(frozen=True)
class Nullable:
    """Any other column, with NULL in the rows where `null` is true."""

    values: Array | Composed
    null: Flags

    def __len__(self) -> int:
        return len(self.null)

    def part(self, rows: slice) -> Nullable:
        """Return these rows of the column."""
        values = self.values
        kept = values[rows] if isinstance(values, np.ndarray) else values.part(rows)
        return Nullable(kept, self.null[rows])


TextPart = str | Draw | Digits | Letters
Array = npt.NDArray[Any]
Composed = Draw | Joined | Hundredths | Lists | DateRanges
Column = Array | Composed | Nullable
# A scalar or a sequence of Python values is made a Column by the engine.
Given = Any


def joined(*parts: TextPart) -> Joined:
    """Return the text column that writes `parts` one after the other; one of them is not fixed text."""
    return Joined(parts)


def as_column(given: Given, count: int) -> Column:
    """Return what a seed gave for a column of `count` rows as a Column."""
    if isinstance(given, np.ndarray | Draw | Joined | Hundredths | Lists | DateRanges | Nullable):
        return given
    values = list(given) if isinstance(given, list | tuple | range) else [given]
    index = np.arange(count) if isinstance(given, list | tuple | range) else np.zeros(count, np.int64)
    return Draw(Pool(values), index)


def part(column: Column, rows: slice) -> Column:
    """Return these rows of a column."""
    return column[rows] if isinstance(column, np.ndarray) else column.part(rows)
