"""Where generated secrets are kept: one file of mode 0600 in FKPLUS_HOME, written once per secret."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from fkplus.model.errors import FkplusError
from fkplus.model.secrets import Secret, generate
from fkplus.runtimes.files import replace_text

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


def ensure(
    home: Path, names: Iterable[str], given: Mapping[str, Secret] | None = None
) -> Mapping[str, Secret]:
    """Return all known secrets, after storing those `given` and generating those of `names` that are missing.

    Raises FkplusError when the file is gone while data that need it are there.
    """
    known = load(home)
    if not known and any((*home.glob("data/*/PG_VERSION"), *home.glob("nodes/*/data/*/PG_VERSION"))):
        raise FkplusError(
            f"{home / FILE_NAME} is gone, and the instances in {home} need the passwords in it",
            "restore that file",
        )
    missing = {name: generate() for name in names if name not in known and name not in (given or {})}
    wanted = {**known, **missing, **(given or {})}
    if wanted != known:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        document = {name: secret.reveal() for name, secret in sorted(wanted.items())}
        replace_text(home / FILE_NAME, json.dumps(document, indent=2))
    return wanted
