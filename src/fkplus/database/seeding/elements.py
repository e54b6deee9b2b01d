"""What skaters can show: elements with their values, programmes made of them, and each season's rules.

Values are those of the ISU's scales of values (Communications 2089 for 2017/18, 2168 and its successors
since), in hundredths of a point. Of ice dance from 2018/19 to 2021/22 the grades are simplified to the
tenth of the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

# Points of the grades -3 to +3 of 2017/18, by scale.
_GRADES_2017: Mapping[str, Sequence[int]] = {
    "0.2": (-60, -40, -20, 0, 20, 40, 60),
    "0.3": (-90, -60, -30, 0, 30, 60, 90),
    "0.5": (-150, -100, -50, 0, 50, 100, 150),
    "0.7": (-210, -140, -70, 0, 70, 140, 210),
    "1": (-300, -200, -100, 0, 100, 200, 300),
    "quad": (-400, -240, -120, 0, 100, 200, 300),
    "spin": (-90, -60, -30, 0, 50, 100, 150),
    "step3": (-210, -140, -70, 0, 50, 100, 150),
    "choreo": (-150, -100, -50, 0, 70, 140, 210),
    "dance": (-150, -100, -50, 0, 60, 120, 180),
    "dance step": (-300, -200, -100, 0, 110, 220, 330),
    "dance choreo": (-90, -60, -30, 0, 70, 140, 210),
}
# Code, base value in 2017/18, the same with too few turns (- where there is no such thing), its scale.
_TABLE_2017 = """
2T 130 90 0.2|2S 130 90 0.2|2Lo 180 130 0.3|2F 190 140 0.3|2Lz 210 150 0.3|2A 330 230 0.5|3T 430 300 0.7
3S 440 310 0.7|3Lo 510 360 0.7|3F 530 370 0.7|3Lz 600 420 0.7|3A 850 590 1|4T 1030 800 quad
4S 1050 810 quad|4Lz 1360 950 quad|CCoSp2 250 - spin|CCoSp3 300 - spin|CCoSp4 350 - spin|FCSp2 230 - spin
FCSp3 280 - spin|FCSp4 320 - spin|CSSp2 230 - spin|CSSp3 260 - spin|CSSp4 300 - spin|LSp2 190 - spin
LSp3 240 - spin|LSp4 270 - spin|StSq2 260 - 0.5|StSq3 330 - step3|StSq4 390 - 0.7|ChSq1 200 - choreo
3Tw2 580 - 0.7|3Tw3 620 - 0.7|3Tw4 660 - 0.7|3LoTh 500 350 0.7|3STh 450 320 0.7|3FTh 550 390 0.7
5ALi2 650 - 0.7|5ALi3 700 - 0.7|5ALi4 750 - 0.7|5RLi2 650 - 0.7|5RLi3 700 - 0.7|5RLi4 750 - 0.7
3Li3 400 - 0.5|3Li4 450 - 0.5|FiDs2 300 - 0.7|FiDs3 320 - 0.7|FiDs4 350 - 0.7|BoDs3 400 - 0.7
BoDs4 450 - 0.7|PCoSp2 350 - spin|PCoSp3 400 - spin|PCoSp4 450 - spin|STw2 460 - dance|STw3 560 - dance
STw4 660 - dance|RoLi3 400 - dance|RoLi4 450 - dance|SlLi3 400 - dance|SlLi4 450 - dance|CuLi3 400 - dance
CuLi4 450 - dance|CoSp3 460 - dance|CoSp4 560 - dance|PSt2 560 - dance step|PSt3 710 - dance step
NtMiSt2 560 - dance step|NtMiSt3 710 - dance step|DiSt2 560 - dance step|DiSt3 710 - dance step
CiSt2 560 - dance step|CiSt3 710 - dance step|1RH3+kpNYY 440 - dance|ChLi1 100 - dance choreo
ChSp1 100 - dance choreo|ChTw1 100 - dance choreo
"""
# Code and base value since 2018/19, and the thousandths that a grade is worth where that is no tenth of it.
_TABLE_SINCE = """
2T 130|2S 130|2Lo 170|2F 180|2Lz 210|2A 330|3T 420|3S 430|3Lo 490|3F 530|3Lz 590|3A 800|4T 950|4S 970
4Lz 1150|CCoSp2 250|CCoSp3 300|CCoSp4 350|FCSp2 230|FCSp3 280|FCSp4 320|CSSp2 230|CSSp3 260|CSSp4 300
LSp2 190|LSp3 240|LSp4 270|StSq2 260|StSq3 330|StSq4 390|ChSq1 300 500|3Tw2 540|3Tw3 570|3Tw4 600
3LoTh 500|3STh 440|3FTh 530|5ALi2 620|5ALi3 660|5ALi4 700|5RLi2 620|5RLi3 660|5RLi4 700|3Li3 470|3Li4 510
FiDs2 320|FiDs3 350|FiDs4 380|BoDs3 450|BoDs4 490|PCoSp2 350|PCoSp3 400|PCoSp4 450
STw2 460|STw3 560|STw4 660|CoSp3 550|CoSp4 630|PSt2 600|PSt3 750|NtMiSt2 600|NtMiSt3 750|DiSt2 600
DiSt3 750|CiSt2 600|CiSt3 750|1RH3+kpNYY 440|ChLi1 110|ChSp1 110|ChTw1 110|RoLi3 470 480|RoLi4 545 480
SlLi3 470 480|SlLi4 545 480|CuLi3 470 480|CuLi4 545 480|SqTwW3 330 400|SqTwW4 367 400|SqTwM3 330 400
SqTwM4 367 400|SyTwW3 305 363|SyTwW4 342 363|SyTwM3 305 363|SyTwM4 342 363|OFTW3 305 363|OFTW4 342 363
OFTM3 305 363|OFTM4 342 363|MiStW2 373 522|MiStW3 410 522|MiStM2 373 522|MiStM3 410 522|CiStW2 373 522
CiStW3 410 522|CiStM2 373 522|CiStM3 410 522|DiStW2 373 522|DiStW3 410 522|DiStM2 373 522|DiStM3 410 522
"""
# An element is written as its choices, the hardest first.
_SPINS = ("CCoSp4 CCoSp3 CCoSp2", "FCSp4 FCSp3 FCSp2")
_STEPS = "StSq4 StSq3 StSq2"
_PROGRAMMES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("men", "short"): (
        "4T+3T 3Lz+3T 3T+2T", "3A 2A", _SPINS[1], _STEPS, "4S 3F 3Lo", "CSSp4 CSSp3 CSSp2", _SPINS[0],
    ),
    ("men", "free"): (
        "4Lz 3Lz 3S", "4S+3T 3F+3T 3S+2T", "3A 2A", _SPINS[1], "4T 3Lo 3T", _STEPS,
        "3A+2T 2A+2T", "3Lz+3T 3Lo+2T", "3F 3T", "2A", "CSSp4 CSSp3 CSSp2", "ChSq1", _SPINS[0],
    ),
    ("women", "short"): (
        "3Lz+3T 3T+3T 3S+2T", "2A", _SPINS[1], _STEPS, "3F 3Lo 3S", "LSp4 LSp3 LSp2", _SPINS[0],
    ),
    ("women", "free"): (
        "3A 2A", "3Lz+3T 3T+2T", "3Lo 3S", _SPINS[1], "3F 3T", _STEPS,
        "3Lz+2T+2Lo 2A+2T", "2A+3T 2A", "3S 2Lz", "LSp4 LSp3 LSp2", "ChSq1", _SPINS[0],
    ),
    ("pairs", "short"): (
        "3Tw4 3Tw3 3Tw2", "3LoTh 3STh", "3S 3T 2A", "FiDs4 FiDs3 FiDs2", "PCoSp4 PCoSp3 PCoSp2", "3Li4 3Li3",
        _STEPS,
    ),
    ("pairs", "free"): (
        "3Tw4 3Tw3 3Tw2", "3T+2T+2T 2A+2T", "3S 2S", "3FTh 3LoTh", "5ALi4 5ALi3 5ALi2", "BoDs4 BoDs3",
        _SPINS[0], "3STh", "3Li4 3Li3", "ChSq1", "5RLi4 5RLi3 5RLi2", "PCoSp4 PCoSp3 PCoSp2",
    ),
    ("ice_dance", "short"): ("STw4 STw3 STw2", "NtMiSt3 NtMiSt2", "1RH3+kpNYY", "PSt3 PSt2", "RoLi4 RoLi3"),
    ("ice_dance", "free"): (
        "SlLi4 SlLi3", "STw4 STw3 STw2", "DiSt3 DiSt2", "CoSp4 CoSp3", "CuLi4 CuLi3", "CiSt3 CiSt2",
        "ChLi1", "ChSp1", "ChTw1",
    ),
}  # fmt: skip
# Since 2022/23 each partner of a couple has a level of their own in twizzles and steps.
_PARTNERED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("ice_dance", "short"): (
        "SqTwW4+SqTwM4 SqTwW4+SqTwM3 SqTwW3+SqTwM3", "MiStW3+MiStM3 MiStW3+MiStM2 MiStW2+MiStM2",
        "RoLi4 RoLi3", "DiStW3+DiStM3 DiStW3+DiStM2 DiStW2+DiStM2",
    ),
    ("ice_dance", "free"): (
        "SlLi4 SlLi3", "SyTwW4+SyTwM4 SyTwW4+SyTwM3 SyTwW3+SyTwM3", "DiStW3+DiStM3 DiStW2+DiStM3",
        "CuLi4 CuLi3", "OFTW4+OFTM4 OFTW3+OFTM4 OFTW3+OFTM3", "CiStW3+CiStM3 CiStW3+CiStM2 CiStW2+CiStM2",
        "RoLi4 RoLi3",
    ),
}  # fmt: skip
_FIVE_COMPONENTS = (
    "Skating Skills",
    "Transitions",
    "Performance",
    "Composition",
    "Interpretation of the Music",
)
_THREE_COMPONENTS = ("Composition", "Presentation", "Skating Skills")
COMPONENT_NAMES = (*_FIVE_COMPONENTS, "Presentation")
# Factors in hundredths, in the short and in the free segment.
_FIVE_FACTORS = {"men": (100, 200), "women": (80, 160), "pairs": (80, 160), "ice_dance": (80, 120)}
_THREE_FACTORS = {"men": (167, 333), "women": (133, 267), "pairs": (133, 267), "ice_dance": (133, 200)}
_JUMPS = frozenset({"T", "S", "Lo", "F", "Lz", "A"})


@dataclass(frozen=True)
class _Value:
    """What an element is worth: base value, the same with too few turns, points of the grades from below."""

    base: int
    reduced: int
    grades: tuple[int, ...]


def is_jump(code: str) -> bool:
    """Tell whether an element of a programme is a jump or a combination of jumps."""
    return code[0] in "234" and code[1:].split("+", maxsplit=1)[0] in _JUMPS


@dataclass(frozen=True)
class Rules:
    """How a season is judged."""

    goe_limit: int
    has_five_components: bool
    prints_falls: bool

    def programme(self, discipline: str, kind: str) -> tuple[str, ...]:
        """Return the elements of a programme, each as its choices; `kind` is short or free."""
        usual = _PROGRAMMES[discipline, kind]
        return usual if self.has_five_components else _PARTNERED.get((discipline, kind), usual)

    def components(self, discipline: str, kind: str) -> tuple[tuple[str, int], ...]:
        """Return the components with their factors in hundredths; `kind` is short or free."""
        names = _FIVE_COMPONENTS if self.has_five_components else _THREE_COMPONENTS
        factors = _FIVE_FACTORS if self.has_five_components else _THREE_FACTORS
        return tuple((name, factors[discipline][kind == "free"]) for name in names)

    def bonus_jumps(self, kind: str) -> int:
        """Return how many of the last jumps get the bonus of the second half: all of it in 2017/18."""
        return 99 if self.goe_limit == 3 else {"short": 1, "free": 3}[kind]

    def values(self, code: str, *, is_underrotated: bool) -> tuple[int, tuple[int, ...]]:
        """Return the base value in hundredths, and the points of the grades from the lowest to the highest.

        With `is_underrotated` the last jump has not enough turns. Grades of a combination are those of its
        most valuable jump; of what two partners do, those of both together.
        """
        scale = _scale(self.goe_limit)
        parts = [scale[part] for part in ([code] if code in scale else code.split("+"))]
        bases = [part.base for part in parts]
        if is_underrotated:
            bases[-1] = parts[-1].reduced
        if len(parts) > 1 and not is_jump(code):
            return sum(bases), tuple(
                sum(cells) for cells in zip(*(part.grades for part in parts), strict=True)
            )
        leading = bases.index(max(bases))
        if self.goe_limit == 5 and is_underrotated and leading == len(parts) - 1:
            return sum(bases), _by_step(bases[leading])
        return sum(bases), parts[leading].grades


def rules_of(season: int) -> Rules:
    """Return the rules of a season by its first year, from 2017 (ISU Communications 2168, 2254 and 2474)."""
    return Rules(
        goe_limit=3 if season < 2018 else 5, has_five_components=season < 2022, prints_falls=season >= 2022
    )


def _by_step(thousandths: int) -> tuple[int, ...]:
    """Return the points of the grades -5 to +5 in hundredths; a grade is worth so many thousandths."""
    return tuple((abs(g) * thousandths + 5) // 10 * (1 if g > 0 else -1) for g in range(-5, 6))


@cache
def _scale(goe_limit: int) -> Mapping[str, _Value]:
    """Return the scale of values of 2017/18 (`goe_limit` 3), or since (5)."""
    found = {}
    for row in (
        row
        for line in (_TABLE_2017 if goe_limit == 3 else _TABLE_SINCE).split("\n")
        if line
        for row in line.split("|")
    ):
        if goe_limit == 3:
            code, base, reduced, scale = row.split(" ", 3)
            found[code] = _Value(int(base), int(reduced) if reduced != "-" else 0, tuple(_GRADES_2017[scale]))
        else:
            code, base, *step = row.split(" ")
            # Too few turns leave four fifths since 2019/20; no seed has the season before.
            found[code] = _Value(
                int(base), (int(base) * 8 + 5) // 10, _by_step(int(step[0]) if step else int(base))
            )
    return found
