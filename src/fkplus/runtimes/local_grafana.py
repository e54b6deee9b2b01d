"""Where Grafana is on this machine, if anywhere: no distribution of ours has it."""

import os
import shutil
from pathlib import Path

import fkplus
from fkplus.model.errors import BadInput

# setup/grafana.sh puts it there: for root where the daemons' user can read it, else into the checkout.
VERSION = "12.4.3"
_PROGRAM = Path("bin/grafana")
_FOR_ALL = Path("/usr/local/lib/fkplus")
_CHECKOUT = Path(fkplus.__file__).resolve().parents[2]
# Grafana's own Debian package.
_PACKAGED = Path("/usr/share/grafana")


def find(given: Path | None) -> Path | None:
    """Return Grafana's directory (`--homepath`): the one given, else one on the PATH, else the one fetched.

    Raises BadInput where `given` holds none. None: there is no Grafana here.
    """
    if given is not None:
        if not _is_home(given):
            raise BadInput(
                f"GRAFANA_HOME={given} has no bin/grafana", "name the directory of Grafana 9.4 or later"
            )
        return given
    return next((place for place in _places() if _is_home(place)), None)


def _places() -> list[Path]:
    on_path = shutil.which(_PROGRAM.name)
    # A link leads to bin/ of the directory; the Debian package's program is a script beside another place.
    beside = [Path(on_path).resolve().parents[1]] if on_path else []
    fetched = _FOR_ALL if os.geteuid() == 0 else _CHECKOUT / ".tools"
    return [*beside, _PACKAGED, fetched / f"grafana-{VERSION}"]


def _is_home(place: Path) -> bool:
    return (place / _PROGRAM).is_file() and (place / "conf" / "defaults.ini").is_file()
