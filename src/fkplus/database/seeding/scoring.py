"""How judges' marks become points, exactly: whole hundredths, halves rounded away from zero.

The rules are those of the ISU Judging System (Special Regulations and Technical Rules, rule 353): of the
marks of a panel the highest and the lowest are dropped and the rest averaged; a panel's grade of execution,
its component mark and a factored component are each rounded once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

Marks = Sequence[int | None]


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient as a whole number; a half goes away from zero. `denominator` is positive."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def panel_value(values: Marks) -> int:
    """Return the mean, in the unit of `values`, without one highest and one lowest; None is a missing mark.

    Needs three marks at least.
    """
    present = [value for value in values if value is not None]
    total = sum(present) - max(present) - min(present)
    return half_up(total, len(present) - 2)


def decimal(hundredths: int) -> Decimal:
    """Return hundredths as points with two decimals."""
    return Decimal(hundredths).scaleb(-2)


@dataclass(frozen=True)
class ElementLine:
    """One element of a sheet; values in hundredths of a point. `goe` None: not scored."""

    code: str | None
    info: str | None
    base: int
    is_second_half: bool
    goe: int | None
    marks: Marks


@dataclass(frozen=True)
class ComponentLine:
    """One component of a sheet; factor, panel mark and marks in hundredths. `mark` None: not scored."""

    name: str
    factor: int
    mark: int | None
    marks: Marks


@dataclass(frozen=True)
class Sheet:
    """What a panel gave for one performance; all amounts in hundredths of a point."""

    elements: tuple[ElementLine, ...]
    components: tuple[ComponentLine, ...]
    deductions: int

    @cached_property
    def tes(self) -> int:
        """Return the total element score."""
        return sum(line.base + (line.goe or 0) for line in self.elements)

    @cached_property
    def pcs(self) -> int:
        """Return the programme component score: each component is rounded before they are added."""
        return sum(half_up(line.factor * (line.mark or 0), 100) for line in self.components)

    @property
    def tss(self) -> int:
        """Return the total segment score."""
        return self.tes + self.pcs - self.deductions

    def rank_score(self, kind: str) -> tuple[int, int]:
        """Return what ranks go by: the total, then elements in the short and components in the free."""
        return self.tss, self.tes if kind == "short" else self.pcs


def places(scores: Sequence[tuple[int, int]]) -> list[int]:
    """Return the place of each score, 1 for the highest; equal scores share a place and leave a gap."""
    ordered = sorted(scores, reverse=True)
    return [ordered.index(score) + 1 for score in scores]
