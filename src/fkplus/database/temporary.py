"""How a database for a while is made beside the others of a server, empty or as a copy, and dropped again."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from fkplus.database.connection import connect
from fkplus.model.errors import BadInput, FkplusError
from fkplus.model.secrets import Secret


class DatabaseInUse(FkplusError):
    """A database can't be copied by its files while somebody is connected to it."""


@contextmanager
def temporary_database(uri: Secret, name: str, template: str = "template0") -> Iterator[Secret]:
    """Make database `name` of `template` on the server of `uri`, yield its connection string, and drop it.

    One of this name is replaced: it was left by a run that was cut off. Raises BadInput where the role of
    `uri` may not make databases, FkplusError while somebody is connected to `template`: it can't be copied
    then.
    """
    _drop(uri, name)
    _create(uri, name, template)
    try:
        yield Secret(make_conninfo(uri.reveal(), dbname=name))
    finally:
        _drop(uri, name)


def _create(uri: Secret, name: str, template: str) -> None:
    create = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
    # Not in the template itself: who copies it must not be connected to it.
    with connect(make_conninfo(uri.reveal(), dbname="postgres"), autocommit=True) as connection:
        try:
            connection.execute(create)
        except psycopg.errors.InsufficientPrivilege as error:
            raise BadInput(
                "the role may not make databases, and this needs one of its own",
                "ALTER ROLE ... CREATEDB, or another role in --dsn",
            ) from error
        except psycopg.errors.ObjectInUse as error:
            raise DatabaseInUse(
                f"database {template} can't be copied while others are connected to it",
                "stop the backend for as long, or name a restored copy with --dsn",
            ) from error


def _drop(uri: Secret, name: str) -> None:
    with connect(make_conninfo(uri.reveal(), dbname="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
