"""What `fkplus tune advise` does: candidates, a set of them by estimates, each tried on a copy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fkplus.database.connection import Connection, connect
from fkplus.model.secrets import Secret
from fkplus.tuning import candidates, extend, gate
from fkplus.tuning.candidates import Column, Schema
from fkplus.tuning.gate import Verdict
from fkplus.tuning.hypothetical import Estimates
from fkplus.tuning.indexes import Index
from fkplus.tuning.samples import Sample
from fkplus.tuning.statements import statement

Say = Callable[[str], None]

# By estimates, what a further index must promise to be tried as well.
HEADROOM = 0.1


@dataclass(frozen=True)
class Advice:
    """Verdicts in the order of trying, what each adopted index is worth, and the estimates that led there."""

    verdicts: Sequence[Verdict]
    worth: Mapping[Index, float]
    estimate_before: float
    estimate_after: float
    partitioned: frozenset[str]


@dataclass(frozen=True)
class Known:
    """What a search works with: columns that may help, those that indexes begin with, and the estimates."""

    columns: frozenset[Column]
    leading: frozenset[Column]
    estimates: Estimates
    partitioned: frozenset[str]


def advise(
    copy: Secret, samples: Sequence[Sample], weights: Mapping[str, float], budget: int, say: Say
) -> Advice:
    """Search and try on the database `copy`, which is changed: indexes are built and dropped there.

    `weights` are parts of the time by operation, `budget` the bytes that all new indexes may take together.
    """
    with connect(copy.reveal(), autocommit=True) as connection:
        # Each statement is planned for the values that it has, as its first executions are.
        connection.execute("set plan_cache_mode = force_custom_plan")
        connection.execute("set max_parallel_workers_per_gather = 0")
        known = estimates_of(connection, samples, weights)
        estimates = known.estimates
        say(f"{len(known.columns)} columns are searched, joined or sorted by; estimating")
        chosen, steps = extend.search(known.columns, known.leading, estimates.cost, estimates.size, budget)
        say(f"{len(chosen)} indexes by estimates, in {len(steps)} steps; trying each on the copy")
        ordered = [step.index for step in steps if step.index in chosen]
        ordered += _headroom(known, chosen)
        before, after = estimates.cost(frozenset()), estimates.cost(chosen)
        connection.execute("select hypopg_reset()")
        verdicts = _try_all(connection, ordered, samples, weights, budget, say)
        verdicts = [_lengthened(connection, verdict, known, samples, weights, say) for verdict in verdicts]
        adopted = [verdict.index for verdict in verdicts if verdict.adopted]
        worth = gate.leave_one_out(connection, adopted, samples, weights)
    kept = [_worth_keeping(verdict, worth) for verdict in verdicts]
    return Advice(kept, worth, before, after, known.partitioned)


def estimates_of(connection: Connection, samples: Sequence[Sample], weights: Mapping[str, float]) -> Known:
    """Read the schema and return what a search over these samples works with: the first call of each case."""
    schema, partitioned = read_schema(connection)
    reached = {sample.text: candidates.reached(_parsable(sample), schema) for sample in samples}
    columns = frozenset[Column]().union(*(each.candidates(schema) for each in reached.values()))
    firsts = {sample.case: sample for sample in reversed(samples)}
    estimates = Estimates(
        connection,
        [firsts[case] for case in sorted(firsts)],
        lambda sample: reached[sample.text].tables,
        weights,
    )
    return Known(columns, _leading(connection), estimates, partitioned)


def read_schema(connection: Connection) -> tuple[Schema, frozenset[str]]:
    """Return columns and definitions for candidates, and which tables are partitioned."""
    columns: dict[str, set[str]] = {}
    for table, column in connection.execute(statement("columns")):
        columns.setdefault(table, set()).add(column)
    definitions: dict[str, list[str]] = {}
    for name, text in connection.execute(statement("definitions")):
        definitions.setdefault(name, []).append(text)
    partitioned = frozenset(row[0] for row in connection.execute(statement("partitioned")))
    return Schema({name: frozenset(found) for name, found in columns.items()}, definitions), partitioned


def _leading(connection: Connection) -> frozenset[Column]:
    """Return the columns that an index of the whole table begins with."""
    found = set()
    for table, definition in connection.execute(statement("existing_indexes")):
        if " WHERE " not in definition:
            first = definition.partition("(")[2].rstrip(")").partition(",")[0]
            found.add(Column(table, first.strip()))
    return frozenset(found)


def _headroom(known: Known, chosen: extend.Chosen) -> Sequence[Index]:
    """Return the further one-column indexes that promise a tenth by themselves: none stays untried."""
    before = known.estimates.cost(frozenset())
    found = []
    for column in sorted(known.columns - known.leading):
        index = Index(column.table, (column.expression,))
        is_begun = any(each.table == index.table and each.keys[:1] == index.keys for each in chosen)
        if not is_begun and known.estimates.cost(frozenset({index})) < (1 - HEADROOM) * before:
            found.append(index)
    return found


def _try_all(
    connection: Connection,
    indexes: Sequence[Index],
    samples: Sequence[Sample],
    weights: Mapping[str, float],
    budget: int,
    say: Say,
) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for index in indexes:
        verdict = gate.try_index(connection, index, samples, weights)
        taken = sum(each.size for each in verdicts if each.adopted)
        if verdict.adopted and taken + verdict.size > budget:
            gate.drop(connection, index)
            verdict = _refuted(verdict, f"{verdict.size / 2**20:.1f} MiB more than the budget leaves")
        verdicts.append(verdict)
        say(f"{'adopted' if verdict.adopted else 'refuted'}: {index.definition}: {verdict.reason}")
    return verdicts


def _lengthened(
    connection: Connection,
    verdict: Verdict,
    known: Known,
    samples: Sequence[Sample],
    weights: Mapping[str, float],
    say: Say,
) -> Verdict:
    """Return the verdict on an adopted index, or on it with one more column where that measures better.

    Estimates say little of what a further column saves by giving rows in their order: a page ends early.
    """
    if not verdict.adopted:
        return verdict
    best = verdict
    for column in sorted(known.columns):
        longer = verdict.index.with_key(column.expression)
        if column.table != longer.table or not column.is_plain or column.expression in verdict.index.keys:
            continue
        tried = gate.try_index(connection, longer, samples, weights, instead_of=best.index)
        if tried.adopted:
            say(f"adopted instead of {best.index.definition}: {longer.definition}: {tried.reason}")
            best = tried
    return best


def _worth_keeping(verdict: Verdict, worth: Mapping[Index, float]) -> Verdict:
    if verdict.adopted and worth[verdict.index] < gate.LEAST_WORTH:
        return _refuted(
            verdict, f"without it all calls together touch {worth[verdict.index]:.1%} more buffers only"
        )
    return verdict


def _refuted(verdict: Verdict, reason: str) -> Verdict:
    return Verdict(verdict.index, False, reason, verdict.share, verdict.size, verdict.build_seconds)


def _parsable(sample: Sample) -> str:
    """Return the statement with a placeholder that the parser of PostgreSQL knows."""
    text = sample.text
    for name in sample.values:
        text = text.replace(f"%({name})s", "$1")
    return text.replace("%%", "%")
