"""Which schema versions does a folder hold, in which order, and which of them is meant by a given text?"""

import re
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from fkplus.model.errors import BadInput

_VERSION = re.compile(r"[0-9]+(?:[._][0-9]+)*")
_VERSIONED = re.compile(r"V(?P<version>[0-9]+(?:[._][0-9]+)*)__(?P<name>.+)\.sql")
_REPEATABLE = re.compile(r"R__(?P<name>.+)\.sql")
_SEED = "seed.py"


@dataclass(frozen=True, order=True)
class Version:
    """A schema version by Flyway's rule: numbers, compared one by one; zeros at the end do not count.

    https://documentation.red-gate.com/fd/versioned-migrations-273973333.html
    """

    parts: tuple[int, ...]
    text: str = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> "Version":
        """Read `3`, `2.1` or `2_1`; raises BadInput for anything else."""
        if not _VERSION.fullmatch(text):
            raise BadInput(
                f"{text!r} is not a schema version", "write numbers with dots between them: 3 or 2.1"
            )
        parts = [int(part) for part in re.split("[._]", text)]
        while parts and parts[-1] == 0:
            parts.pop()
        return cls(tuple(parts), text.replace("_", "."))

    def __str__(self) -> str:
        """Write it the way Flyway records it."""
        return self.text


@dataclass(frozen=True)
class Migration:
    """One versioned SQL file and the seed of that version, if it has one."""

    version: Version
    name: str
    path: Path
    seed: Path | None

    @cached_property
    def checksum(self) -> int:
        """Flyway's checksum of the file; raises UnicodeDecodeError for a file that is not UTF-8."""
        return checksum(self.path.read_bytes())


@dataclass(frozen=True)
class Repeatable:
    """An `R__` file, which Flyway runs again whenever its text changes."""

    name: str
    path: Path

    @cached_property
    def checksum(self) -> int:
        """Flyway's checksum of the file; raises UnicodeDecodeError for a file that is not UTF-8."""
        return checksum(self.path.read_bytes())


def scan(schema_dir: Path) -> tuple[Migration, ...]:
    """Return the versioned migrations under `schema_dir`, lowest version first.

    Raises BadInput for a folder that is not there, an SQL file whose name Flyway would not take, two files of
    one version, and a seed that could belong to several versions.
    """
    paths = [path for path in _sql_files(schema_dir) if _versioned(path)]
    found = sorted(map(_migration, paths), key=lambda migration: migration.version)
    for before, after in pairwise(found):
        if before.version == after.version:
            raise BadInput(
                f"version {after.version} has two files: {before.path} and {after.path}",
                "give one of them another version",
            )
    _check_seeds(schema_dir, found)
    return tuple(found)


def repeatables(schema_dir: Path) -> tuple[Repeatable, ...]:
    """Return the repeatable migrations under `schema_dir`, by name; raises BadInput like `scan`."""
    matches = [(path, _REPEATABLE.fullmatch(path.name)) for path in _sql_files(schema_dir)]
    found = [Repeatable(_description(match["name"]), path) for path, match in matches if match]
    return tuple(sorted(found, key=lambda repeatable: repeatable.name))


def resolve_target(text: str | None, migrations: tuple[Migration, ...]) -> Version | None:
    """Return the version that `text` names, or None (all of them) for None.

    Raises BadInput, naming the known versions, when there is no such version.
    """
    if text is None:
        return None
    known = {migration.version: migration.version for migration in migrations}
    hint = f"known versions: {', '.join(map(str, known)) or 'none'}"
    try:
        version = Version.parse(text.strip())
    except BadInput as error:
        raise BadInput(error.what, hint) from None
    if version not in known:
        raise BadInput(f"there is no schema version {version}", hint)
    return known[version]


def checksum(content: bytes) -> int:
    """Return what Flyway 12 writes into `flyway_schema_history.checksum` for a file with this content.

    That is the CRC-32 of all lines without their ends and without a byte order mark, as a signed 32-bit
    number (found by comparing with what Flyway wrote; the tests compare again). Raises UnicodeDecodeError
    unless it is UTF-8.
    """
    text = content.decode("utf-8").removeprefix("\ufeff")
    crc = zlib.crc32(re.sub(r"\r\n|\r|\n", "", text).encode("utf-8"))
    return crc - 2**32 if crc >= 2**31 else crc


def _sql_files(schema_dir: Path) -> list[Path]:
    if not schema_dir.is_dir():
        raise BadInput(f"there is no schema folder {schema_dir}")
    found = sorted(path for path in schema_dir.rglob("*.sql") if path.is_file())
    for path in found:
        if not _versioned(path) and not _REPEATABLE.fullmatch(path.name):
            raise BadInput(
                f"{path} is not named like a migration",
                "V<number>__<name>.sql with two underscores, or R__<name>.sql for one that is repeatable",
            )
    return found


def _versioned(path: Path) -> re.Match[str] | None:
    return _VERSIONED.fullmatch(path.name)


def _migration(path: Path) -> Migration:
    match = _versioned(path)
    assert match
    seed = path.with_name(_SEED)
    return Migration(
        Version.parse(match["version"]),
        _description(match["name"]),
        path,
        seed if seed.is_file() else None,
    )


def _description(name: str) -> str:
    return name.replace("_", " ")


def _check_seeds(schema_dir: Path, migrations: list[Migration]) -> None:
    for seed in sorted(schema_dir.rglob(_SEED)):
        versions = [str(migration.version) for migration in migrations if migration.seed == seed]
        if len(versions) != 1:
            raise BadInput(
                f"{seed} lies beside {'no migration' if not versions else 'versions ' + ', '.join(versions)}",
                "a folder with a seed holds exactly one versioned migration",
            )
