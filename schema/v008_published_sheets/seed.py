"""Which generated rows version 8 gets: single deductions, documents of sheets, their errors, corrections."""

from collections.abc import Mapping

import numpy as np

from fkplus.database.queries import query
from fkplus.database.seeding.columns import Array, Digits, Flags, Hundredths, Ints, Nullable, Pool, joined
from fkplus.database.seeding.context import ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import (
    DEDUCTION_KINDS,
    DEDUCTIONS_ELSEWHERE,
    DEDUCTIONS_OF_DANCE,
    NOT_TOLD_APART,
    cumulative,
)
from fkplus.database.seeding.ratios import DOCUMENTS, REVISIONS
from fkplus.database.seeding.scoring import fall_deductions
from fkplus.database.seeding.times import DAY, micros

# Since then sheets print which elements ended in a fall, and since then the documents are known.
FALLS_PRINTED_SINCE, DOCUMENTED_SINCE = 2022, 2025
POINT = 100
MOST_FALLS = 20
KINDS = Pool(["fall", *DEDUCTION_KINDS, "costume_or_prop"])
FALL, FIRST_OTHER, VOTE = 0, 1, 1 + len(DEDUCTION_KINDS)
# Words of a sheet: by falls and their price, then by what else it was for, then by votes and voters.
MOST_VOTES, VOTERS = 5, 11
OTHER_WORDS = 2 * MOST_FALLS - FIRST_OTHER
VOTE_WORDS = 2 * MOST_FALLS + len(DEDUCTION_KINDS)
WORDS = Pool(
    [
        *(
            f"Falls: -{fall_deductions(np.array([falls]), np.array([single]))[0] // POINT}.00 ({falls})"
            for falls in range(MOST_FALLS)
            for single in (False, True)
        ),
        *(f"{kind.replace('_', ' ').capitalize()}: -1.00" for kind in DEDUCTION_KINDS),
        *(
            f"Costume/Prop violation: 0.00 ({votes} of {voters})"
            for votes in range(MOST_VOTES)
            for voters in range(VOTERS)
        ),
    ]
)
# Every so many sheets print a fall as a bare number, without words and count.
WORDLESS_EVERY = 97
# Of so many performances the panel votes on one without majority.
VOTED_IN_VAIN_EVERY = 200
REASONS = (
    "Протокол: опечатка в сумме, −0.01 🐻",
    "The sheet prints no grades of the judges",
    "\u200fورقة غير مقروءة",
)
CORRECTIONS = Pool(
    ["Corrected protocol: the time was right", "🐻" * 1000, "Решение апелляции: обрыва не было"]
)
AWKWARD_DOCUMENTS = (
    "https://results.example/" + "й" * 1976,
    "⛸ протокол.pdf",
    "C:\\results\\'sheet' \"1\".pdf",
)
# Kind, points, count, votes, words and reason of rows beside those that make up the total.
AWKWARD = (
    (20, "other", None, None, None, None, "🐻" * 1000, None),
    (21, "other", None, None, None, None, "\u200fخصم غير مفهوم", None),
    (22, "fall", None, None, None, None, None, None),
    (23, "costume_or_prop", 0, None, 0, 20, "Costume (0 of 20)", None),
    (30, "fall", 9, 32_767, None, None, "Falls: -9.00 (32767)", "Ё" * 1000),
)
DEDUCTION = (
    "performance_id", "no", "kind", "points", "count", "votes_for", "votes_of", "raw_text", "override_reason",
)  # fmt: skip
SET_DOCUMENTS = """
    update public.performance as p
    set source_document_id = d.source_document_id
    from unnest(%s::bigint[], %s::bigint[]) as d (segment_id, source_document_id)
    where p.segment_id = d.segment_id
"""
MAKE_TOTAL_WRONG = """
    update public.performance set tss = tss - 0.01, override_reason = %s where performance_id = %s
"""
LOSE_GRADES = """
    update public.element set marks = '{}', override_reason = %s where performance_id = %s and no = 1
"""
LOSE_MARKS = """
    update public.component set marks = '{}', override_reason = %s where performance_id = %s and no = 1
"""

Found = Mapping[str, Array]


def seed(context: SeedContext) -> None:
    """Write the rows of version 8."""
    # All reading comes before the first table is filled.
    block = context.block("categories")
    bounds = {"first": block.start, "last": block.stop - 1}
    found = context.read("seed_deducted_performances", **bounds, printed_since=FALLS_PRINTED_SINCE)
    gone = context.read("seed_disqualified_performances", **bounds)["performance_id"][:1]
    corrected, sheets = _former_sheets(context, found["performance_id"])
    _deductions(context, found)
    _awkward(context, found["performance_id"][found["deductions"] == 0], gone)
    _documents(context, found)
    _revisions(context, corrected, sheets)
    # Who is last stays last with less.
    last = found["performance_id"][found["is_last"]]
    context.execute(MAKE_TOTAL_WRONG, [REASONS[0], int(last[0])])
    context.execute(LOSE_GRADES, [REASONS[1], int(last[1])])
    context.execute(LOSE_MARKS, [REASONS[2], int(last[2])])


def _deductions(context: SeedContext, found: Found) -> None:
    """Tell the deductions of each performance apart: falls, something else, a vote without majority."""
    singles = found["is_senior_single"]

    def rows(chunk: Chunk) -> dict[str, object]:
        random, mine = chunk.random, slice(chunk.start, chunk.stop)
        total, single = found["deductions"][mine], singles[mine]
        falls = _falls(total, found["falls"][mine], single, random.chance(0.05, chunk.size))
        lost = fall_deductions(falls, single)
        told = ~random.chance(NOT_TOLD_APART, chunk.size)
        dance = random.weighted(cumulative(DEDUCTIONS_OF_DANCE), chunk.size)
        elsewhere = random.weighted(cumulative(DEDUCTIONS_ELSEWHERE), chunk.size)
        other = FIRST_OTHER + np.where(found["is_dance"][mine], dance, elsewhere)
        voters = found["panel_size"][mine] + 1
        votes = 1 + random.below((voters - 1) // 2, chunk.size)
        # A column for falls, one for what else cost points, one for what the panel voted on in vain.
        points = np.stack([lost, total - lost, np.zeros(chunk.size, np.int64)], axis=1)
        kinds = np.stack([np.full(chunk.size, FALL), other, np.full(chunk.size, VOTE)], axis=1)
        words = np.stack(
            [2 * falls + single, OTHER_WORDS + other, VOTE_WORDS + votes * VOTERS + voters], axis=1
        )
        is_there = (points > 0) & told[:, None]
        is_there[:, 2] = told & (chunk.index % VOTED_IN_VAIN_EVERY == 7)
        row, place = np.nonzero(is_there)
        kind = kinds[row, place]
        wordless = (kind == FALL) & ((chunk.start + row) % WORDLESS_EVERY == 5)
        return {
            "performance_id": found["performance_id"][mine][row],
            "no": np.cumsum(is_there, axis=1)[row, place],
            "kind": KINDS.draw(kind),
            "points": Hundredths(points[row, place]),
            "count": Nullable(falls[row], (kind != FALL) | wordless),
            "votes_for": Nullable(votes[row], kind != VOTE),
            "votes_of": Nullable(voters[row], kind != VOTE),
            "raw_text": Nullable(WORDS.draw(words[row, place]), wordless),
        }

    context.fill("public.deduction", len(found["performance_id"]), rows)


def _falls(total: Ints, printed: Ints, single: Flags, is_late: Flags) -> Ints:
    """Return how many falls the total holds: the printed ones, else as many as it may, or one fewer."""
    prices = [fall_deductions(np.arange(MOST_FALLS), np.full(MOST_FALLS, flag)) for flag in (False, True)]
    most = np.where(single, *(np.searchsorted(each, total, side="right") - 1 for each in reversed(prices)))
    is_dear = fall_deductions(most, single) - fall_deductions(np.maximum(most - 1, 0), single) > POINT
    fewer = np.where(is_late & ~is_dear, np.maximum(most - 1, 0), most)
    fits = (printed >= 0) & (fall_deductions(np.maximum(printed, 0), single) <= total)
    return np.where(fits, printed, fewer)


def _awkward(context: SeedContext, faultless: Ints, disqualified: Ints) -> None:
    """Write what sheets rarely hold: words nobody understands, a vote of nobody, points against the total."""
    # On performances without deductions; numbers far from 1 stand behind a vote in vain.
    most = faultless[-len(AWKWARD) :].tolist()
    rows: list[tuple[object, ...]] = [(who, *row) for who, row in zip(most, AWKWARD, strict=False)]
    rows += [(who, 1, "fall", 1, 1, None, None, "Falls: 1.00 (1)", None) for who in disqualified.tolist()]
    context.copy("public.deduction", DEDUCTION, rows)


def _documents(context: SeedContext, found: Found) -> None:
    """Write a document for the first segments of the last season, and some of which nothing was taken."""
    recent = found["season"] >= DOCUMENTED_SINCE
    segments, first = np.unique(found["segment_id"][recent], return_index=True)
    # Few: the audit trail records each performance that is changed.
    known = slice(DOCUMENTS.of(context.seed_count))
    segments, first = segments[known], first[known]
    count = len(segments)
    ids = context.reserve("public.source_document", count + len(AWKWARD_DOCUMENTS))
    random = context.draws("source_document")
    digits = [Digits(random.below(16**15, count), 15, 16) for _ in range(4)]
    days = found["starts_on"][recent][first] + random.between(3, 9, count)
    columns = {
        "source_document_id": np.arange(ids.start, ids.start + count),
        "location": joined("https://results.example/fkplus/SEG", Digits(segments, 9, 10), ".pdf"),
        "sha256": Nullable(joined(*digits, "0000"), np.arange(count) % 7 == 3),
        "noted_at": days * DAY,
    }
    context.write("public.source_document", columns)
    context.copy(
        "public.source_document",
        tuple(columns),
        [(ids[count + number], text, None, ANCHOR) for number, text in enumerate(AWKWARD_DOCUMENTS)],
    )
    context.execute(SET_DOCUMENTS, [segments.tolist(), list(ids[:count])])


def _former_sheets(context: SeedContext, performances: Ints) -> tuple[Ints, Pool]:
    """Return which performances had another sheet before, and that sheet; reads the database."""
    wanted = REVISIONS.of(context.seed_count) - 1
    chosen = performances[:: len(performances) // wanted][:wanted]
    found = context.connection.execute(query("seed_former_sheets"), {"performances": chosen.tolist()})
    return chosen, Pool([sheet for (sheet,) in found])


def _revisions(context: SeedContext, corrected: Ints, sheets: Pool) -> None:
    """Write a former sheet of each, and a second one of the first, the day after."""
    index = np.concatenate([[0], np.arange(len(corrected))])
    again = np.arange(len(index)) == 1
    context.write(
        "public.performance_revision",
        {
            "performance_id": corrected[index],
            "revision": 1 + again,
            "sheet": sheets.draw(index),
            "reason": CORRECTIONS.draw(np.arange(len(index))),
            "replaced_at": micros(ANCHOR) - DAY * (1 + len(corrected) - index - again),
            "replaced_by": "seed",
        },
    )
