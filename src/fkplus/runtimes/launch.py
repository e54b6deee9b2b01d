"""Which argv starts a unit: the same in every runtime, so that what the launcher adds exists in each."""

from collections.abc import Sequence

from fkplus.model.cluster import Layout
from fkplus.model.program import Program


def launched(layout: Layout, program: Program) -> Sequence[str]:
    """Return the argv of the launcher, told what to become or to guard."""
    # -P: the directory that it is started in must not be searched for modules.
    launcher = [str(layout.python), "-P", "-m", "fkplus.launcher"]
    return [*launcher, *program.launch_options, "--", *program.command]
