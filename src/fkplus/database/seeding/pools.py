"""Which values the seeds draw from: names, places, texts and music, filled once a run by pinned Faker.

A pool depends on its own name and size alone, whichever seeds run and in whatever order.
"""

from collections.abc import Callable
from functools import cache

from faker import Faker

from fkplus.database.seeding.columns import Pool

_SEED = "fkplus-2"
_LOCALES = {"ru": "ru_RU", "en": "en_US"}

_OPENINGS = {
    "ru": ("Какой прокат!", "Ну вот опять...", "Согласна полностью.", "Не понимаю судей.", "Это было чисто!",
           "Ура!!!", "Слёзы на глазах.", "А где же каскад?", "Лучший прокат сезона!", "Музыка не её."),
    "en": ("What a skate!", "Not again...", "Totally agree.", "Judges, why?", "That was clean!",
           "Yes!!!", "I am in tears.", "Where was the combo?", "Skate of the season!", "Not her music."),
}  # fmt: skip
_ENDINGS = {
    "ru": ("", " 🔥", " Тройной аксель космос", " Ждём произвольную.", " А вы что думаете?", " ⛸️❤️",
           " Компоненты занизили.", " Костюм чудо 😍", " Недокрут был, пересмотрите.",
           " Мишки полетели 🐻🐻"),
    "en": ("", " 🔥", " That triple axel!", " Free skate tomorrow.", " Thoughts?", " ⛸️❤️",
           " PCS too low.", " The costume 😍", " It was underrotated, watch again.", " Throwing bears 🐻🐻"),
}  # fmt: skip
_COMPOSERS = (
    "Pyotr Tchaikovsky", "Sergei Rachmaninoff", "Astor Piazzolla", "Giacomo Puccini", "Camille Saint-Saëns",
    "Maurice Ravel", "Claude Debussy", "Georges Bizet", "Ludwig van Beethoven", "Antonio Vivaldi",
    "Aram Khachaturian", "Dmitri Shostakovich", "Frédéric Chopin", "Ludovico Einaudi", "Максим Дунаевский",
)  # fmt: skip
_WORKS = (
    "Swan Lake", "Piano Concerto No. 2", "Libertango", "Turandot", "Danse macabre", "Boléro", "Clair de lune",
    "Carmen", "Moonlight Sonata", "The Four Seasons: Winter", "Masquerade Waltz", "Waltz No. 2",
    "Ballade No. 1", "Experience", "Мэри Поппинс, до свидания!", "Romeo and Juliet", "Nocturne", "Rhapsody",
)  # fmt: skip


def filled(name: str, size: int, make: Callable[[Faker], str], *, language: str = "ru") -> Pool:
    """Return `size` values that `make` gets from a Faker of its own, seeded with `name`; ru or en."""
    faker = Faker(_LOCALES[language], use_weighting=False)
    faker.seed_instance(f"{_SEED}:{name}:{language}")
    return Pool([make(faker) for _ in range(size)])


@cache
def texts(language: str = "ru") -> Pool:
    """Return 400 texts of up to 300 characters."""
    return filled("texts", 400, lambda faker: faker.text(300), language=language)


@cache
def long_texts(language: str = "ru") -> Pool:
    """Return 100 texts of up to 3,000 characters."""
    return filled("long texts", 100, lambda faker: faker.text(3000), language=language)


@cache
def sentences(language: str = "ru") -> Pool:
    """Return 1,000 sentences."""
    return filled("sentences", 1000, lambda faker: faker.sentence(8), language=language)


@cache
def comments(language: str = "ru") -> Pool:
    """Return what fans write under a post, some 300 short texts."""
    short = [start + end for start in _OPENINGS[language] for end in _ENDINGS[language]]
    longer = [f"{short[number % 100]} {text}" for number, text in enumerate(sentences(language).values[:200])]
    return Pool([*short, *longer])


@cache
def cities() -> Pool:
    """Return 150 names of towns, in Russian."""
    return filled("cities", 150, lambda faker: faker.city_name())


@cache
def user_names() -> Pool:
    """Return 500 Latin beginnings of handles, 3 to 18 letters and digits; not unique."""

    def make(faker: Faker) -> str:
        kept = "".join(letter for letter in faker.user_name() if letter.isalnum())
        return (kept + "fan")[:18]

    return filled("user names", 500, make, language="en")


@cache
def display_names() -> Pool:
    """Return 600 names that users show, in both scripts."""
    women = filled("women", 250, lambda f: f"{f.first_name_female()} {f.last_name_female()}")
    men = filled("men", 100, lambda f: f"{f.first_name_male()} {f.last_name_male()[0]}.")
    english = filled("english", 200, lambda f: f"{f.first_name()} {f.last_name()}", language="en")
    fans = filled("fans", 50, lambda f: f"{f.first_name().lower()} ⛸", language="en")
    return Pool([*women.values, *men.values, *english.values, *fans.values])


@cache
def composers() -> Pool:
    """Return composers whose music is skated to."""
    return Pool(_COMPOSERS)


@cache
def works() -> Pool:
    """Return titles of music."""
    return Pool(_WORKS)
