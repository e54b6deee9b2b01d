"""How generated people are called, in the Latin and in the Cyrillic script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy.typing as npt

from fkplus.database.seeding.columns import Ints, Joined, Pool, joined
from fkplus.database.seeding.pools import filled
from fkplus.database.seeding.streams import Stream

_POOL_SIZE = 250
_RUSSIAN_SHARE = 2 / 3
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_IN_LATIN = "a,b,v,g,d,e,e,zh,z,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,ie,y,,e,iu,ia"
_CYRILLIC_LETTERS = dict(zip(_CYRILLIC, _IN_LATIN.split(","), strict=True))
# Rough: good enough for a reader to recognise the name. Longer groups come first.
_LATIN = (
    "shch,sch,tch,sh,ch,th,ph,zh,kh,ck,ee,oo,qu,ya,yu,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z"
)
_IN_CYRILLIC = "щ,ш,ч,ш,ч,т,ф,ж,х,к,и,у,кв,я,ю,а,б,к,д,е,ф,г,х,и,дж,к,л,м,н,о,п,к,р,с,т,у,в,у,кс,и,з"
_LATIN_GROUPS = tuple(zip(_LATIN.split(","), _IN_CYRILLIC.split(","), strict=True))


class NamePools:
    """Given and family names in both scripts; the same place in two pools is the same name."""

    def __init__(self) -> None:
        given: list[str] = []
        family: list[str] = []
        for language in ("ru", "en"):
            for sex in ("female", "male"):
                given += _names(language, f"first_name_{sex}")
                family += _names(language, f"last_name_{sex}")
        self.latin_given, self.latin_family = map(Pool, (_all_latin(given), _all_latin(family)))
        self.capital_family = Pool([name.upper() for name in self.latin_family.values])
        self.cyrillic_given, self.cyrillic_family = map(Pool, (_all_cyrillic(given), _all_cyrillic(family)))

    def draw(self, random: Stream, is_male: Ints) -> Names:
        """Return a name for each person; `is_male` is 0 or 1."""
        count = len(is_male)
        part = 2 * random.chance(1 - _RUSSIAN_SHARE, count) + is_male
        given = part * _POOL_SIZE + random.below(_POOL_SIZE, count)
        return Names(self, given, part * _POOL_SIZE + random.below(_POOL_SIZE, count))


@dataclass(frozen=True)
class Names:
    """The names of some people, by their places in `pools`; protocols print the Latin surname in capitals."""

    pools: NamePools
    given: Ints
    family: Ints

    def of(self, people: npt.NDArray[Any]) -> Names:
        """Return the names of these people: indices or a mask."""
        return Names(self.pools, self.given[people], self.family[people])

    def latin(self) -> Joined:
        """Return full names such as Anna PETROVA."""
        return joined(
            self.pools.latin_given.draw(self.given), " ", self.pools.capital_family.draw(self.family)
        )

    def olympic(self) -> Joined:
        """Return full names as Olympic sheets print them, the surname first: PETROVA Anna."""
        return joined(
            self.pools.capital_family.draw(self.family), " ", self.pools.latin_given.draw(self.given)
        )

    def cyrillic(self) -> Joined:
        """Return full names such as Анна Петрова."""
        return joined(
            self.pools.cyrillic_given.draw(self.given), " ", self.pools.cyrillic_family.draw(self.family)
        )


@cache
def name_pools() -> NamePools:
    """Return the pools of names, filled once."""
    return NamePools()


def _names(language: str, method: str) -> Sequence[str]:
    # In English, surnames of men and women are the same.
    asked = "last_name" if language == "en" and method.startswith("last") else method
    made = filled(method, _POOL_SIZE, lambda faker: str(getattr(faker, asked)()), language=language)
    return [str(name) for name in made.values]


def _all_latin(names: Sequence[str]) -> Sequence[str]:
    return [to_latin(name) for name in names]


def _all_cyrillic(names: Sequence[str]) -> Sequence[str]:
    return [name if name.lower()[0] in _CYRILLIC else to_cyrillic(name) for name in names]


def to_latin(word: str) -> str:
    """Return a Russian word in Latin letters, as passports have it (ICAO Doc 9303); others as they are."""
    letters = "".join(_CYRILLIC_LETTERS.get(letter, letter) for letter in word.lower())
    return word if letters == word.lower() else letters.title()


def to_cyrillic(word: str) -> str:
    """Return an English word in Cyrillic letters, roughly as it is spelt."""
    text = word.lower()
    for latin, cyrillic in _LATIN_GROUPS:
        text = text.replace(latin, cyrillic)
    return text.title() if word[:1].isupper() else text
