"""Which database the schema commands work on: the cluster's, or any other one that a URI names."""

from dataclasses import dataclass
from pathlib import Path

from fkplus.model.secrets import Secret
from fkplus.model.settings import Settings


@dataclass(frozen=True)
class Target:
    """A database to migrate, seed or import into, reached as the role that owns its schema.

    `data_places` are directories of this machine on whose disks its data lie, one for each copy; empty where
    that is not known.
    """

    uri: Secret
    settings: Settings
    schema: Path
    data_places: tuple[Path, ...] = ()
