"""What an import tells about itself when it ends."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reject:
    """A row that can't be stored: the file, its line (the header is line 1) and the reason in words.

    `is_correction`: it differs from what is stored, and would replace that if the run were a correction.
    """

    file: str
    line: int
    reason: str
    is_correction: bool = False


@dataclass(frozen=True)
class FileCount:
    """Rows of one file: in the file, stored by this run, stored before, replacing a stored sheet.

    The rest was left out.
    """

    file: str
    read: int
    new: int
    already_present: int
    corrected: int = 0


@dataclass(frozen=True)
class ImportReport:
    """The outcome of a run.

    `committed` says whether the database holds every row that was not rejected; false: nothing changed.
    `left_out` names the performances that were left out whole because of a rejected row.
    """

    counts: tuple[FileCount, ...]
    rejected: tuple[Reject, ...]
    left_out: tuple[str, ...]
    notices: tuple[str, ...]
    committed: bool

    @property
    def changed(self) -> bool:
        """Whether the run stored or replaced anything."""
        return self.committed and any(count.new or count.corrected for count in self.counts)
