"""Which page of the dictionary does a table, view or function belong to? domains.toml answers."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources import files

from fkplus.database.dictionary.catalogue import Catalogue, Function, Relation
from fkplus.model.errors import BadInput

_HINT = "name it in src/fkplus/database/dictionary/domains.toml, then run `make golden`"


@dataclass(frozen=True)
class Domain:
    """One page. Names are patterns (`*`); each list of `diagrams` names the tables of one picture."""

    page: str
    title: str
    about: str
    diagrams: tuple[tuple[str, ...], ...]
    views: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """What stands on one page: its domain, the tables of each picture, and the rest."""

    domain: Domain
    pictures: tuple[tuple[Relation, ...], ...]
    views: tuple[Relation, ...]
    functions: tuple[Function, ...]

    @property
    def tables(self) -> tuple[Relation, ...]:
        """The tables of all pictures, by name."""
        return tuple(sorted((t for picture in self.pictures for t in picture), key=lambda t: bare(t.name)))


def load() -> tuple[Domain, ...]:
    """Return the domains in the order of the file."""
    text = files(__package__).joinpath("domains.toml").read_text(encoding="utf-8")
    return tuple(
        Domain(
            page,
            given["title"],
            given["about"],
            tuple(tuple(names) for names in given["diagrams"]),
            tuple(given.get("views", ())),
            tuple(given.get("functions", ())),
        )
        for page, given in tomllib.loads(text).items()
    )


def bare(name: str) -> str:
    """Return a name without its schema."""
    return name.rpartition(".")[2]


def arrange(catalogue: Catalogue, domains: Sequence[Domain]) -> tuple[Page, ...]:
    """Put everything on its page, empty pages left out; raises BadInput for what has no page or two.

    A function that a trigger calls goes with the first table that has the trigger.
    """
    pictures = {(domain.page, str(n)): names for domain in domains for n, names in enumerate(domain.diagrams)}
    views = {(domain.page, ""): domain.views for domain in domains}
    functions = {(domain.page, ""): domain.functions for domain in domains}
    placed: dict[tuple[str, str], list[Relation]] = {}
    called: dict[str, str] = {}
    for relation in catalogue.relations:
        place = _place(relation.name, views if relation.is_view else pictures)
        placed.setdefault(place, []).append(relation)
        for trigger in relation.triggers:
            called.setdefault(trigger.function, place[0])
    homes = {f: called.get(f.name) or _place(f.name, functions)[0] for f in catalogue.functions}
    pages = (
        Page(
            domain,
            tuple(tuple(placed[key]) for key in pictures if key[0] == domain.page and key in placed),
            tuple(placed.get((domain.page, ""), ())),
            tuple(f for f, home in homes.items() if home == domain.page),
        )
        for domain in domains
    )
    return tuple(page for page in pages if page.pictures or page.views or page.functions)


def _place(name: str, patterns: Mapping[tuple[str, str], Sequence[str]]) -> tuple[str, str]:
    exact = [place for place, names in patterns.items() if bare(name) in names]
    found = exact or [p for p, names in patterns.items() if any(fnmatchcase(bare(name), n) for n in names)]
    if len(found) != 1:
        where = " and ".join(page for page, _ in found) or "no page"
        raise BadInput(f"the data dictionary has {where} for {name}", _HINT)
    return found[0]
