"""How a running cluster's dynamic configuration follows ours without undoing an operator's edit."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fkplus.components.patroni import wanted_configuration
from fkplus.model.reconcile import reconcile
from fkplus.operations.site import Say, Site
from fkplus.runtimes.files import replace_text

_FILE_NAME = "applied-configuration.json"


def configure(site: Site, say: Say) -> None:
    """Bring the DCS to what we want where nobody else changed it.

    What we set last is remembered in FKPLUS_HOME. Without that memory (the first run, or a lost
    home) what the cluster has now counts as set by us only where it equals what we want.
    """
    path = site.settings.home / _FILE_NAME
    desired = dict(wanted_configuration(site.cluster))
    current = site.api().configuration()
    if current is None:
        return
    applied = _recall(path)
    result = reconcile(current, desired if applied is None else applied, desired)
    for key in result.kept:
        say(f"configuration: {key} was changed by an operator and stays so")
    if result.patch:
        site.api().patch_configuration(result.patch)
        say(f"configuration: changed {', '.join(result.patch)}")
    if applied != desired:
        replace_text(path, json.dumps(desired, indent=2, sort_keys=True))


def _recall(path: Path) -> Mapping[str, Any] | None:
    """Return what we set last; None where that is not known, or no longer readable."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None
