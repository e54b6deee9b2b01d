"""What a seed.py is given to generate with: scale, repeatable randomness, a fixed time, tables to fill."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from faker import Faker

from fkplus.database.connection import Connection
from fkplus.database.seeding.tables import Row, SeedTables, Tally
from fkplus.model.errors import FkplusError

# All generated times are counted from here: a clock would give other rows tomorrow.
ANCHOR = datetime(2026, 6, 1, 12, tzinfo=UTC)
_SEED = "fkplus-1"


@dataclass(frozen=True)
class Ratio:
    """How many rows a SEED_COUNT gives: one for so many users, within bounds."""

    users_per_row: int
    least: int
    most: int | None = None

    def of(self, seed_count: int) -> int:
        """Return the number of rows for `seed_count` users."""
        count = max(self.least, seed_count // self.users_per_row)
        return count if self.most is None else min(count, self.most)


@dataclass(frozen=True)
class SeedContext:
    """All that a seed works with; the same version, SEED_COUNT and earlier rows give the same rows."""

    connection: Connection
    version: str
    seed_count: int
    ru: Faker
    en: Faker
    anchor: datetime
    tables: SeedTables
    earlier_blocks: Mapping[str, range]

    def stream(self, name: str) -> Random:
        """Return randomness of its own for `name`, so that another table's rows never shift it."""
        return Random(f"{_SEED}:{self.version}:{name}")  # noqa: S311 repeatable, not secret

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Write `rows` into `table` ("schema.name") by COPY and return their number."""
        return self.tables.copy(table, columns, rows)

    def reserve(self, table: str, count: int, *, block: str | None = None) -> range:
        """Return the next `count` ids of `table`; with `block`, later seeds find them by that name."""
        ids = self.tables.reserve(table, count)
        if block is not None:
            self.tables.tally.blocks[block] = ids
        return ids

    def block(self, name: str) -> range:
        """Return the ids that an earlier seed reserved as `name`; raises FkplusError when none did."""
        if name not in self.earlier_blocks:
            raise FkplusError(
                f"seed of version {self.version} builds on {name!r}, which no earlier seed has made",
                "fkplus seed runs the seeds of all versions in order",
            )
        return self.earlier_blocks[name]


def new_context(
    connection: Connection,
    version: str,
    seed_count: int,
    blocks: Mapping[str, range],
    tally: Tally,
    progress: Callable[[str], None],
) -> SeedContext:
    """Return the context of one run of the seed of `version`."""

    def say(text: str) -> None:
        progress(f"seed {version}: {text}")

    return SeedContext(
        connection=connection,
        version=version,
        seed_count=seed_count,
        ru=_faker("ru_RU", version),
        en=_faker("en_US", version),
        anchor=ANCHOR,
        tables=SeedTables(connection, tally, say),
        earlier_blocks=blocks,
    )


def pool(make: Callable[[], str], size: int) -> tuple[str, ...]:
    """Return `size` values of a Faker method: drawing from them is 50 times faster than asking for each."""
    return tuple(make() for _ in range(size))


def _faker(locale: str, version: str) -> Faker:
    faker = Faker(locale, use_weighting=False)
    faker.seed_instance(f"{_SEED}:{version}:{locale}")
    return faker
