"""Programmes as tables: which code, value and points each choice of an element has, with each flag."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from fkplus.database.seeding.columns import Flags, Ints, Pool
from fkplus.database.seeding.elements import COMPONENT_NAMES, Rules, is_jump, rules_of

# What the technical panel notes: nothing, not enough turns, an unclear edge.
FLAGS = ("", "<", "!")
SHORT_TURN, UNCLEAR_EDGE = 1, 2
MOST_CHOICES = 3
WORTHLESS = "2S*"
KINDS = ("short", "free")
_DISCIPLINES = ("men", "women", "pairs", "ice_dance")


@dataclass(frozen=True)
class Programme:
    """What is shown in a segment by the rules of a season.

    Arrays are by element, then by choice and flag; values in hundredths. `points` has the grades from the
    lowest to the highest as its last axis. `codes` are places in `code_pool()`.
    """

    choices: Ints
    is_jump: Flags
    has_bonus: Flags
    codes: Ints
    base: Ints
    points: Ints
    component_names: Ints
    factors: Ints


@cache
def programme(rules: Rules, discipline: str, kind: str) -> Programme:
    """Return the programme of a discipline; `kind` is short or free."""
    slots = [choices.split(" ") for choices in rules.programme(discipline, kind)]
    shape = (len(slots), MOST_CHOICES, len(FLAGS))
    codes, base = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    points = np.zeros((*shape, 2 * rules.goe_limit + 1), np.int64)
    for slot, choices in enumerate(slots):
        for place, code in enumerate(choices):
            for flag, sign in enumerate(FLAGS):
                if sign and not is_jump(code):
                    continue
                codes[slot, place, flag] = _code_places()[code + sign]
                base[slot, place, flag], points[slot, place, flag] = rules.values(
                    code, is_underrotated=flag == SHORT_TURN
                )
    jumps = np.array([is_jump(choices[0]) for choices in slots])
    components = rules.components(discipline, kind)
    return Programme(
        choices=np.array([len(choices) for choices in slots]),
        is_jump=jumps,
        has_bonus=_bonus(rules, discipline, kind, jumps),
        codes=codes,
        base=base,
        points=points,
        component_names=np.array([COMPONENT_NAMES.index(name) for name, _ in components]),
        factors=np.array([factor for _, factor in components]),
    )


@cache
def code_pool() -> Pool:
    """Return every code that a sheet can print; the first is NULL, of a blank slot."""
    return Pool([None, *_codes()])


@cache
def worthless_place() -> int:
    """Return the place in the pool of an element that counts for nothing."""
    return _code_places()[WORTHLESS]


@cache
def _codes() -> Sequence[str]:
    found = {WORTHLESS}
    for season in (2017, 2021, 2025):
        for discipline in _DISCIPLINES:
            for kind in KINDS:
                for choices in rules_of(season).programme(discipline, kind):
                    for code in choices.split(" "):
                        found |= {code + sign for sign in FLAGS if not sign or is_jump(code)}
    return sorted(found)


@cache
def _code_places() -> dict[str, int]:
    return {code: place for place, code in enumerate(_codes(), start=1)}


def _bonus(rules: Rules, discipline: str, kind: str, jumps: npt.NDArray[np.bool_]) -> Flags:
    bonus = np.zeros(len(jumps), np.bool_)
    if discipline in {"men", "women"}:
        late = [place for place in np.flatnonzero(jumps) if place >= len(jumps) // 2]
        bonus[late[-rules.bonus_jumps(kind) :]] = True
    return bonus
