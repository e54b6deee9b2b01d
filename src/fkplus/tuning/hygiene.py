"""Which indexes does nobody need, and which keys lack one? Asked of every member."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fkplus.database.connection import Connection
from fkplus.tuning.statements import statement


@dataclass(frozen=True)
class Hygiene:
    """What was found: names with bytes, the narrower and the wider of two, tables with their keys."""

    unused: Sequence[tuple[str, int]]
    duplicates: Sequence[tuple[str, str]]
    keys_without_index: Sequence[tuple[str, str]]


def inspect(members: Sequence[Connection]) -> Hygiene:
    """Look at the first of `members` for what is there and at all of them for what is used.

    An index that only replicas scan is used. Rules (unique, exclusion, primary keys) are never counted as
    unused, and a foreign key whose comment says why it has no index is none without.
    """
    scans: Counter[str] = Counter()
    sizes: dict[str, int] = {}
    for member in members:
        for name, scanned, size in member.execute(statement("unused_indexes")):
            scans[name] += scanned
            sizes[name] = size
    keys = members[0].execute(statement("keys_without_index")).fetchall()
    return Hygiene(
        unused=[(name, sizes[name]) for name in sorted(sizes) if not scans[name]],
        duplicates=[(narrow, wide) for narrow, wide in members[0].execute(statement("duplicate_indexes"))],
        keys_without_index=[(table, key) for table, key, said in keys if "No index:" not in (said or "")],
    )
