"""What skaters can show: elements and their base values, programmes made of them, and each season's rules.

Values are close to the ISU's scale of values (Communication 2168 and its successors), in hundredths of a
point. The grades of ice dance since 2018/19 are simplified to the ten per cent of the others.
"""

from dataclasses import dataclass
from functools import cache

# Points for the grades -3 to +3 of 2017/18, by group of elements.
_GRADES_2017 = {
    "low": (-60, -40, -20, 0, 20, 40, 60),
    "axel2": (-150, -100, -50, 0, 50, 100, 150),
    "triple": (-210, -140, -70, 0, 70, 140, 210),
    "axel3": (-300, -200, -100, 0, 100, 200, 300),
    "quad": (-400, -240, -120, 0, 100, 200, 300),
    "spin": (-90, -60, -30, 0, 50, 100, 150),
    "step": (-210, -140, -70, 0, 50, 100, 150),
    "choreo": (-90, -60, -30, 0, 70, 140, 210),
    "lift": (-150, -100, -50, 0, 50, 100, 150),
    "dance": (-150, -100, -50, 0, 60, 120, 180),
    "dance step": (-300, -200, -100, 0, 110, 220, 330),
}
# Code, base value in 2017/18, base value since, group.
_TABLE = """
2T 130 130 low|2S 130 130 low|2Lo 180 170 low|2F 190 180 low|2Lz 210 210 low|2A 330 330 axel2
3T 430 420 triple|3S 440 430 triple|3Lo 510 490 triple|3F 530 530 triple|3Lz 600 590 triple
3A 850 800 axel3|4T 1030 950 quad|4S 1050 970 quad|4Lz 1360 1150 quad|CCoSp2 250 250 spin
CCoSp3 300 300 spin|CCoSp4 350 350 spin|FCSp2 230 230 spin|FCSp3 280 280 spin|FCSp4 320 320 spin
CSSp2 230 230 spin|CSSp3 260 260 spin|CSSp4 300 300 spin|LSp2 190 190 spin|LSp3 240 240 spin
LSp4 270 270 spin|StSq2 260 260 step|StSq3 330 330 step|StSq4 390 390 step|ChSq1 200 300 choreo
3Tw2 580 540 triple|3Tw3 620 570 triple|3Tw4 660 600 triple|3LoTh 500 500 triple|3STh 450 440 triple
3FTh 550 530 triple|5ALi2 650 610 lift|5ALi3 700 650 lift|5ALi4 750 700 lift|5RLi2 650 610 lift
5RLi3 700 650 lift|5RLi4 750 700 lift|3Li3 400 440 lift|3Li4 450 480 lift|FiDs2 300 310 lift
FiDs3 320 350 lift|FiDs4 350 400 lift|BoDs3 400 420 lift|BoDs4 450 460 lift|PCoSp2 350 350 spin
PCoSp3 400 400 spin|PCoSp4 450 450 spin|STw2 460 460 dance|STw3 560 560 dance|STw4 660 660 dance
RoLi3 400 500 dance|RoLi4 450 530 dance|SlLi3 400 500 dance|SlLi4 450 530 dance|CuLi3 400 500 dance
CuLi4 450 530 dance|CoSp3 460 550 dance|CoSp4 560 630 dance|PSt2 560 600 dance step
PSt3 710 750 dance step|NtMiSt2 560 600 dance step|NtMiSt3 710 750 dance step|DiSt2 560 600 dance step
DiSt3 710 750 dance step|CiSt2 560 600 dance step|CiSt3 710 750 dance step|1RH3+kpNYY 440 440 dance
ChLi1 100 110 choreo|ChSp1 100 110 choreo|ChTw1 100 110 choreo
"""
# An element is written as its choices, the hardest first.
_SPINS = ("CCoSp4 CCoSp3 CCoSp2", "FCSp4 FCSp3 FCSp2")
_STEPS = "StSq4 StSq3 StSq2"
PROGRAMMES: dict[tuple[str, str], tuple[str, ...]] = {
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
_FIVE_COMPONENTS = (
    "Skating Skills",
    "Transitions",
    "Performance",
    "Composition",
    "Interpretation of the Music",
)
_THREE_COMPONENTS = ("Composition", "Presentation", "Skating Skills")
# Factors in hundredths, in the short and in the free segment.
_FIVE_FACTORS = {"men": (100, 200), "women": (80, 160), "pairs": (80, 160), "ice_dance": (80, 120)}
_THREE_FACTORS = {"men": (167, 333), "women": (133, 267), "pairs": (133, 267), "ice_dance": (133, 200)}


@dataclass(frozen=True)
class Element:
    """An element: base values in hundredths of a point, and its group in the grades of 2017/18."""

    value_2017: int
    value_since: int
    group: str


def _read_table() -> dict[str, Element]:
    rows = (row.split(" ", 3) for line in _TABLE.split("\n") if line for row in line.split("|"))
    return {code: Element(int(old), int(new), group) for code, old, new, group in rows}


_ELEMENTS = _read_table()


def is_jump(code: str) -> bool:
    """Tell whether an element of a programme is a jump or a combination of jumps."""
    return code[0] in "234" and code[1:].split("+", maxsplit=1)[0] in {"T", "S", "Lo", "F", "Lz", "A"}


@dataclass(frozen=True)
class Rules:
    """How a season is judged."""

    goe_limit: int
    has_five_components: bool
    underrotated_percent: int
    prints_falls: bool

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
        most valuable jump.
        """
        return _values(self, code, is_underrotated)


def rules_of(season: int) -> Rules:
    """Return the rules of a season by its first year, from 2017 (ISU Communications 2168, 2254 and 2474)."""
    return Rules(
        goe_limit=3 if season < 2018 else 5,
        has_five_components=season < 2022,
        underrotated_percent=70 if season < 2018 else 80,
        prints_falls=season >= 2022,
    )


@cache
def _values(rules: Rules, code: str, is_underrotated: bool) -> tuple[int, tuple[int, ...]]:
    parts = [_ELEMENTS[part] for part in ([code] if code in _ELEMENTS else code.split("+"))]
    bases = [part.value_2017 if rules.goe_limit == 3 else part.value_since for part in parts]
    if is_underrotated:
        bases[-1] = (bases[-1] * rules.underrotated_percent + 50) // 100
    leading = bases.index(max(bases))
    if rules.goe_limit == 3:
        return sum(bases), _GRADES_2017[parts[leading].group]
    step = 500 if code == "ChSq1" else bases[leading]
    return sum(bases), tuple(
        (abs(grade) * step + 5) // 10 * (1 if grade > 0 else -1) for grade in range(-5, 6)
    )
