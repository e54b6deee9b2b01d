"""What comparing a database with its seeds finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TableCheck:
    """What was found of a seeded table: `is_equal`: what would be written today has the same checksum.

    `seeded` rows were written by this version, `present` are in the table: users, imports and other versions
    make the difference.
    """

    version: str
    table: str
    seeded: int
    present: int
    is_equal: bool


@dataclass(frozen=True)
class Verdict:
    """The checks of all tables, and what can't be told or explains differences."""

    checks: tuple[TableCheck, ...]
    notes: tuple[str, ...]

    @property
    def is_reproducible(self) -> bool:
        """Tell whether every table would get the same rows again."""
        return all(check.is_equal for check in self.checks)
