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
        full = _PREFIX + name
        _replace(self.uri, full, self.template)
        try:
            yield _with_database(self.uri, full)
        finally:
            _drop(self.uri, full)


@contextmanager
def scratch(uri: Secret, schema: Path, say: Callable[[str], None]) -> Iterator[Scratch]:
    """Migrate a scratch database that others are copied from; drops it at the end.

    Raises BadInput where the role of `uri` may not make databases.
    """
    name = _PREFIX + "template"
    _replace(uri, name, "template0")
    try:
        flyway.migrate(
            _with_database(uri, name).reveal(),
            schema,
            target=None,
            progress=say,
            deadline_seconds=_MIGRATE_SECONDS,
        )
        yield Scratch(uri, name)
    finally:
        _drop(uri, name)


def _with_database(uri: Secret, name: str) -> Secret:
    return Secret(make_conninfo(uri.reveal(), dbname=name))


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
