"""Databases that a benchmark makes, fills and drops, beside the ones of the server it works on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from fkplus.database.connection import connect
from fkplus.database.flyway import migrate as flyway
from fkplus.model.errors import BadInput
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


@contextmanager
def empty_database(uri: Secret, name: str, template: str = "template0") -> Iterator[Secret]:
    """Make a database of `template` on the server of `uri`, yield its connection string, and drop it.

    Raises BadInput where the role of `uri` may not make databases.
    """
    full = _PREFIX + name
    _replace(uri, full, template)
    try:
        yield Secret(make_conninfo(uri.reveal(), dbname=full))
    finally:
        _drop(uri, full)


def _replace(uri: Secret, name: str, template: str) -> None:
    """Make a database; one of this name is a benchmark's that was cut off."""
    _drop(uri, name)
    create = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
    with connect(uri.reveal(), autocommit=True) as connection:
        try:
            connection.execute(create)
        except psycopg.errors.InsufficientPrivilege as error:
            raise BadInput(
                "the role may not make databases, and a benchmark fills some of its own",
                "ALTER ROLE ... CREATEDB, or another role in --dsn",
            ) from error


def _drop(uri: Secret, name: str) -> None:
    with connect(uri.reveal(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
