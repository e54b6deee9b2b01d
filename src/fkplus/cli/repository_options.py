"""Which file says that the repository is in an object store, and what may stand in it."""

import re
from collections.abc import Mapping
from pathlib import Path

from fkplus.model.errors import BadInput
from fkplus.model.secrets import Secret

VARIABLE = "BACKUP_REPOSITORY_OPTIONS"

_OPTION = re.compile(r"repo1-[a-z0-9-]+")
# They follow from other variables, or would make a backup something else than what the commands expect.
_OURS = ("repo1-retention-", "repo1-cipher-", "repo1-bundle", "repo1-block", "repo1-hardlink")


def read(path: Path) -> Mapping[str, Secret]:
    """Return pgBackRest's options for its first repository, as lines `repo1-...=value` of a file.

    All values count as secret, because some are. Raises BadInput naming the file and the line.
    """
    try:
        lines = path.expanduser().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{VARIABLE}={path} can't be read: {error}", "it takes a file") from error
    options = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, separator, value = (part.strip() for part in line.partition("="))
        if not separator or not value or not _OPTION.fullmatch(name):
            raise BadInput(f"{path}:{number} is no line `repo1-option=value`", "see docs/backups.md")
        if name.startswith(_OURS):
            raise BadInput(f"{path}:{number}: {name} is set by fkplus itself", "leave it out")
        options[name] = Secret(value)
    if "repo1-type" not in options:
        raise BadInput(f"{path} has no repo1-type", "such as repo1-type=s3; see docs/backups.md")
    return options
