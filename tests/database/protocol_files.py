"""Small data sets in the layout *protocol CSV*, made for the awkward cases."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]


@dataclass
class DataSet:
    """The rows of the four files; a test changes them and writes them."""

    performances: list[Row] = field(default_factory=list)
    elements: list[Row] = field(default_factory=list)
    components: list[Row] = field(default_factory=list)
    officials: list[Row] = field(default_factory=list)

    def write(self, directory: Path) -> Path:
        directory.mkdir(exist_ok=True)
        for name in ("performances", "elements", "components", "officials"):
            rows: list[Row] = getattr(self, name)
            if rows:
                _write(directory / f"{name}.csv", rows)
        return directory


def _write(path: Path, rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


@dataclass(frozen=True)
class Segment:
    """Where a performance takes place."""

    season: str = "1617"
    event: str = "Test Trophy 2016"
    level: str = "senior"
    discipline: str = "men"
    segment: str = "short"
    team_event: str = "0"

    def columns(self, *, with_season: bool) -> Row:
        columns = {
            "event": self.event,
            "level": self.level,
            "discipline": self.discipline,
            "segment": self.segment,
            "team_event": self.team_event,
        }
        return {"season": self.season} | columns if with_season else columns


FIVE = ("Skating Skills", "Transitions", "Performance", "Composition", "Interpretation of the Music")
THREE = ("Composition", "Presentation", "Skating Skills")


def add_scored(  # noqa: PLR0913
    data: DataSet,
    number: str,
    segment: Segment,
    name: str,
    nation: str = "FRA",
    *,
    judges: int = 9,
    component_names: Sequence[str] = FIVE,
    grade: int = 1,
    deductions: str = "0.00",
    **columns: str,
) -> None:
    """Add a performance with two elements and its components, all totals right."""
    marks = "|".join([str(grade)] * judges)
    for no, (code, base, goe) in enumerate((("3Lz+3T", "10.3", "0.7"), ("CCoSp4", "3.5", "-0.25")), start=1):
        score = str(Decimal(base) + Decimal(goe))
        data.elements.append(
            {"performance_id": number, "no": str(no), "code": code, "info": "", "base_value": base,
             "second_half": "0", "goe": goe, "panel_score": score, "marks": marks}
        )  # fmt: skip
    for no, component in enumerate(component_names, start=1):
        data.components.append(
            {"performance_id": number, "no": str(no), "component": component, "factor": "0.8",
             "panel_mark": "7.25", "marks": "|".join(["7.25"] * judges)}
        )  # fmt: skip
    tes, pcs = Decimal("14.25"), Decimal("5.80") * len(component_names)
    row = {"performance_id": number} | segment.columns(with_season=True)
    row |= {"panel_size": str(judges), "rank": "1", "name": name, "nation": nation, "start_no": "1"}
    row |= {
        "tss": str(tes + pcs - Decimal(deductions)),
        "tes": str(tes),
        "pcs": str(pcs),
        "deductions": deductions,
    }
    data.performances.append(row | columns)


def add_unscored(
    data: DataSet, number: str, segment: Segment, name: str, status: str, nation: str = "FRA"
) -> None:
    """Add a performance without scores: WD, DNQ, DSQ."""
    row = {"performance_id": number} | segment.columns(with_season=True)
    row |= {"panel_size": "9", "rank": "", "name": name, "nation": nation, "start_no": "-"}
    data.performances.append(row | {"tss": "", "tes": "", "pcs": "", "deductions": "", "status": status})


def add_panel(data: DataSet, segment: Segment, seats: Sequence[tuple[str, str, str]]) -> None:
    """Add officials: function, name, nation."""
    for function, name, nation in seats:
        data.officials.append(
            segment.columns(with_season=False) | {"function": function, "name": name, "nation": nation}
        )
