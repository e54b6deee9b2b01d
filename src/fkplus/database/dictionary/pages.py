"""What stands in the files of docs/dictionary?"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fkplus.database.dictionary import diagram
from fkplus.database.dictionary.catalogue import Catalogue, Column, DomainType, Function, Kind, Relation, Rule
from fkplus.database.dictionary.domains import Page, bare

_KINDS = {
    Kind.PRIMARY_KEY: "primary key",
    Kind.UNIQUE: "unique",
    Kind.EXCLUDE: "no overlap",
    Kind.FOREIGN_KEY: "foreign key",
    Kind.CHECK: "check",
}
# pg_constraint.confdeltype, https://www.postgresql.org/docs/current/catalog-pg-constraint.html
_ON_DELETE = {"c": "; rows go with it", "n": "; emptied with it", "d": "; set to the default with it"}
_LONGEST_EXPRESSION = 70
_WRITTEN_BY = (
    "Written by `make golden` from the database's own catalogue and comments; edit those, not this page."
)


def render(catalogue: Catalogue, pages: Sequence[Page]) -> Mapping[str, str]:
    """Return the text of every file by its name: one page per domain and README.md, their index."""
    places = {table.name: page.domain.page for page in pages for table in page.tables}
    texts = {f"{page.domain.page}.md": _page(page, catalogue.types, places) for page in pages}
    return {"README.md": _index(pages), **texts}


def _index(pages: Sequence[Page]) -> str:
    rows = [
        f"| [{page.domain.title}]({page.domain.page}.md) | {_cell(page.domain.about)} | "
        f"{', '.join(_link(each.name, page.domain.page) for each in (*page.tables, *page.views))} |"
        for page in pages
    ]
    head = (
        "# Data dictionary\n\nEvery table, view, rule and function of the database, by domain, with diagrams."
        " The reasons\n"
        f"behind the shape are in [the schema's pages](../schema.md). {_WRITTEN_BY}"
    )
    return f"{head}\n\n{_table(('Page', 'About', 'Tables and views'), rows)}\n"


def _page(page: Page, types: Sequence[DomainType], places: Mapping[str, str]) -> str:
    parts = [f"# {page.domain.title}", f"{page.domain.about} {_WRITTEN_BY}"]
    parts += [f"```mermaid\n{diagram.render(picture)}\n```" for picture in page.pictures]
    for table in page.tables:
        parts += _relation(table, places)
    for view in page.views:
        parts += _relation(view, places)
    used = {column.type.removesuffix("[]") for table in page.tables for column in table.columns}
    if own_types := [each for each in types if each.name in used]:
        parts += ["## Types", _table(("Type", "Based on", "Says"), map(_type, own_types))]
    if page.functions:
        parts += ["## Functions", _table(("Function", "Returns", "Says"), map(_function, page.functions))]
    return "\n\n".join(parts) + "\n"


def _relation(relation: Relation, places: Mapping[str, str]) -> Iterator[str]:
    yield f"## {bare(relation.name)}"
    kind = "View" if relation.is_view else "Table"
    if bare(relation.name) != relation.name:
        kind += ", only for the application (schema `private`)"
    yield f"{kind}. {relation.comment}"
    if lifetime := _lifetime(relation):
        yield lifetime
    if relation.is_view:
        rows = [f"| `{c.name}` | {_cell(c.type)} | {_cell(c.comment)} |" for c in relation.columns]
        yield _table(("Column", "Type", "Meaning"), rows)
        return
    yield _table(("Column", "Type", "Null", "Default", "Meaning"), map(_column, relation.columns))
    rules = [_rule(rule, places) for rule in relation.rules]
    if rules := [*rules, *_triggers(relation), *_indexes(relation)]:
        yield _table(("Rule or index", "Kind", "Says"), rules)
    yield from _helpers(relation)


def _helpers(relation: Relation) -> Iterator[str]:
    silent = [trigger for trigger in relation.triggers if not trigger.comment]
    for function in sorted({trigger.function for trigger in silent}):
        names = _names([trigger.name for trigger in silent if trigger.function == function])
        yield f"Also calls `{function}`: {names}."


def _lifetime(relation: Relation) -> str:
    sentences = []
    if relation.partition_key:
        sentences.append(f"Partitioned by {relation.partition_key}.")
    if given := relation.lifetime:
        kept = f"for {given.months} months" if given.months else "for ever"
        as_long = f"as long as those of `{bare(given.as_those_of)}`" if given.as_those_of else kept
        sentences.append(f"A partition for each month; rows are kept {as_long}.")
    if owners := [rule.target for rule in relation.rules if rule.on_delete == "c"]:
        sentences.append(f"A row is deleted with its {' or '.join(f'`{bare(each)}`' for each in owners)}.")
    return " ".join(sentences)


def _column(column: Column) -> str:
    null = "yes" if column.is_nullable else ""
    return (
        f"| `{column.name}` | {_cell(column.type)} | {null} | {_default(column)} | {_cell(column.comment)} |"
    )


def _default(column: Column) -> str:
    # The cast behind a literal repeats the column's type.
    expression = re.sub(r"\s+", " ", re.sub(r"^('[^']*')::[\w ]+$", r"\1", column.expression))
    if column.origin == "identity" or not expression:
        return column.origin
    if len(expression) > _LONGEST_EXPRESSION:
        return column.origin or "computed"
    return f"{column.origin + ': ' if column.origin else ''}`{_cell(expression)}`"


def _rule(rule: Rule, places: Mapping[str, str]) -> str:
    says = _cell(rule.comment)
    if rule.kind is Kind.FOREIGN_KEY:
        target = _link(rule.target, places[rule.target])
        points = f"{_names(rule.columns)} → {target}{_ON_DELETE.get(rule.on_delete, '')}"
        says = f"{points}: {says}" if says else points
    elif rule.kind in (Kind.PRIMARY_KEY, Kind.UNIQUE):
        says = f"{_names(rule.columns)}: {says}" if says else _names(rule.columns)
    return f"| `{rule.name}` | {_KINDS[rule.kind]} | {says} |"


def _triggers(relation: Relation) -> Iterator[str]:
    for trigger in relation.triggers:
        if trigger.comment:
            kind = "at commit or statement" if trigger.is_rule else "trigger"
            yield f"| `{trigger.name}` | {kind} | {_cell(trigger.comment)} |"


def _indexes(relation: Relation) -> Iterator[str]:
    for index in relation.indexes:
        kind = "unique index" if index.is_unique else "index"
        definition = _cell(index.definition.removeprefix("btree "))
        comment = f": {_cell(index.comment)}" if index.comment else ""
        yield f"| `{index.name}` | {kind} | `{definition}`{comment} |"


def _function(function: Function) -> str:
    result = _cell(function.result) if function.result else "(a procedure)"
    owner = " Runs with the rights of the owner." if function.is_definer else ""
    signature = f"{function.name}({_cell(function.arguments)})"
    return f"| `{signature}` | {result} | {_cell(function.comment)}{owner} |"


def _type(each: DomainType) -> str:
    says = " ".join((each.comment, "; ".join(each.rules))).strip()
    return f"| `{each.name}` | {each.base} | {_cell(says)} |"


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _link(name: str, page: str) -> str:
    return f"[`{bare(name)}`]({page}.md#{bare(name)})"


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").strip()


def _table(heads: Sequence[str], rows: Iterable[str]) -> str:
    line = f"| {' | '.join(heads)} |"
    return "\n".join([line, f"|{'---|' * len(heads)}", *rows])
