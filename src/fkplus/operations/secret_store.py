"""Where generated secrets are kept: one file of mode 0600 in FKPLUS_HOME, written once per secret."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from fkplus.model.errors import FkplusError
from fkplus.model.secrets import Secret, generate

FILE_NAME = "secrets.json"


def load(home: Path) -> Mapping[str, Secret]:
    """Return all known secrets; raises FkplusError when the file is damaged."""
    path = home / FILE_NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): Secret(str(text)) for name, text in document.items()}
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise FkplusError(
            f"{path} is not yours to read", "run the command as the user who ran `up`"
        ) from error
    except (OSError, ValueError, AttributeError) as error:
        raise FkplusError(
            f"{path} can't be read: {error}", "restore the file: the roles' passwords are in it"
        ) from error


def ensure(home: Path, names: Iterable[str]) -> Mapping[str, Secret]:
    """Return all known secrets, after generating those of `names` that are missing."""
    known = dict(load(home))
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: generate() for name in missing}
        _write(home / FILE_NAME, known)
    return known


def _write(path: Path, known: Mapping[str, Secret]) -> None:
    """Replace the file by a rename: a crash leaves the old or the new one, never half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({name: secret.reveal() for name, secret in sorted(known.items())}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
