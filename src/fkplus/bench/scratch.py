"""Databases that a benchmark makes, fills and drops, beside the ones of the server it works on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fkplus.database.flyway import migrate as flyway
from fkplus.database.temporary import temporary_database
from fkplus.model.secrets import Secret

_PREFIX = "fkplus_bench_"
_MIGRATE_SECONDS = 600.0


@dataclass(frozen=True)
class Scratch:
    """A server where `uri`'s role may make databases; `template` has the schema."""

    uri: Secret
    template: str

    @contextmanager
    def database(self, name: str) -> Iterator[Secret]:
        """Make an empty database with the schema, yield its connection string, and drop it."""
        with empty_database(self.uri, name, self.template) as uri:
            yield uri


@contextmanager
def scratch(uri: Secret, schema: Path, say: Callable[[str], None]) -> Iterator[Scratch]:
    """Migrate a scratch database that others are copied from; drops it at the end.

    Raises BadInput where the role of `uri` may not make databases.
    """
    with empty_database(uri, "template") as template:
        flyway.migrate(
            template.reveal(), schema, target=None, progress=say, deadline_seconds=_MIGRATE_SECONDS
        )
        yield Scratch(uri, _PREFIX + "template")


def empty_database(uri: Secret, name: str, template: str = "template0") -> AbstractContextManager[Secret]:
    """Make a benchmark's database on the server of `uri`; see temporary_database."""
    return temporary_database(uri, _PREFIX + name, template)
