"""How secrets are carried and where they may appear: never in a repr, never in a rendered file on show."""

import re
import secrets as random_source
import string
from collections.abc import Mapping
from dataclasses import dataclass

# Letters and digits only: safe in YAML, in a URI and in a connection string without any quoting.
_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 32

_PLACEHOLDER = re.compile(r"\{\{secret:([a-z0-9_:-]+)\}\}")


@dataclass(frozen=True)
class Secret:
    """A text that must not show in reprs, logs or tracebacks; `reveal()` gives it."""

    _text: str

    def reveal(self) -> str:
        """Return the secret text."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__


def generate() -> Secret:
    """Make a new secret of 32 letters and digits (190 bits)."""
    return Secret("".join(random_source.choice(_ALPHABET) for _ in range(_LENGTH)))


def placeholder(name: str) -> str:
    """Return what stands for the secret `name` in a rendered file until the file is put in its place."""
    return f"{{{{secret:{name}}}}}"


def fill(text: str, known: Mapping[str, Secret]) -> str:
    """Replace every placeholder in `text`; raises KeyError for a secret that is not in `known`."""
    return _PLACEHOLDER.sub(lambda match: known[match.group(1)].reveal(), text)
