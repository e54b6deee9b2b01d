"""Which generated rows versions 18 and 18.1 get: moderators, cases, reports, what was done, and appeals."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from psycopg.types.range import Range

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import Flags, Ints, Nullable, Pool
from fkplus.database.seeding.context import ACTIVE_FROM, ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import (
    CASE_STATUSES,
    CASE_TARGETS,
    HAS_VIOLATION,
    IS_APPEALED,
    MEASURES_TAKEN,
    REPORTS_OF_CASE,
    cumulative,
)
from fkplus.database.seeding.population import Accounts, accounts, edges
from fkplus.database.seeding.posts import Posts, comments
from fkplus.database.seeding.posts import posts as posts_of_version_14
from fkplus.database.seeding.ratios import MODERATION_CASES, ROWS
from fkplus.database.seeding.tables import CHUNK_ROWS
from fkplus.database.seeding.times import DAY, calendar, micros

GONE = 5  # the account of version 1 that is deleted
# With fewer accounts there is nobody left to decide and to report.
LEAST_USERS = 30
# The oldest accounts but the awkward ones moderate.
FIRST_MODERATOR = 10
TARGETS = Pool(tuple(CASE_TARGETS))
ACCOUNT, POST, COMMENT, MEDIA = range(4)
STATUSES = Pool(tuple(CASE_STATUSES))
OPEN, DECIDED, APPEALED, CLOSED = range(4)
MEASURES = Pool((*MEASURES_TAKEN, "reverse"))
WARN, HIDE, REMOVE, MUTE, SUSPEND = range(5)
REVERSE = len(MEASURES_TAKEN)
REASONS = Pool(
    ("spam", "insult", "harassment", "hate", "violence", "nudity", "false_information", "copyright",
     "impersonation", "other")
)  # fmt: skip
WHY = Pool(("Оскорбление участников", "Реклама без спроса", "spoilers and spam ⛸️", None))
AWKWARD_REPORTS = ("🐻" * 1000, "\u200fإهانة", "'; \\N \\ \t|\"", None)
CASE_COLUMNS = (
    "case_id", "target_kind", "account_id", "status", "opened_at", "assigned_account_id", "verdict",
    "decided_account_id", "decided_at", "closed_at",
)  # fmt: skip
ACTION_COLUMNS = (
    "action_id", "case_id", "account_id", "moderator_account_id", "kind", "reason", "acted_at", "ends_at",
    "reverses_action_id",
)  # fmt: skip


@dataclass(frozen=True)
class Cases:
    """All cases in arrays; accounts and posts by number, times in microseconds, a `unit` apart and more."""

    ids: range
    kind: Ints
    account: Ints
    post_id: Ints
    comment_id: Ints
    status: Ints
    is_violation: Flags
    opened_at: Ints
    unit: Ints
    first_moderator: Ints
    other_moderator: Ints

    @property
    def decided_at(self) -> Ints:
        """Return when the open ones would be, and the others were, decided."""
        return self.opened_at + 2 * self.unit


def seed(context: SeedContext) -> None:
    """Write the rows of versions 18 and 18.1."""
    # All reading comes before the first table is filled.
    fans, busy = accounts(context), calendar(context)
    if len(fans.ids) < LEAST_USERS:
        return
    written = posts_of_version_14(context, fans, busy)
    moderators = FIRST_MODERATOR + np.arange(ROWS["private.moderator"].of(context.seed_count) - 2)
    cases = _cases(context, fans, written, moderators)
    _write_moderators(context, fans, moderators)
    _write_cases(context, fans, cases)
    _reports(context, fans, cases)
    _measures(context, fans, cases)
    _awkward(context, fans, moderators)


def _cases(context: SeedContext, fans: Accounts, written: Posts, moderators: Ints) -> Cases:
    count, random = MODERATION_CASES.of(context.seed_count), context.draws("cases")
    number = np.arange(count)
    kind = random.weighted(cumulative(list(CASE_TARGETS.values())), count)
    # Targets are spread evenly, so that no two are the same.
    post = number * (len(written.ids) // count)
    picture = post // 5 * 5
    post = np.where(kind == MEDIA, np.where(picture % 97 == 13, picture + 5, picture), post)
    part = Chunk(0, min(CHUNK_ROWS, len(written.ids)), random)
    below = comments(part, written, fans)
    kind = np.where((kind == COMMENT) & (len(below.ids) < count), POST, kind)
    comment = number * (len(below.ids) // count) if len(below.ids) >= count else np.zeros(count, np.int64)
    post = np.where(kind == COMMENT, below.post[comment], post)
    account = (17 + number * (len(fans.ids) // count)) % len(fans.ids)
    account = np.select(
        [kind == ACCOUNT, kind == COMMENT], [account, below.author[comment]], written.author[post]
    )
    wide = np.where(kind == ACCOUNT, micros(ANCHOR) - micros(ACTIVE_FROM), 5 * DAY)
    begin = np.maximum(
        np.where(kind == ACCOUNT, fans.created_at[account], written.times[post]), micros(ACTIVE_FROM)
    )
    begin = np.where(kind == COMMENT, np.maximum(begin + DAY, begin), begin)
    opened_at = np.minimum(begin + random.below(wide, count), micros(ANCHOR) - DAY)
    place = number % len(moderators)
    place += moderators[place] == account
    other = (place + 1) % len(moderators)
    other += moderators[other] == account
    status = random.weighted(cumulative(list(CASE_STATUSES.values())), count)
    return Cases(
        ids=context.reserve("private.moderation_case", count),
        kind=kind,
        account=account,
        post_id=written.ids[post],
        comment_id=below.ids[comment],
        status=status,
        is_violation=random.chance(HAS_VIOLATION, count) | (status == APPEALED),
        opened_at=opened_at,
        unit=np.minimum((micros(ANCHOR) - opened_at) // 8, DAY),
        first_moderator=moderators[place % len(moderators)],
        other_moderator=moderators[other % len(moderators)],
    )


def _write_moderators(context: SeedContext, fans: Accounts, moderators: Ints) -> None:
    """All moderate from the first day on; one did before as well, one has stopped."""
    year_before = ACTIVE_FROM - timedelta(days=365)
    spans = [(int(fans.id_of(who)), Range(ACTIVE_FROM, None)) for who in moderators]
    former = int(fans.id_of(moderators[-1] + 1))
    spans += [
        (spans[0][0], Range(datetime(2024, 1, 1, tzinfo=UTC), year_before)),
        (former, Range(year_before, ACTIVE_FROM, "[]")),
    ]
    context.copy("private.moderator", ("account_id", "during"), spans)


def _write_cases(context: SeedContext, fans: Accounts, cases: Cases) -> None:
    is_open, first = cases.status == OPEN, fans.id_of(cases.first_moderator)
    is_account, number = cases.kind == ACCOUNT, np.arange(len(cases.ids))
    context.write(
        "private.moderation_case",
        {
            "case_id": number + cases.ids.start,
            "target_kind": TARGETS.draw(cases.kind),
            "account_id": fans.id_of(cases.account),
            "post_id": Nullable(cases.post_id, is_account),
            "comment_id": Nullable(cases.comment_id, cases.kind != COMMENT),
            "media_no": Nullable(np.ones(len(number), np.int64), cases.kind != MEDIA),
            "status": STATUSES.draw(cases.status),
            "opened_at": cases.opened_at,
            "assigned_account_id": Nullable(first, is_open & (number % 2 == 0)),
            "verdict": Nullable(
                Pool(("no_violation", "violation")).draw(cases.is_violation.astype(np.int64)), is_open
            ),
            "decided_account_id": Nullable(first, is_open),
            "decided_at": Nullable(cases.decided_at, is_open),
            "closed_at": Nullable(cases.decided_at + 4 * cases.unit, cases.status != CLOSED),
        },
    )


def _reports(context: SeedContext, fans: Accounts, cases: Cases) -> None:
    random, count = context.draws("reports"), len(cases.ids)
    degrees = random.weighted(cumulative(REPORTS_OF_CASE), count)
    case, who = edges(np.arange(count), degrees, lambda which: fans.active(random, cases.opened_at[which]))
    others = who != cases.account[case]
    case, who = case[others], who[others]
    context.write(
        "private.report",
        {
            "case_id": case + cases.ids.start,
            "reporter_account_id": fans.id_of(who),
            "account_id": fans.id_of(cases.account[case]),
            "reason": REASONS.draw(random.below(len(REASONS), len(case))),
            "body": Nullable(pools.comments().draw(random.below(1 << 20, len(case))), case % 3 == 0),
            "reported_at": cases.opened_at[case] + random.below(cases.unit[case] + 1, len(case)),
        },
    )


def _measures(context: SeedContext, fans: Accounts, cases: Cases) -> None:
    """A measure for each violation; some are appealed against, and some of these are reversed."""
    random = context.draws("measures")
    case = np.flatnonzero((cases.status != OPEN) & cases.is_violation)
    count = len(case)
    kind = random.weighted(cumulative(list(MEASURES_TAKEN.values())), count)
    kind = np.where((cases.kind[case] == ACCOUNT) & ((kind == HIDE) | (kind == REMOVE)), MUTE, kind)
    acted_at, first = cases.decided_at[case], fans.id_of(cases.first_moderator[case])
    appealed = random.chance(IS_APPEALED, count) & (cases.status[case] == CLOSED)
    waiting = cases.status[case] == APPEALED
    reversed_ = np.flatnonzero(appealed & random.chance(0.5, count))
    ids = context.reserve("private.moderation_action", count + len(reversed_))
    # Reversals stand behind all measures; the trigger of appeals finds them there.
    whole = np.concatenate([np.arange(count), reversed_])
    is_reversal = np.arange(len(whole)) >= count
    decided_at = cases.decided_at + 3 * cases.unit
    other = fans.id_of(cases.other_moderator)
    context.write(
        "private.moderation_action",
        {
            "action_id": np.arange(ids.start, ids.stop),
            "case_id": case[whole] + cases.ids.start,
            "account_id": fans.id_of(cases.account[case[whole]]),
            "moderator_account_id": np.where(is_reversal, other[case[whole]], first[whole]),
            "kind": MEASURES.draw(np.where(is_reversal, REVERSE, kind[whole])),
            "reason": WHY.draw(random.below(len(WHY), len(whole))),
            "acted_at": np.where(is_reversal, decided_at[case[whole]], acted_at[whole]),
            # All have run out at the anchor: whether one holds must not depend on the day of seeding.
            "ends_at": Nullable(
                np.minimum(acted_at[whole] + 7 * DAY, micros(ANCHOR)),
                is_reversal | ((kind[whole] != MUTE) & (kind[whole] != SUSPEND)),
            ),
            "reverses_action_id": Nullable(whole + ids.start, ~is_reversal),
        },
    )
    which = np.flatnonzero(appealed | waiting)
    is_reversed = np.isin(which, reversed_).astype(np.int64)
    context.write(
        "private.appeal",
        {
            "action_id": which + ids.start,
            "account_id": fans.id_of(cases.account[case[which]]),
            "first_moderator_account_id": first[which],
            "body": Nullable(pools.sentences().draw(random.below(1000, len(which))), which % 5 == 1),
            "appealed_at": cases.decided_at[case[which]] + 2 * cases.unit[case[which]],
            "outcome": Nullable(Pool(("upheld", "reversed")).draw(is_reversed), waiting[which]),
            "decided_account_id": Nullable(other[case[which]], waiting[which]),
            "decided_at": Nullable(decided_at[case[which]], waiting[which]),
        },
    )


def _awkward(context: SeedContext, fans: Accounts, moderators: Ints) -> None:
    """A closed case of a deleted account with the longest texts, and an open one that nobody reported."""
    cases = context.reserve("private.moderation_case", 2)
    actions = context.reserve("private.moderation_action", 2)
    gone, first, other = fans.ids[GONE], *(int(fans.id_of(who)) for who in moderators[:2])
    at, day = ACTIVE_FROM, timedelta(days=1)
    context.copy(
        "private.moderation_case",
        CASE_COLUMNS,
        [
            (cases[0], "account", gone, "closed", at, first, "violation", first, at + day, at + 9 * day),
            (cases[1], "account", gone, "open", ANCHOR, None, None, None, None, None),
        ],
    )
    context.copy(
        "private.report",
        ("case_id", "reporter_account_id", "account_id", "reason", "body", "reported_at"),
        [(cases[0], fans.ids[who], gone, "other", body, at) for who, body in enumerate(AWKWARD_REPORTS)],
    )
    context.copy(
        "private.moderation_action",
        ACTION_COLUMNS,
        [
            (actions[0], cases[0], gone, first, "shadow_ban", "🛡" * 1000, at + day, None, None),
            (actions[1], cases[0], gone, first, "ban", None, at + day, None, None),
        ],
    )
    context.copy(
        "private.appeal",
        ("action_id", "account_id", "first_moderator_account_id", "body", "appealed_at", "outcome",
         "decided_account_id", "decided_at"),
        [(actions[1], gone, first, "Ё" * 2000, at + day, "upheld", other, at + 9 * day)],
    )  # fmt: skip
