"""Seeding as it is mostly done: Faker is asked for every value of every row, executemany writes them.

The rows are those of accounts, which everybody's example has: one in each of the three tables.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from faker import Faker

from fkplus.database.connection import Connection
from fkplus.database.queries import query

USERS = 1_500
_AT_ONCE = 500
_LOCALES = ["ru_RU", "en_US"]
_TABLES = ("account", "profile", "credential")
Row = Sequence[object]


def load(connection: Connection) -> tuple[int, float]:
    """Write the accounts in one transaction; return the number of rows and the seconds."""
    started = time.monotonic()
    fake = Faker(_LOCALES)
    Faker.seed(1)
    with connection.transaction(), connection.cursor() as cursor:
        for first in range(1, USERS + 1, _AT_ONCE):
            ids = range(first, min(first + _AT_ONCE, USERS + 1))
            for table, make in zip(_TABLES, (_account, _profile, _credential), strict=True):
                cursor.executemany(query(f"bench_rowwise_{table}"), [make(fake, each) for each in ids])
    return len(_TABLES) * USERS, time.monotonic() - started


def _account(fake: Faker, number: int) -> Row:
    handle = f"{''.join(filter(str.isalnum, fake['en_US'].user_name()))[:20]}_{number}"
    made = fake.date_time_between(datetime(2021, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC), UTC)
    zone = fake.random_element(("Europe/Moscow", "Asia/Tokyo", "UTC"))
    return number, handle, fake.name()[:60], fake.random_element(("ru", "en")), zone, "active", made


def _profile(fake: Faker, number: int) -> Row:
    return number, fake.text(300), fake.city(), fake.url(), fake.image_url(), "public"


def _credential(fake: Faker, number: int) -> Row:
    letters = fake.password(22, special_chars=False), fake.password(43, special_chars=False)
    return number, fake.unique.email(), f"$argon2id$v=19$m=65536,t=3,p=4${letters[0]}${letters[1]}"
