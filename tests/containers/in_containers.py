"""The command line on a topology of containers, as the tests use it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from running import Fkplus


@dataclass
class Compose(Fkplus):
    """The command line on the topology of containers."""

    topology: Path = Path()

    def run(self, *arguments: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        return super().run("--topology", str(self.topology), *arguments, check=check, **variables)

    def container(self, node: str) -> str:
        return f"fkplus-compose-{self.offset}-{node}"
