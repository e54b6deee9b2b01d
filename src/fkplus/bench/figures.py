"""What a benchmark says: figures with their objectives, and the machine they were measured on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fkplus.runtimes.machine import machine


@dataclass(frozen=True)
class Figure:
    """One measured value; without `at_most` and `at_least` it is reported only."""

    figure: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the objective is met."""
        is_low = self.at_most is None or self.value <= self.at_most
        return is_low and (self.at_least is None or self.value >= self.at_least)

    @property
    def objective(self) -> str | None:
        """Return the objective as text; None: there is none."""
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return None if self.at_most is None else f"<= {self.at_most:g}"


def report(name: str, figures: Sequence[Figure]) -> Mapping[str, Any]:
    """Return what `fkplus bench NAME --json` prints (DESIGN section 1)."""
    return {
        "name": name,
        "machine": machine(),
        "figures": [
            {
                "figure": figure.figure,
                "value": round(figure.value, 3),
                "unit": figure.unit,
                "objective": figure.objective,
                "holds": figure.holds,
            }
            for figure in figures
        ],
    }
