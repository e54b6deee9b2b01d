"""What a dashboard is made of: rows of panels, each with its unit and its queries, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a panel shows its series."""

    LINES = "lines"
    AREAS = "areas"
    """Lines stacked on each other: parts of a whole."""
    NUMBER = "number"
    STATES = "states"
    """A band for each series, coloured by the state that its value stands for."""
    TABLE = "table"


@dataclass(frozen=True)
class Query:
    """A PromQL expression and, in Grafana's `{{label}}` notation, what its series are called."""

    expression: str
    legend: str = ""


@dataclass(frozen=True)
class Panel:
    """One panel. `unit` is Grafana's id (`s`, `bytes`, `ops`, `percentunit`, `short` ...); `width` counts
    24ths of the window, `height` rows of 38 pixels.

    `states` names whole values: value -> (word, colour). `limits` are the values from which on a number is
    yellow and red; the lower is the worse when the second is smaller.
    """

    title: str
    unit: str
    queries: Sequence[Query]
    kind: Kind = Kind.LINES
    width: int = 12
    height: int = 7
    description: str = ""
    states: Sequence[tuple[int, str, str]] = ()
    limits: tuple[float, float] | None = None


@dataclass(frozen=True)
class Row:
    """Panels under one heading, laid out from left to right, a new line where 24 are full."""

    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True)
class Dashboard:
    """One page; `uid` is part of its address and never changes."""

    uid: str
    title: str
    description: str
    rows: Sequence[Row]

    def panels(self) -> Sequence[Panel]:
        """Return all panels."""
        return [panel for row in self.rows for panel in row.panels]
