"""What is written for a person to read, test and merge: one migration file for each index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fkplus.tuning.gate import Verdict

# Flyway runs such a file outside of a transaction and takes no other statement in it; what a run that was
# cut off has left is dropped first (docs/decisions/0003-flyway-in-process.md).
_PLAIN = """\
-- {why}
-- Flyway runs it outside of a transaction, and the DROP makes it repeatable.
-- squawk-ignore-file ban-concurrent-index-creation-in-transaction, prefer-robust-stmts
DROP INDEX CONCURRENTLY IF EXISTS {name};
{create};
"""

# CREATE INDEX CONCURRENTLY takes no partitioned table: https://www.postgresql.org/docs/current/sql-createindex.html
_PARTITIONED = """\
-- {why}
-- A partitioned table takes no CONCURRENTLY: this holds its writers up while it builds. Where that is too
-- long, build the same on each month before, CONCURRENTLY; this statement then only joins them.
-- squawk-ignore-file require-concurrent-index-creation
{create};
COMMENT ON INDEX {name} IS 'For speed: {comment}';
"""


@dataclass(frozen=True)
class Proposal:
    """A file's name and its text."""

    name: str
    text: str


def proposals(
    verdicts: Sequence[Verdict], partitioned: frozenset[str], first_version: int
) -> Sequence[Proposal]:
    """Return a migration for each adopted index, numbered from `first_version`."""
    adopted = [verdict for verdict in verdicts if verdict.adopted]
    return [_proposal(verdict, partitioned, first_version + place) for place, verdict in enumerate(adopted)]


def _proposal(verdict: Verdict, partitioned: frozenset[str], version: int) -> Proposal:
    index = verdict.index
    whole = index.table in partitioned
    schema = index.table.rpartition(".")[0]
    words: Mapping[str, str] = {
        "why": f"{verdict.reason}; {verdict.size / 2**20:.1f} MiB.",
        "create": index.create(concurrently=not whole),
        "name": f"{schema}.{index.name}" if schema else index.name,
        "comment": f"{verdict.reason}.".replace("'", "''"),
    }
    text = (_PARTITIONED if whole else _PLAIN).format(**words)
    return Proposal(f"V{version}__{index.name}.sql", text)
