"""What a unit's process starts with: `python -m fkplus.launcher [OPTIONS] -- COMMAND...`.

Without --patroni the launcher sets the stage and turns into COMMAND. With it, it stays as the parent
of COMMAND, which is Patroni with the configuration FILE.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from fkplus.launcher import stage


def main(arguments: Sequence[str]) -> int:
    """Launch one unit; returns the exit code."""
    parser = argparse.ArgumentParser(prog="fkplus.launcher")
    parser.add_argument(
        "--patroni", type=Path, metavar="FILE", help="guard the Patroni of this configuration"
    )
    parser.add_argument(
        "--environment",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a variable for COMMAND; anyone on the machine can read VALUE, so no secret",
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    options = parser.parse_args(arguments)
    if wrong := [setting for setting in options.environment if "=" not in setting]:
        parser.error(f"{wrong[0]!r} is not NAME=VALUE")
    stage.empty_input()
    os.environ.update(setting.split("=", 1) for setting in options.environment)
    if options.patroni is None:
        stage.become(options.command)
    # Imported here: units that need no guard shall not wait for it.
    from fkplus.launcher.guard import Guard  # noqa: PLC0415
    from fkplus.launcher.unit import read  # noqa: PLC0415

    Guard(read(options.patroni), options.command).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
