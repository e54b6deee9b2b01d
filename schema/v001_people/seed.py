"""Which generated rows version 1 gets: accounts of fans, and the people of the sport under their names."""

from datetime import UTC, date, datetime

import numpy as np
from psycopg.types.range import DateRange

from fkplus.database.seeding import pools
from fkplus.database.seeding.columns import DateRanges, Digits, Ints, Joined, Letters, Nullable, Pool, joined
from fkplus.database.seeding.context import ANCHOR, Chunk, SeedContext
from fkplus.database.seeding.distributions import PLACES, cumulative
from fkplus.database.seeding.names import Names, name_pools
from fkplus.database.seeding.ratios import PEOPLE
from fkplus.database.seeding.times import DAY, micros

BIRTH_YEARS = {"athletes": (1994, 2010), "coaches": (1950, 1988), "officials": (1945, 1990)}
YEAR_SECONDS = 365 * 86_400
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
RENAMED_ON = (date(2021, 7, 1) - date(1970, 1, 1)).days

ACCOUNT = (
    "account_id", "handle", "display_name", "locale", "time_zone", "country_code", "status", "created_at",
)  # fmt: skip
PROFILE = ("account_id", "about", "city", "website", "avatar_url", "visibility", "updated_at")
PERSON_NAME = (
    "person_id", "script", "kind", "full_name", "given_name", "family_name", "valid_during", "is_primary",
)  # fmt: skip
STATUSES = Pool(["active", "suspended", "deleted"])
VISIBILITIES = Pool(["public", "public", "public", "followers", "nobody"])
LOCALES, TIME_ZONES, COUNTRIES = (
    Pool(values) for values in zip(*(place for _, place in PLACES), strict=True)
)
SEXES = Pool(["female", "male"])

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
GONE = 5  # the index of the account among them that is deleted
AWKWARD_PROFILES: tuple[tuple[str | None, ...], ...] = (
    ("Ё" * 500 + "🐻" * 500, "Г" * 100, "https://example.org/" + "a" * 2000, "http://a.example", "nobody"),
    (None, None, None, None, "public"),
    ("", "Москва", None, None, "followers"),
)
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
    ids = context.reserve("public.account", context.seed_count, block="accounts")
    _accounts(context, ids)
    _profiles(context, ids)
    _credentials(context, ids)
    people = {name: ratio.of(context.seed_count) for name, ratio in PEOPLE.items()}
    for block, count in people.items():
        _people(context, block, context.reserve("public.person", count, block=block))
    _bystanders(context, context.reserve("public.person", len(AWKWARD_PEOPLE), block="bystanders"))


def _accounts(context: SeedContext, ids: range) -> None:
    made_at = _made_at(context)
    places = cumulative([weight for weight, _ in PLACES])

    def rows(chunk: Chunk) -> dict[str, object]:
        index = _ordinary(chunk.index)
        random, count = chunk.random, len(index)
        place, handle = random.weighted(places, count), random.below(len(pools.user_names()), count)
        # Of four handles one begins with a capital letter.
        handles = Pool([*pools.user_names().values, *(name.title() for name in pools.user_names().values)])
        capital = len(pools.user_names()) * (index % 4 == 0)
        return {
            "account_id": index + ids.start,
            "handle": joined(handles.draw(handle + capital), "_", Digits(index, 5)),
            "display_name": pools.display_names().draw(random.below(10_000, count)),
            "locale": LOCALES.draw(place),
            "time_zone": TIME_ZONES.draw(place),
            "country_code": COUNTRIES.draw(place),
            "status": STATUSES.draw(_status(index)),
            "created_at": made_at[index],
        }

    context.fill("public.account", len(ids), rows)
    awkward = [
        (ids[index], *values, _moment(made_at[index]))
        for index, values in enumerate(AWKWARD_ACCOUNTS, start=1)
        if index < len(ids)
    ]
    context.copy("public.account", ACCOUNT, awkward)


def _profiles(context: SeedContext, ids: range) -> None:
    def rows(chunk: Chunk) -> dict[str, object]:
        index = _ordinary(chunk.index, after=len(AWKWARD_PROFILES))
        index = index[(index % 5 != 4) & (_status(index) != 2) & (index != GONE)]
        random, count = chunk.random, len(index)
        site = joined("https://fan", Digits(index, 7, base=10), ".example")
        avatar = joined("https://img.example/", Digits(index, 6), ".webp")
        return {
            "account_id": index + ids.start,
            "about": Nullable(pools.texts().draw(random.below(10_000, count)), index % 3 == 0),
            "city": pools.cities().draw(random.below(10_000, count)),
            "website": Nullable(site, index % 7 != 0),
            "avatar_url": Nullable(avatar, index % 2 == 0),
            "visibility": VISIBILITIES.draw(random.below(len(VISIBILITIES), count)),
            "updated_at": _recently(chunk, count, YEAR_SECONDS),
        }

    context.fill("public.account_profile", len(ids), rows)
    awkward = [
        (ids[index], *values, ANCHOR)
        for index, values in enumerate(AWKWARD_PROFILES, start=1)
        if index < len(ids)
    ]
    context.copy("public.account_profile", PROFILE, awkward)


def _credentials(context: SeedContext, ids: range) -> None:
    """Passwords are not hashed from anything: random letters that look like a hash."""

    def rows(chunk: Chunk, is_bcrypt: bool) -> dict[str, object]:
        index = chunk.index[(chunk.index % 10 == 4) == is_bcrypt]
        index = index[(_status(index) != 2) & (index != GONE) & (index != 1)]
        changed_at = _recently(chunk, len(index), 3 * YEAR_SECONDS)
        hosts = Pool(["MAIL", "mail", "mail"]).draw(index)
        return {
            "account_id": index + ids.start,
            "email": joined("fan", Digits(index, 7, base=10), "@", hosts, ".example"),
            "email_verified_at": Nullable(changed_at - DAY, index % 11 == 2),
            "password_hash": _bcrypt(chunk, index) if is_bcrypt else _phc(chunk, index),
            "password_changed_at": changed_at,
        }

    table = "private.account_credential"
    context.fill(table, len(ids), lambda chunk: rows(chunk, False))
    context.fill(table, len(ids), lambda chunk: rows(chunk, True))
    if len(ids) > 1:
        # 254 characters: RFC 5321 allows no longer address.
        email = "l" * 64 + "@" + "d" * 181 + ".example"
        password = "$2b$12$" + "x" * 53
        columns = ("account_id", "email", "email_verified_at", "password_hash", "password_changed_at")
        context.copy(table, columns, [(ids[1], email, None, password, ANCHOR)])


def _bcrypt(chunk: Chunk, index: Ints) -> Joined:
    alphabet = BASE64.replace("+", ".")
    return joined("$2b$12$", Letters(chunk.random.letters(alphabet, len(index), 53)))


def _phc(chunk: Chunk, index: Ints) -> Joined:
    letters = chunk.random.letters(BASE64, len(index), 22 + 43)
    formats = Pool(["$argon2id$v=19$m=65536,t=3,p=4$", "$scrypt$ln=15,r=8,p=1$"])
    return joined(formats.draw(index % 10 == 6), Letters(letters[:, :22]), "$", Letters(letters[:, 22:]))


def _people(context: SeedContext, block: str, ids: range) -> None:
    first, last = ((date(y, 1, 1) - date(1970, 1, 1)).days for y in BIRTH_YEARS[block])
    is_male = np.arange(len(ids)) % 2
    names = name_pools().draw(context.draws(f"{block} names"), is_male)

    def people(chunk: Chunk) -> dict[str, object]:
        is_vague = (chunk.index % 10 == 3) & (block == "officials")
        born = chunk.random.between(first, last + 364, chunk.size)
        return {
            "person_id": chunk.index + ids.start,
            "sex": Nullable(SEXES.draw(is_male[chunk.index]), is_vague),
            "birth_date": Nullable(born, is_vague),
        }

    context.fill("public.person", len(ids), people)
    everyone = np.arange(len(ids))
    _names(context, ids, everyone, names, "latin")
    _names(context, ids, everyone, names, "cyrillic")
    _names(context, ids, everyone[everyone % 17 == 5], names, "olympic")
    _names(context, ids, everyone[everyone % 23 == 8], names, "maiden")


def _names(context: SeedContext, ids: range, people: Ints, names: Names, form: str) -> None:
    """Write one form of the names of `people`, who are numbered from 0 in `ids`."""
    mine, sources = names.of(people), names.pools
    count, unbounded = len(people), np.ones(len(people), np.bool_)
    columns: dict[str, object] = {"person_id": people + ids.start, "script": "latin", "kind": "published"}
    match form:
        case "latin":
            given, family = sources.latin_given.draw(mine.given), sources.capital_family.draw(mine.family)
            columns |= {"full_name": mine.latin(), "given_name": given, "family_name": family}
        case "cyrillic":
            given, family = sources.cyrillic_given.draw(mine.given), sources.cyrillic_family.draw(mine.family)
            columns |= {"script": form, "full_name": mine.cyrillic()}
            columns |= {"given_name": given, "family_name": family}
        case "olympic":
            # Olympic sheets print the surname first.
            columns |= {
                "kind": "official",
                "full_name": mine.olympic(),
                "given_name": None,
                "family_name": None,
            }
        case _:
            given, family = (
                sources.cyrillic_given.draw(mine.given),
                sources.cyrillic_family.draw(mine.family + 1),
            )
            double = joined(family, "-", sources.cyrillic_family.draw(mine.family))
            columns |= {"script": "cyrillic", "kind": form, "full_name": joined(given, " ", *double.parts)}
            columns |= {"given_name": given, "family_name": double}
    until = np.full(count, RENAMED_ON)
    columns["valid_during"] = DateRanges(until, until, unbounded, unbounded & (form != "maiden"))
    columns["is_primary"] = np.full(count, form in {"latin", "cyrillic"})
    context.write("public.person_name", columns)


def _bystanders(context: SeedContext, ids: range) -> None:
    people = [
        (person_id, date(1850, 1, 1) if forms else None)
        for person_id, forms in zip(ids, AWKWARD_PEOPLE, strict=True)
    ]
    context.copy("public.person", ("person_id", "birth_date"), people)
    rows = []
    for person_id, forms in zip(ids, AWKWARD_PEOPLE, strict=True):
        shown: set[str] = set()
        for script, kind, full, given, family in forms:
            rows.append((person_id, script, kind, full, given, family, DateRange(), script not in shown))
            shown.add(script)
    context.copy("public.person_name", PERSON_NAME, rows)


def _ordinary(index: Ints, *, after: int = len(AWKWARD_ACCOUNTS)) -> Ints:
    """Return the indices of accounts without those of the awkward ones, which are 1 to `after`."""
    return index[(index < 1) | (index > after)]


def _status(index: Ints) -> Ints:
    """Return the place in STATUSES of the ordinary accounts at `index`."""
    rest = index % 100
    return np.where(index <= len(AWKWARD_ACCOUNTS), 0, (rest == 13) + 2 * ((rest == 31) | (rest == 32)))


def _made_at(context: SeedContext) -> Ints:
    """Return when each account was made, the first five years ago: ever more, and in the order of ids."""
    count = context.seed_count
    share = ((count - 1 - np.arange(count)) << 20) // count
    seconds = (5 * YEAR_SECONDS * share >> 20) * share >> 20
    return micros(ANCHOR) - seconds * 1_000_000


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(int(microseconds) // 1_000_000, UTC)


def _recently(chunk: Chunk, count: int, most_seconds: int) -> Ints:
    """Return times before the anchor, the late ones more often."""
    random = chunk.random
    return micros(ANCHOR) - random.below(random.below(most_seconds, count) + 1, count) * 1_000_000
