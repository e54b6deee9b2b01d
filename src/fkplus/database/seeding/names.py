"""How a generated person is called, in the Latin and in the Cyrillic script."""

import random
from dataclasses import dataclass

from faker import Faker

from fkplus.database.seeding.context import pool

_POOL_SIZE = 250
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_IN_LATIN = "a,b,v,g,d,e,e,zh,z,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,ie,y,,e,iu,ia"
_CYRILLIC_LETTERS = dict(zip(_CYRILLIC, _IN_LATIN.split(","), strict=True))
# Rough: good enough for a reader to recognise the name. Longer groups come first.
_LATIN = (
    "shch,sch,tch,sh,ch,th,ph,zh,kh,ck,ee,oo,qu,ya,yu,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z"
)
_IN_CYRILLIC = "щ,ш,ч,ш,ч,т,ф,ж,х,к,и,у,кв,я,ю,а,б,к,д,е,ф,г,х,и,дж,к,л,м,н,о,п,к,р,с,т,у,в,у,кс,и,з"
_LATIN_GROUPS = tuple(zip(_LATIN.split(","), _IN_CYRILLIC.split(","), strict=True))


@dataclass(frozen=True)
class Name:
    """A person's name in one script; protocols print the Latin surname in capitals."""

    script: str
    given: str
    family: str

    @property
    def full(self) -> str:
        """Return the name as it is printed."""
        family = self.family.upper() if self.script == "latin" else self.family
        return f"{self.given} {family}"


class NamePools:
    """Names to draw from, filled once."""

    def __init__(self, ru: Faker, en: Faker) -> None:
        self._pools = {
            ("ru", "female"): (pool(ru.first_name_female, _POOL_SIZE), pool(ru.last_name_female, _POOL_SIZE)),
            ("ru", "male"): (pool(ru.first_name_male, _POOL_SIZE), pool(ru.last_name_male, _POOL_SIZE)),
            ("en", "female"): (pool(en.first_name_female, _POOL_SIZE), pool(en.last_name, _POOL_SIZE)),
            ("en", "male"): (pool(en.first_name_male, _POOL_SIZE), pool(en.last_name, _POOL_SIZE)),
        }

    def draw(self, source: random.Random, sex: str) -> tuple[Name, Name]:
        """Return one name in the Latin and in the Cyrillic script; `sex` is female or male."""
        language = source.choice(("ru", "ru", "en"))
        given_names, family_names = self._pools[language, sex]
        given, family = source.choice(given_names), source.choice(family_names)
        if language == "ru":
            return Name("latin", to_latin(given), to_latin(family)), Name("cyrillic", given, family)
        return Name("latin", given, family), Name("cyrillic", to_cyrillic(given), to_cyrillic(family))


def to_latin(word: str) -> str:
    """Return a Russian word in Latin letters, as passports have it (ICAO Doc 9303)."""
    letters = "".join(_CYRILLIC_LETTERS.get(letter, letter) for letter in word.lower())
    return letters.title() if word[:1].isupper() else letters


def to_cyrillic(word: str) -> str:
    """Return an English word in Cyrillic letters, roughly as it is spelt."""
    text = word.lower()
    for latin, cyrillic in _LATIN_GROUPS:
        text = text.replace(latin, cyrillic)
    return text.title() if word[:1].isupper() else text
