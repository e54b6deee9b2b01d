"""How does one entity diagram read as Mermaid text?"""

import re
from collections.abc import Iterator, Sequence

from fkplus.database.dictionary.catalogue import Column, Kind, Relation, Rule
from fkplus.database.dictionary.domains import bare

# What a reader takes in at a glance.
MOST_BOXES = 14
_TELLING_COLUMNS = 3


def boxes(tables: Sequence[Relation]) -> tuple[str, ...]:
    """Return the names of all boxes: the tables themselves, then the others that they point to."""
    own = [table.name for table in tables]
    others = {rule.target for table in tables for rule in _foreign_keys(table)} - set(own)
    return (*own, *sorted(others, key=bare))


def render(tables: Sequence[Relation]) -> str:
    """Return an erDiagram of these tables; those they point to elsewhere are boxes without columns."""
    lines = ["erDiagram"]
    for name in boxes(tables)[len(tables) :]:
        lines.append(f"    {_box(name)}")
    for table in tables:
        lines += [f"    {_box(table.name)} {{", *_columns(table), "    }"]
    for table in tables:
        lines += [_line(table, rule) for rule in _foreign_keys(table)]
    return "\n".join(lines)


def _foreign_keys(table: Relation) -> list[Rule]:
    return [rule for rule in table.rules if rule.kind is Kind.FOREIGN_KEY]


def _box(name: str) -> str:
    return bare(name) if bare(name) == name else f'{bare(name)}["{name}"]'


def _columns(table: Relation) -> Iterator[str]:
    primary = _of(table, Kind.PRIMARY_KEY)
    foreign = _of(table, Kind.FOREIGN_KEY)
    unique = {rule.columns[0] for rule in table.rules if rule.kind is Kind.UNIQUE and len(rule.columns) == 1}
    telling = {column.name for column in _telling(table, primary | foreign | unique)}
    for column in table.columns:
        marks = [
            mark for mark, names in (("PK", primary), ("FK", foreign), ("UK", unique)) if column.name in names
        ]
        if marks or column.name in telling:
            yield f"        {_type(column.type)} {column.name} {', '.join(marks)}".rstrip()


def _of(table: Relation, kind: Kind) -> set[str]:
    return {name for rule in table.rules if rule.kind is kind for name in rule.columns}


def _telling(table: Relation, keys: set[str]) -> list[Column]:
    """The first columns that every row fills and that are no keys; where there are none, the first others."""
    others = [column for column in table.columns if column.name not in keys]
    return sorted(others, key=lambda column: column.is_nullable)[:_TELLING_COLUMNS]


def _type(name: str) -> str:
    # Mermaid takes one word here.
    return re.sub(r"\(.*?\)", "", name).replace(" ", "_")


def _line(table: Relation, rule: Rule) -> str:
    nullable = {column.name for column in table.columns if column.is_nullable}
    one = "|o" if nullable & set(rule.columns) else "||"
    keys = [
        set(key.columns) for key in table.rules if key.kind in (Kind.PRIMARY_KEY, Kind.UNIQUE) and key.columns
    ]
    many = "o|" if any(key <= set(rule.columns) for key in keys) else "o{"
    return f'    {bare(rule.target)} {one}--{many} {bare(table.name)} : "{", ".join(rule.columns)}"'
