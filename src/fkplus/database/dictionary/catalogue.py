"""What does the catalogue of a database say about its tables, views, functions and rules?"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from fkplus.database.connection import Connection

_T = TypeVar("_T")

# How format_type spells what migrations write shorter.
_SHORT_TYPES = {"timestamp with time zone": "timestamptz", "double precision": "float8"}


class Kind(StrEnum):
    """What a rule is; the values are pg_constraint.contype."""

    PRIMARY_KEY = "p"
    UNIQUE = "u"
    EXCLUDE = "x"
    FOREIGN_KEY = "f"
    CHECK = "c"


@dataclass(frozen=True)
class Column:
    """A column; `origin` is identity, generated or empty, `expression` its default or how it is generated."""

    name: str
    type: str
    is_nullable: bool
    origin: str
    expression: str
    comment: str


@dataclass(frozen=True)
class Rule:
    """A constraint; `target`: where a foreign key points to, `on_delete`: pg_constraint.confdeltype."""

    name: str
    kind: Kind
    columns: tuple[str, ...]
    target: str
    on_delete: str
    comment: str


@dataclass(frozen=True)
class Index:
    """An index that belongs to no constraint; `definition` is what stands behind USING."""

    name: str
    is_unique: bool
    definition: str
    comment: str


@dataclass(frozen=True)
class Trigger:
    """A trigger and the function that it calls."""

    name: str
    is_rule: bool
    function: str
    comment: str


@dataclass(frozen=True)
class Lifetime:
    """How long rows in monthly partitions live: as those of a table, or so many months; 0: for ever."""

    as_those_of: str
    months: int


@dataclass(frozen=True)
class Relation:
    """A table or view; `name` has its schema before it unless that is public."""

    name: str
    is_view: bool
    partition_key: str
    lifetime: Lifetime | None
    comment: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    indexes: tuple[Index, ...]
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True)
class Function:
    """A function or, where `result` is empty, a procedure."""

    name: str
    arguments: str
    result: str
    is_definer: bool
    comment: str


@dataclass(frozen=True)
class DomainType:
    """A type of our own: another type and rules."""

    name: str
    base: str
    comment: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """All that the dictionary tells of, sorted by name."""

    relations: tuple[Relation, ...]
    functions: tuple[Function, ...]
    types: tuple[DomainType, ...]


def read(connection: Connection) -> Catalogue:
    """Read the schemas public and private, without partitions and what extensions brought."""
    columns = _by_table(connection, "columns", _column)
    rules = _by_table(connection, "constraints", _rule)
    indexes = _by_table(connection, "indexes", Index)
    triggers = _by_table(connection, "triggers", _trigger)
    lifetimes = {
        _qualified(name): Lifetime(_qualified(head), months)
        for name, head, months in _rows(connection, "lifetimes")
    }
    for table, *reference in _rows(connection, "month_references"):
        rules[_qualified(table)].append(_month_rule(*reference))
    relations = []
    for schema, table, is_view, partition_key, comment in _rows(connection, "relations"):
        name = _name(schema, table)
        relations.append(
            Relation(
                name,
                is_view,
                partition_key,
                lifetimes.get(name),
                comment,
                tuple(columns[name]),
                tuple(rules[name]),
                tuple(indexes[name]),
                tuple(triggers[name]),
            )
        )
    functions = tuple(
        Function(_name(schema, name), *rest) for schema, name, *rest in _rows(connection, "functions")
    )
    types = tuple(
        DomainType(name, _short(base), comment, tuple(texts))
        for name, base, comment, texts in _rows(connection, "domain_types")
    )
    return Catalogue(tuple(relations), functions, types)


def _by_table(connection: Connection, query: str, make: Callable[..., _T]) -> Mapping[str, list[_T]]:
    made: dict[str, list[_T]] = defaultdict(list)
    for schema, table, *rest in _rows(connection, query):
        made[_name(schema, table)].append(make(*rest))
    return made


def _column(name: str, type_name: str, is_nullable: bool, *rest: str) -> Column:
    return Column(name, _short(type_name), is_nullable, *rest)


def _rule(name: str, kind: str, columns: list[str], *rest: str) -> Rule:
    schema, table, on_delete, comment = rest
    return Rule(name, Kind(kind), tuple(columns), _name(schema, table) if table else "", on_delete, comment)


def _month_rule(name: str, columns: list[str], target: str, comment: str) -> Rule:
    return Rule(f"{name} of each month", Kind.FOREIGN_KEY, tuple(columns), _qualified(target), "", comment)


def _trigger(name: str, is_rule: bool, schema: str, function: str, comment: str) -> Trigger:
    return Trigger(name, is_rule, _name(schema, function), comment)


@cache
def _query(name: str) -> bytes:
    return files(__package__).joinpath("sql", f"{name}.sql").read_bytes()


def _rows(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(_query(name)).fetchall()


def _name(schema: str, name: str) -> str:
    return name if schema == "public" else f"{schema}.{name}"


def _qualified(name: str) -> str:
    return name.removeprefix("public.")


def _short(type_name: str) -> str:
    for long, short in _SHORT_TYPES.items():
        type_name = type_name.replace(long, short)
    return type_name
