"""Which columns could an index help with? Those that statements search, join and sort by.

Names are taken as they stand in the parse tree and matched with the columns of the tables that a statement
reaches: that gives some candidates too many, which the planner then finds useless, and none too few.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pglast import ast, parse_sql
from pglast.enums import A_Expr_Kind
from pglast.parser import ParseError
from pglast.visitors import Visitor

from fkplus.tuning.indexes import is_column

# By what LIKE searches for a beginning, whatever the collation:
# https://www.postgresql.org/docs/current/indexes-opclass.html
_PATTERN = "text_pattern_ops"


@dataclass(frozen=True, order=True)
class Column:
    """A key of an index: a column, or a function of one, with an operator class where it needs one."""

    table: str
    expression: str

    @property
    def is_plain(self) -> bool:
        """Tell whether it is a column and nothing more."""
        return is_column(self.expression)


@dataclass(frozen=True)
class Schema:
    """What statements are matched with: columns by table, and the text of views and functions by name."""

    columns: Mapping[str, frozenset[str]]
    definitions: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Reached:
    """What a statement names, itself and through views and functions."""

    tables: frozenset[str]
    columns: frozenset[str]
    prefixes: frozenset[str]

    def candidates(self, schema: Schema) -> frozenset[Column]:
        """Return the keys that an index could have for it."""
        plain = {
            Column(table, column)
            for table in self.tables
            for column in schema.columns[table] & self.columns
        }  # fmt: skip
        prefixed = {
            Column(table, f"lower({column}) {_PATTERN}")
            for table in self.tables
            for column in schema.columns[table] & self.prefixes
        }
        return frozenset(plain | prefixed)


def reached(text: str, schema: Schema) -> Reached:
    """Follow a statement to its tables; a text that the parser does not take reaches nothing."""
    by_name: dict[str, list[str]] = {}
    for table in schema.columns:
        by_name.setdefault(table.rpartition(".")[2], []).append(table)
    tables: set[str] = set()
    names = _Names()
    waiting, followed = [text], set[str]()
    while waiting:
        found = _names(waiting.pop())
        names.columns |= found.columns
        names.prefixes |= found.prefixes
        for name in found.relations | found.functions:
            tables.update(by_name.get(name, ()))
            if name not in followed:
                followed.add(name)
                waiting += schema.definitions.get(name, ())
    return Reached(frozenset(tables), frozenset(names.columns), frozenset(names.prefixes))


def _names(text: str) -> "_Names":
    # A function's body may be BEGIN ATOMIC ... END, or RETURN and an expression: no statements of their own.
    bare = text.strip()
    if bare.upper().startswith("BEGIN ATOMIC"):
        bare = bare[len("BEGIN ATOMIC") :].strip().removesuffix("END").strip()
    elif bare.upper().startswith("RETURN "):
        bare = "SELECT " + bare[len("RETURN ") :]
    names = _Names()
    with suppress(ParseError):
        names(parse_sql(bare))
    return names


class _Names(Visitor):
    """Gathers relations, functions, and the columns that stand in conditions, joins and orders."""

    def __init__(self) -> None:
        self.relations: set[str] = set()
        self.functions: set[str] = set()
        self.columns: set[str] = set()
        self.prefixes: set[str] = set()

    def visit_RangeVar(self, _: object, node: ast.RangeVar) -> None:  # noqa: N802 - the library's name
        self.relations.add(node.relname or "")

    def visit_FuncCall(self, _: object, node: ast.FuncCall) -> None:  # noqa: N802
        self.functions.add(_last(node.funcname))

    def visit_SelectStmt(self, _: object, node: ast.SelectStmt) -> None:  # noqa: N802
        for part in (
            node.whereClause,
            node.sortClause,
            node.groupClause,
            node.havingClause,
            node.distinctClause,
        ):
            self.columns |= _columns_in(part)

    def visit_JoinExpr(self, _: object, node: ast.JoinExpr) -> None:  # noqa: N802
        self.columns |= _columns_in(node.quals)
        self.columns |= {_last((name,)) for name in node.usingClause or ()}

    def visit_A_Expr(self, _: object, node: ast.A_Expr) -> None:  # noqa: N802
        function = node.lexpr
        if node.kind != A_Expr_Kind.AEXPR_LIKE or not isinstance(function, ast.FuncCall):
            return
        if _last(function.funcname) == "lower":
            self.prefixes |= _columns_in(function)


class _Columns(Visitor):
    """Gathers the names of columns."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_ColumnRef(self, _: object, node: ast.ColumnRef) -> None:  # noqa: N802
        self.found.add(_last(node.fields))


def _columns_in(node: object) -> set[str]:
    columns = _Columns()
    # A node can be iterated too, over the names of its fields.
    for part in node if isinstance(node, tuple) else (node,):
        if isinstance(part, ast.Node):
            columns(part)
    return columns.found


def _last(names: Sequence[object] | None) -> str:
    """Return the last part of a dotted name; empty for `*`."""
    last = names[-1] if names else None
    return (last.sval or "") if isinstance(last, ast.String) else ""
