"""How judges' marks become points, exactly: whole hundredths, halves rounded away from zero.

The rules are those of the ISU Judging System (Special Regulations and Technical Rules, rule 353): of the
marks of a panel the highest and the lowest are dropped and the rest averaged; a panel's grade of execution,
its component mark and a factored component are each rounded once. All works on whole arrays.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from fkplus.database.seeding.columns import Flags, Ints

_FAR = 1 << 40


def half_up(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Ints:
    """Return the quotients as whole numbers; a half goes away from zero. Denominators are positive."""
    above, below = np.asarray(numerator, np.int64), np.asarray(denominator, np.int64)
    rounded: Ints = np.sign(above) * ((2 * np.abs(above) + below) // (2 * below))
    return rounded


def panel_value(values: npt.NDArray[Any], given: Flags) -> Ints:
    """Return the means over the last axis, without one highest and one lowest of those that are `given`.

    In the unit of `values`. Needs three marks at least.
    """
    wide = values.astype(np.int64)
    total = np.where(given, wide, 0).sum(axis=-1)
    highest = np.where(given, wide, -_FAR).max(axis=-1)
    lowest = np.where(given, wide, _FAR).min(axis=-1)
    return half_up(total - highest - lowest, np.maximum(given.sum(axis=-1) - 2, 1))


def fall_deductions(falls: Ints, is_senior_single: Flags) -> Ints:
    """Return hundredths of a point off for falls (ISU Technical Rules, rule 353 (1) n).

    Senior singles lose 1 for the first and the second fall, 2 for the third and the fourth, 3 for each more;
    all others 1 each.
    """
    more = np.maximum(falls - 2, 0) + np.maximum(falls - 4, 0)
    return 100 * (falls + np.where(is_senior_single, more, 0))


def places(contest: Ints, score: Ints, tie_break: Ints) -> Ints:
    """Return the place of each score in its contest, 1 for the highest; equals share one and leave a gap."""
    order = np.lexsort((-tie_break, -score, contest))
    number = np.arange(len(order))
    of, by, then = contest[order], score[order], tie_break[order]
    starts = np.ones(len(order), np.bool_)
    starts[1:] = of[1:] != of[:-1]
    differs = starts.copy()
    differs[1:] |= (by[1:] != by[:-1]) | (then[1:] != then[:-1])
    first_of_equals = np.maximum.accumulate(np.where(differs, number, 0))
    first_of_contest = np.maximum.accumulate(np.where(starts, number, 0))
    found = np.empty(len(order), np.int64)
    found[order] = first_of_equals - first_of_contest + 1
    return found
