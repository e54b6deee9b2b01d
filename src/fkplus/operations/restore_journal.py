"""What a restore has decided, written before its first change, so that one that was killed can go on."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from fkplus.model.errors import BadInput, FkplusError
from fkplus.runtimes.files import replace_text

FILE_NAME = "restore.json"


@dataclass(frozen=True)
class Journal:
    """One restore of the whole cluster.

    `node` becomes the primary. `name` is in the name of the directory of the former data (`kept-`), and of
    the restore point, at `position` of `timeline`, that leads back. `undoes` is the name of the restore whose
    former data come back; otherwise `target`, on `target_timeline`, is restored from `backup`.
    `archive` is the one that the cluster writes (Backup). `had_primary`: the other nodes' former data
    need not be kept. `leads`: the new primary has led, and from then on it has rows that nobody else has.
    """

    name: str
    node: str
    asked: str
    target: str
    target_timeline: int
    backup: str | None
    archive: str
    undoes: str | None
    timeline: int
    position: str
    began: str
    had_primary: bool
    leads: bool = False

    @property
    def restore_point(self) -> str:
        """Return the name of the restore point in the log just before."""
        return f"before_restore_{self.name}"


def read(directory: Path) -> Journal | None:
    """Return the journal in `directory`, FKPLUS_HOME or one that keeps former data; None: there is none."""
    path = directory / FILE_NAME
    try:
        return Journal(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as error:
        raise FkplusError(f"{path} can't be read: {error}", "see docs/runbooks/pitr.md") from error


def write(directory: Path, journal: Journal) -> None:
    """Write it whole or not at all."""
    replace_text(directory / FILE_NAME, json.dumps(asdict(journal), indent=2))


def remove(directory: Path) -> None:
    """Forget the restore: it is complete."""
    (directory / FILE_NAME).unlink(missing_ok=True)


def require_none(directory: Path) -> None:
    """Raise BadInput while a restore is cut off in its middle: another command would mix old and new data."""
    journal = read(directory)
    if journal is not None:
        raise BadInput(
            f"a restore that began at {journal.began} was cut off",
            f"complete it with `fkplus restore {journal.asked} --yes`",
        )
