"""How generated facts are spread: every share, weight and curve of the seeds, in one table.

Tables are computed by Python's own arithmetic on few values and rounded to whole numbers, so that they do
not depend on the processor; see streams for what is drawn with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from statistics import NormalDist

import numpy as np

from fkplus.database.seeding.columns import Ints

_STEPS = 4096
_SECOND = 1_000_000


@dataclass(frozen=True)
class Zipf:
    """The weight of rank r is 1 / r ** exponent."""

    exponent: float

    def cumulative(self, ranks: int) -> Ints:
        """Return running sums of whole weights of the ranks from 1; for Stream.weighted."""
        return np.cumsum(np.array([round(2**40 / rank**self.exponent) for rank in range(1, ranks + 1)]))


@dataclass(frozen=True)
class LogNormal:
    """Around `median`; a standard deviation multiplies by exp(spread); cut at `most`."""

    median: float
    spread: float
    most: int

    def table(self) -> Ints:
        """Return its quantiles as whole numbers; for Stream.quantile."""
        normal = NormalDist()
        places = [(step + 0.5) / (_STEPS + 1) for step in range(_STEPS + 1)]
        values = [round(self.median * exp(self.spread * normal.inv_cdf(place))) for place in places]
        return np.minimum(np.array(values, np.int64), self.most)


@dataclass(frozen=True)
class PowerLaw:
    """Of values from `least` to `most`, those above x have a share in proportion to x ** -exponent."""

    least: int
    most: int
    exponent: float

    def table(self) -> Ints:
        """Return its quantiles as whole numbers; for Stream.quantile."""
        low, high = self.least**-self.exponent, self.most**-self.exponent
        shares = [step / _STEPS for step in range(_STEPS + 1)]
        return np.array([round((low - s * (low - high)) ** (-1 / self.exponent)) for s in shares], np.int64)


# Of teams by rank, of accounts that are followed, of tags: few are known to all.
POPULARITY = Zipf(1.1)
ACCOUNTS_FOLLOWED = Zipf(0.9)
# How many others an account follows.
OUT_DEGREE = LogNormal(median=10, spread=1.45, most=2_000)
# 1-9-90: the share of accounts in a thousand, and the weight of each in what is written and done.
ACTIVITY: Mapping[str, tuple[int, int]] = {"creator": (10, 1_000), "occasional": (90, 40), "reader": (900, 1)}
# Seconds from a post to a comment: within a day, most of them soon.
COMMENT_DELAY = PowerLaw(least=20, most=86_400, exponent=0.35)
COMMENTS_PER_POST = PowerLaw(least=1, most=3_000, exponent=1.5)
# Bears that an account holds, and that a gift has: most have few.
BEARS_HELD = PowerLaw(least=10, most=1_000_000, exponent=1.1)
BEARS_GIVEN = PowerLaw(least=1, most=10_000, exponent=1.2)
# The share of gifts that are given when something is on, by the calendar.
GIVEN_AT_EVENTS = 0.7
# Seconds before the lock of a contest in which a prediction is made, and how many fall into the last hour.
PREDICTION_EARLY = PowerLaw(least=3_600, most=5 * 86_400, exponent=0.5)
PREDICTION_IN_LAST_HOUR = 0.6
# What cases of moderation are about, how far they have come, and what follows a violation: of a hundred.
CASE_TARGETS: Mapping[str, int] = {"account": 35, "post": 35, "comment": 20, "media": 10}
CASE_STATUSES: Mapping[str, int] = {"open": 15, "decided": 15, "appealed": 10, "closed": 60}
MEASURES_TAKEN: Mapping[str, int] = {
    "warn": 40, "hide": 20, "remove": 10, "mute": 15, "suspend": 10, "ban": 3, "shadow_ban": 2,
}  # fmt: skip
HAS_VIOLATION, IS_APPEALED = 0.7, 0.25
# How many of a hundred cases have no report, one, two ...: a moderator opens the first.
REPORTS_OF_CASE = (8, 52, 20, 10, 5, 3, 1, 1)
# Of disciplines, in the order of DISCIPLINES: whose fans accounts are.
DISCIPLINES = ("men", "women", "pairs", "ice_dance")
FANS_OF_DISCIPLINE = (28, 42, 12, 18)
# The share of follows that stay among fans of one discipline; the rest is drawn from all.
HOMOPHILY = 0.6
# What a loaded database shows of all this, least and most: a test measures it as measures.py says. First, the
# share of the hundredth that most rows of a table point at, which is 0.01 to 0.02 where all are alike.
TOP_HUNDREDTH: Mapping[tuple[str, str], tuple[float, float]] = {
    ("public.follow_team", "team_id"): (0.04, 0.15),
    ("public.follow_person", "person_id"): (0.15, 0.4),
    ("public.follow_account", "followed_id"): (0.1, 0.4),
    ("public.bear_transfer", "team_id"): (0.1, 0.4),
    ("public.comment", "post_id"): (0.2, 0.6),
}
# How many times as many rows fall on a day of a great event as on another one; 1: no burst.
BURSTS: Mapping[tuple[str, str], tuple[float, float]] = {
    ("public.post", "created_at"): (15, 50),
    ("public.comment", "created_at"): (15, 60),
    ("public.bear_transfer", "given_at"): (4, 25),
}
# How many times as often as by chance two teams of one fan are of one discipline; 1: no homophily.
TEAM_HOMOPHILY: Mapping[tuple[str, str], tuple[float, float]] = {
    ("public.follow_team", "account_id"): (1.15, 2.0),
    ("public.bear_transfer", "from_account_id"): (1.3, 2.5),
}
# The same of accounts that follow each other and the discipline of the teams that each follows.
ACCOUNT_HOMOPHILY = (1.4, 2.6)
# How much more is written on a day of such an event than on a day without one.
BURST: Mapping[str, int] = {
    "olympic_games": 50, "championship": 40, "grand_prix_final": 35, "grand_prix": 25, "national": 30,
    "team_trophy": 20, "junior_grand_prix": 5, "challenger": 4, "other": 1,
}  # fmt: skip
# Weight of each hour of the day in Moscow, where most users live.
HOURS = (3, 2, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 9, 8, 8, 9, 10, 12, 14, 15, 14, 10, 6)
MOSCOW_HOURS_AHEAD = 3
# What a point besides falls is taken off for: in ice dance, and elsewhere.
DEDUCTION_KINDS = (
    "time_violation", "late_start", "costume_failure", "music_violation", "interruption", "extended_lift",
    "choreography",
)  # fmt: skip
DEDUCTIONS_OF_DANCE, DEDUCTIONS_ELSEWHERE = (20, 5, 10, 5, 5, 50, 5), (55, 15, 15, 5, 10, 0, 0)
# Of performances: whose sheet does not tell its deductions apart.
NOT_TOLD_APART = 0.05
# Of teams in a season: whose programmes are not told, and who replaces the free one in mid-season.
PROGRAMMES_NOT_TOLD, PROGRAMME_REPLACED, HAS_EXHIBITION = 0.1, 0.04, 0.1
# Of programmes: which have a title and a theme, and how many of a hundred have 1, 2 and 3 pieces of music.
HAS_TITLE, HAS_THEME, HAS_MEDIA = 0.3, 0.15, 0.1
PIECES_OF_PROGRAMME = (50, 35, 15)
CHOREOGRAPHERS_OF_PROGRAMME = (10, 75, 15)  # none told, one, two
# Locale, time zone and country of accounts, and how many of a hundred have them: mostly UTC+3.
PLACES: Sequence[tuple[int, tuple[str, str, str | None]]] = (
    (58, ("ru", "Europe/Moscow", "RUS")), (6, ("ru", "Europe/Minsk", "BLR")),
    (5, ("ru", "Asia/Yekaterinburg", "RUS")), (2, ("ru", "Asia/Vladivostok", "RUS")),
    (4, ("ru", "Asia/Almaty", "KAZ")), (6, ("en", "America/New_York", "USA")),
    (3, ("en-GB", "Europe/London", "GBR")), (5, ("ja", "Asia/Tokyo", "JPN")),
    (2, ("ko", "Asia/Seoul", "KOR")),
    (3, ("fr-CA", "America/Toronto", "CAN")), (1, ("pt-BR", "America/Sao_Paulo", "BRA")),
    (2, ("de", "Europe/Berlin", None)), (3, ("en", "UTC", None)),
)  # fmt: skip


@cache
def quantiles(of: LogNormal | PowerLaw) -> Ints:
    """Return the table of a distribution, computed once."""
    return of.table()


def cumulative(weights: Sequence[int]) -> Ints:
    """Return running sums of whole weights; for Stream.weighted."""
    return np.cumsum(np.array(weights, np.int64))
