"""How a running cluster's dynamic configuration follows ours without undoing an operator's edit."""

import json
from pathlib import Path

from fkplus.components.dynamic_configuration import dynamic_configuration
from fkplus.model.reconcile import reconcile
from fkplus.operations.site import Say, Site

_FILE_NAME = "applied-configuration.json"


def configure(site: Site, say: Say) -> bool:
    """Bring the DCS to what we want where nobody else changed it; tells whether it had to change.

    What we set last is remembered in FKPLUS_HOME. Without that memory (the first run, or a lost
    home) what the cluster has now counts as set by us only where it equals what we want.
    """
    path = site.settings.home / _FILE_NAME
    desired = dict(dynamic_configuration())
    current = site.api().configuration()
    if current is None:
        return False
    applied = json.loads(path.read_text(encoding="utf-8")) if path.exists() else desired
    result = reconcile(current, applied, desired)
    for key in result.kept:
        say(f"configuration: {key} was changed by an operator and stays so")
    if result.patch:
        site.api().patch_configuration(result.patch)
        say(f"configuration: changed {', '.join(result.patch)}")
    if applied != desired or not path.exists():
        _remember(path, desired)
    return bool(result.patch)


def _remember(path: Path, desired: object) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(desired, indent=2, sort_keys=True), encoding="utf-8")
    fresh.replace(path)
