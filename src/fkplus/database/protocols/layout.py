"""Which files and columns the exchange format *protocol CSV* has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileLayout:
    """One file of the format: its columns, its staging table and whether it may be missing."""

    name: str
    table: str
    columns: tuple[str, ...]
    optional_columns: tuple[str, ...] = ()
    is_optional: bool = False

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Required and optional columns, in the order in which they are staged."""
        return self.columns + self.optional_columns


PERFORMANCES = FileLayout(
    name="performances.csv",
    table="staged_performance",
    columns=(
        "performance_id", "season", "event", "level", "discipline", "segment", "team_event", "panel_size",
        "rank", "name", "nation", "start_no", "tss", "tes", "pcs", "deductions",
    ),
    optional_columns=("status", "ordinal", "dance", "deduction_text", "override_reason", "source"),
)  # fmt: skip
ELEMENTS = FileLayout(
    name="elements.csv",
    table="staged_element",
    columns=(
        "performance_id", "no", "code", "info", "base_value", "second_half", "goe", "panel_score", "marks",
    ),
    optional_columns=("override_reason",),
)  # fmt: skip
COMPONENTS = FileLayout(
    name="components.csv",
    table="staged_component",
    columns=("performance_id", "no", "component", "factor", "panel_mark", "marks"),
    optional_columns=("override_reason",),
)
OFFICIALS = FileLayout(
    name="officials.csv",
    table="staged_official",
    columns=("event", "level", "discipline", "segment", "team_event", "function", "name", "nation"),
    optional_columns=("season", "ordinal", "dance"),
    is_optional=True,
)

FILES = (PERFORMANCES, ELEMENTS, COMPONENTS, OFFICIALS)
