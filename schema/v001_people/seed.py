"""Which generated rows version 1 gets: accounts of fans, and the people of the sport under their names."""

import base64
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from psycopg.types.range import DateRange

from fkplus.database.seeding.context import Ratio, SeedContext, pool
from fkplus.database.seeding.names import Name, NamePools

# Rows per SEED_COUNT. The accounts are SEED_COUNT themselves.
RATIOS = {
    "athletes": Ratio(users_per_row=20, least=24),
    "coaches": Ratio(users_per_row=100, least=6),
    "officials": Ratio(users_per_row=50, least=30),
}
BIRTH_YEARS = {"athletes": (1994, 2010), "coaches": (1950, 1988), "officials": (1945, 1990)}

ACCOUNT = (
    "account_id", "handle", "display_name", "locale", "time_zone", "country_code", "status", "created_at",
)  # fmt: skip
PROFILE = ("account_id", "about", "city", "website", "avatar_url", "visibility", "updated_at")
CREDENTIAL = ("account_id", "email", "email_verified_at", "password_hash", "password_changed_at")
PERSON_NAME = (
    "person_id", "script", "kind", "full_name", "given_name", "family_name", "valid_during", "is_primary",
)  # fmt: skip

PLACES = (
    ("ru", "Europe/Moscow", "RUS"), ("ru", "Europe/Moscow", "RUS"), ("ru", "Asia/Yekaterinburg", "RUS"),
    ("ru", "Asia/Vladivostok", "RUS"), ("ru", "Europe/Minsk", "BLR"), ("ru", "Asia/Almaty", "KAZ"),
    ("en", "America/New_York", "USA"), ("en-GB", "Europe/London", "GBR"), ("ja", "Asia/Tokyo", "JPN"),
    ("ko", "Asia/Seoul", "KOR"), ("fr-CA", "America/Toronto", "CAN"), ("pt-BR", "America/Sao_Paulo", "BRA"),
    ("de", "Europe/Berlin", None), ("en", "UTC", None),
)  # fmt: skip

# Accounts after the first: handle, display name, locale, time zone, country, status.
AWKWARD_ACCOUNTS = (
    ("fk_longest_handle_30_LETTERS_0", "Ш" * 59 + "щ", "ru", "Europe/Moscow", "RUS", "active"),
    ("fk_", "⛸️🐻❤️‍🔥👩🏽‍🚀", "ru", "Asia/Kamchatka", None, "active"),
    ("fk_CASE", "ЛЕДОВАЯ ФЕЯ", "ru", "Europe/Moscow", "RUS", "active"),
    ("fk_case_2", "ледовая фея", "ru", "Europe/Moscow", "RUS", "active"),
    ("fk_gone", "deleted", "en", "UTC", None, "deleted"),
    ("fk_barred", "Ё", "pt-BR", "America/Argentina/Buenos_Aires", "ARG", "suspended"),
    ("fk_quote", "O'Neill \"; DROP TABLE account; -- \\N \\ \t|", "en", "UTC", "IRL", "active"),
    ("fk_rtl", "שלום 100% \u200fعربي", "he", "Asia/Jerusalem", "ISR", "active"),
    ("fk_zalgo", "Zoe\u0308 e\u0301\u0323\u0307 ﬁ ǅ", "en", "Pacific/Auckland", "NZL", "active"),
)
AWKWARD_PROFILES: dict[int, tuple[str | None, ...]] = {
    1: ("Ё" * 500 + "🐻" * 500, "Г" * 100, "https://example.org/" + "a" * 2000, "http://a.example", "nobody"),
    2: (None, None, None, None, "public"),
    3: ("", "Москва", None, None, "followers"),
}
# Names beyond those of the ordinary people: script, kind, full, given, family.
AWKWARD_PEOPLE: tuple[tuple[tuple[str, str, str, str | None, str | None], ...], ...] = (
    (
        ("latin", "published", "Anna TWIN", "Anna", "TWIN"),
        ("cyrillic", "published", "Анна Твин", "Анна", "Твин"),
    ),
    (("latin", "published", "Anna TWIN", "Anna", "TWIN"),),
    (
        ("latin", "published", "Zoë O'NEILL-ĐORĐEVIĆ van der BERG", None, None),
        ("latin", "nickname", "Zozo 🐰", None, None),
    ),
    (("latin", "published", "Li LI", None, None), ("latin", "official", "LI Li", None, None)),
    (("cyrillic", "published", "Ким-" * 60 + "Ким", None, None),),
    (),
)


def seed(context: SeedContext) -> None:
    """Write the rows of version 1."""
    _accounts(context)
    _people(context)


def _accounts(context: SeedContext) -> None:
    ids = context.reserve("public.account", context.seed_count, block="accounts")
    context.copy("public.account", ACCOUNT, _account_rows(context, ids))
    context.copy("public.account_profile", PROFILE, _profile_rows(context, ids))
    context.copy("private.account_credential", CREDENTIAL, _credential_rows(context, ids))


def _account_rows(context: SeedContext, ids: range) -> Iterator[Sequence[Any]]:
    source = context.stream("account")
    handles, names = _handles(context), _display_names(context)
    for index, account_id in enumerate(ids):
        created_at = context.anchor - timedelta(seconds=_recent(source, 5 * 365 * 86_400))
        if 1 <= index <= len(AWKWARD_ACCOUNTS):
            yield account_id, *AWKWARD_ACCOUNTS[index - 1], created_at
            continue
        locale, time_zone, country = source.choice(PLACES)
        name = source.choice(names)
        yield (
            account_id,
            _handle(handles, index),
            name,
            locale,
            time_zone,
            country,
            _status(index),
            created_at,
        )


def _profile_rows(context: SeedContext, ids: range) -> Iterator[Sequence[Any]]:
    source = context.stream("account_profile")
    texts, cities = pool(lambda: context.ru.text(300), 300), pool(context.ru.city_name, 150)
    for index, account_id in enumerate(ids):
        updated_at = context.anchor - timedelta(seconds=_recent(source, 365 * 86_400))
        if index in AWKWARD_PROFILES:
            yield account_id, *AWKWARD_PROFILES[index], updated_at
        elif index % 5 != 4 and _status(index) != "deleted":
            about = source.choice(texts) if index % 3 else None
            website = f"https://fan{index}.example" if index % 7 == 0 else None
            avatar = f"https://img.example/{index:x}.webp" if index % 2 else None
            visibility = source.choice(("public", "public", "public", "followers", "nobody"))
            yield account_id, about, source.choice(cities), website, avatar, visibility, updated_at


def _credential_rows(context: SeedContext, ids: range) -> Iterator[Sequence[Any]]:
    source = context.stream("account_credential")
    for index, account_id in enumerate(ids):
        changed_at = context.anchor - timedelta(seconds=_recent(source, 3 * 365 * 86_400))
        verified_at = None if index % 11 == 2 else changed_at - timedelta(days=1)
        email = f"fan{index}@{'mail' if index % 3 else 'MAIL'}.example"
        if index == 1:
            # 254 characters: RFC 5321 allows no longer address.
            email = "l" * 64 + "@" + "d" * 181 + ".example"
        if _status(index) != "deleted":
            yield account_id, email, verified_at, _unusable_hash(source, index), changed_at


def _people(context: SeedContext) -> None:
    source, names = context.stream("person"), NamePools(context.ru, context.en)
    people: list[tuple[int, str | None, date | None]] = []
    name_rows: list[Sequence[Any]] = []
    for block, ratio in RATIOS.items():
        ids = context.reserve("public.person", ratio.of(context.seed_count), block=block)
        for index, person_id in enumerate(ids):
            sex = ("female", "male")[index % 2]
            born = _birth_date(source, *BIRTH_YEARS[block])
            is_vague = block == "officials" and index % 10 == 3
            people.append((person_id, None if is_vague else sex, None if is_vague else born))
            name_rows += _name_rows(source, index, person_id, sex, names)
    for person_id, forms in zip(
        context.reserve("public.person", len(AWKWARD_PEOPLE), block="bystanders"), AWKWARD_PEOPLE, strict=True
    ):
        people.append((person_id, None, date(1850, 1, 1) if forms else None))
        shown: set[str] = set()
        for script, kind, full, given, family in forms:
            name_rows.append((person_id, script, kind, full, given, family, DateRange(), script not in shown))
            shown.add(script)
    context.copy("public.person", ("person_id", "sex", "birth_date"), people)
    context.copy("public.person_name", PERSON_NAME, name_rows)


def _name_rows(
    source: random.Random, index: int, person_id: int, sex: str, names: NamePools
) -> Iterator[Sequence[Any]]:
    always = DateRange()
    latin, cyrillic = names.draw(source, sex)
    yield _name_row(person_id, latin, "published", always, is_primary=True)
    yield _name_row(person_id, cyrillic, "published", always, is_primary=True)
    if index % 17 == 5:
        # Olympic sheets print the surname first.
        yield (
            person_id,
            "latin",
            "official",
            f"{latin.family.upper()} {latin.given}",
            None,
            None,
            always,
            False,
        )
    if index % 23 == 8:
        maiden = Name("cyrillic", cyrillic.given, f"{names.draw(source, sex)[1].family}-{cyrillic.family}")
        yield _name_row(person_id, maiden, "maiden", DateRange(None, date(2021, 7, 1)), is_primary=False)


def _name_row(person_id: int, name: Name, kind: str, during: DateRange, *, is_primary: bool) -> Sequence[Any]:
    return person_id, name.script, kind, name.full, name.given, name.family, during, is_primary


def _handles(context: SeedContext) -> Sequence[str]:
    kept = (
        "".join(letter for letter in name if letter.isalnum()) for name in pool(context.en.user_name, 500)
    )
    return [name[:18] for name in kept]


def _display_names(context: SeedContext) -> Sequence[str]:
    ru, en = context.ru, context.en
    return [
        *pool(lambda: f"{ru.first_name_female()} {ru.last_name_female()}", 250),
        *pool(lambda: f"{ru.first_name_male()} {ru.last_name_male()[0]}.", 100),
        *pool(lambda: f"{en.first_name()} {en.last_name()}", 200),
        *pool(lambda: f"{en.first_name().lower()} ⛸", 50),
    ]


def _handle(handles: Sequence[str], index: int) -> str:
    """Return a handle that no other index gets: what follows the underscore is the index itself."""
    handle = f"{handles[index % len(handles)]}_{_base36(index)}"
    return handle.upper() if index % 25 == 20 else handle


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def _status(index: int) -> str:
    if 1 <= index <= len(AWKWARD_ACCOUNTS):
        return AWKWARD_ACCOUNTS[index - 1][5]
    return {13: "suspended", 31: "deleted", 32: "deleted"}.get(index % 100, "active")


def _recent(source: random.Random, most: int) -> int:
    """Return 0 to `most`, small values more often; integers only, so that every machine draws the same."""
    return source.randrange(most) * source.randrange(1_000_000) // 1_000_000


def _birth_date(source: random.Random, first_year: int, last_year: int) -> date:
    span = (date(last_year, 12, 31) - date(first_year, 1, 1)).days
    return date(first_year, 1, 1) + timedelta(days=source.randrange(span + 1))


def _unusable_hash(source: random.Random, index: int) -> str:
    """Return what looks like the hash of a password and is none: random letters, not hashed from anything."""
    letters = base64.b64encode(source.randbytes(48), altchars=b"./").decode()
    if index % 10 == 4:
        return f"$2b$12${letters[:53]}"
    if index % 10 == 6:
        return f"$scrypt$ln=15,r=8,p=1${letters[:22]}${letters[21:64]}"
    letters = letters.replace(".", "+")
    return f"$argon2id$v=19$m=65536,t=3,p=4${letters[:22]}${letters[21:64]}"
