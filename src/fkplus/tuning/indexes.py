"""What an index is here: a table and its keys in order; its name and its statements follow from these."""

import re
from dataclasses import dataclass

# PostgreSQL cuts longer names off: NAMEDATALEN - 1.
_LONGEST_NAME = 63


def is_column(key: str) -> bool:
    """Tell whether a key is a column, perhaps with an operator class, and no function of one."""
    return "(" not in key


@dataclass(frozen=True, order=True)
class Index:
    """A B-tree on `table`; a key is a column, or an expression with its operator class."""

    table: str
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name of table and keys in one word."""
        words = re.findall(r"[a-z0-9_]+", " ".join((self.table.rpartition(".")[2], *self.keys)))
        # An operator class says nothing that a reader of the name would miss.
        return "_".join(word for word in words if word != "text_pattern_ops")[:_LONGEST_NAME]

    @property
    def definition(self) -> str:
        """Return what it is on: `post (author_id, post_id)`."""
        return f"{self.table} ({', '.join(self.keys)})"

    @property
    def has_expression(self) -> bool:
        """Tell whether a key is more than a column: PostgreSQL keeps statistics of its own for those."""
        return not all(is_column(key) for key in self.keys)

    def create(self, *, concurrently: bool = False) -> str:
        """Return the statement that builds it."""
        return f"CREATE INDEX {'CONCURRENTLY ' if concurrently else ''}{self.name} ON {self.definition}"

    @classmethod
    def parse(cls, table: str, definition: str) -> "Index":
        """Read what pg_get_indexdef says of a plain B-tree: `CREATE INDEX ... USING btree (key, key)`."""
        return cls(table, tuple(definition.partition(" USING btree (")[2].removesuffix(")").split(", ")))

    def with_key(self, key: str) -> "Index":
        """Return the index that has one more key at its end."""
        return Index(self.table, (*self.keys, key))
