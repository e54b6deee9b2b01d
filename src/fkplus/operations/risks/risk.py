"""What a risk is, and the words that several of them share."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Risk:
    """What is wrong or would not survive, on which node, unit or slot, and what to do next."""

    what: str
    where: str
    next: str


def mebibytes(count: int) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{count // MEBIBYTE:,} MiB"


def read_the_log(node: str) -> str:
    """Return the command that shows what Patroni and PostgreSQL of a node said."""
    return f"`fkplus logs patroni-{node}`"
