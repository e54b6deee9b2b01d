"""Which database the schema commands work on: the cluster's, or any other one that a URI names."""

from dataclasses import dataclass
from pathlib import Path

from fkplus.model.secrets import Secret
from fkplus.model.settings import Settings


@dataclass(frozen=True)
class Target:
    """A database to migrate, seed or import into, reached as the role that owns its schema."""

    uri: Secret
    settings: Settings
    schema: Path
