"""What the printed words about deductions mean: kind, points, count and votes of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_MOST_ITEMS = 30
_MOST_CHARACTERS = 1000
_LARGEST_PANEL = 20

# Points as ISU sheets print them, 1.00 to about 2013 and -1.00 since; some exporters print whole numbers.
_DECIMAL = r"[-+\u2212\u2013]?\s?(?:\d{1,2}[.,]|(?<=[-+\u2212\u2013])\.)\d{1,2}(?!\d)"
_WHOLE = r"[-+\u2212\u2013]?\d{1,2}(?![\d.,])(?!\s*(?:of|/|sec))"
_BRACKETS = r"(?:\s*\([^()]*\))*"
_VOTES = re.compile(r"\(\s*(\d{1,2})\s*(?:of|/)\s*(\d{1,2})\s*\)", re.IGNORECASE)
_COUNT = re.compile(r"\(\s*[-\u2212\u2013]?(\d{1,2})(?:[.,]0{1,2})?\s*\)")
_BETWEEN = " \t\r\n,;|"

# The first word that fits decides, so the narrower ones stand first.
_KINDS = (
    (r"interrupt", "interruption"),
    (r"illegal", "illegal_element"),
    (r"extra\s+element", "extra_element"),
    (r"lift", "extended_lift"),
    (r"late", "late_start"),
    (r"costume.*fail|fail.*costume|decoration|part of (the )?costume", "costume_failure"),
    (r"costume|prop\b|props\b", "costume_or_prop"),
    (r"tempo", "tempo_violation"),
    (r"music|vocal", "music_violation"),
    (r"choreogra", "choreography"),
    (r"time|duration", "time_violation"),
    (r"\bfalls?\b", "fall"),
)


@dataclass(frozen=True)
class Deduction:
    """One deduction of a sheet; `points` positive or None where they are not to be read from the text.

    `count` is the number in brackets: falls in sheets of the ISU, points in those of the Olympic Games 2018.
    """

    kind: str
    points: Decimal | None
    count: int | None
    votes_for: int | None
    votes_of: int | None
    raw_text: str


def parse_deductions(text: str | None) -> tuple[Deduction, ...]:
    """Return the deductions that a sheet prints, several of them joined by commas, semicolons, | or nothing.

    What can't be read is kept: as kind `other`, or with its kind and without points. Nothing is refused.
    """
    if text is None or not re.search(r"[^\W\d_]", text):
        return ()
    text = text[:_MOST_CHARACTERS]
    points = _DECIMAL if re.search(_DECIMAL, re.sub(r"\([^()]*\)", "", text)) else _WHOLE
    found = tuple(_deduction(label, amount) for label, amount in _items(text, points))
    if len(found) > _MOST_ITEMS:
        return (Deduction("other", None, None, None, None, _shortened(text)),)
    return found


def _items(text: str, points: str) -> Iterator[tuple[str, str | None]]:
    """Yield the words of each deduction and, where there is one, its amount."""
    # Words, brackets before the amount, the amount, brackets behind it.
    pattern = re.compile(rf"(?P<words>[^()]*?(?:\([^()]*\)[^()]*?)*?)(?P<points>{points}){_BRACKETS}")
    position = 0
    while match := pattern.match(text, position):
        whole = match.group().strip(_BETWEEN)
        *without_points, last = re.split(r"[;|\n]", match["words"])
        yield from ((part.strip(_BETWEEN), None) for part in without_points if _has_letters(part))
        if without_points:
            whole = (last + match.group()[len(match["words"]) :]).strip(_BETWEEN)
        yield whole, match["points"]
        position = match.end()
    for part in re.split(r"[;|\n]", text[position:]):
        if _has_letters(part):
            yield part.strip(_BETWEEN), None


def _deduction(words: str, amount: str | None) -> Deduction:
    votes, count = _VOTES.search(words), _COUNT.search(words)
    votes_for, votes_of = (int(votes[1]), int(votes[2])) if votes else (None, None)
    if votes_for is not None and votes_of is not None and not max(votes_for, 1) <= votes_of <= _LARGEST_PANEL:
        votes_for = votes_of = None
    number = re.sub(r"[^\d.]", "", amount.replace(",", ".")) if amount else None
    return Deduction(
        _kind(words),
        Decimal(number) if number else None,
        int(count[1]) or None if count else None,
        votes_for,
        votes_of,
        _shortened(words),
    )


def _kind(words: str) -> str:
    return next((kind for pattern, kind in _KINDS if re.search(pattern, words, re.IGNORECASE)), "other")


def _has_letters(text: str) -> bool:
    return re.search(r"[^\W\d_]", text) is not None


def _shortened(text: str) -> str:
    return text.strip()[:_MOST_CHARACTERS].strip()
