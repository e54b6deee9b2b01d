"""How two commands are kept from changing the same cluster at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fkplus.model.errors import FkplusError
from fkplus.runtimes.file_lock import held


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Hold the lock of FKPLUS_HOME; raises FkplusError at once when another command holds it."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)

    def busy(holder: str) -> FkplusError:
        return FkplusError(
            f"another fkplus command (pid {holder}) is changing the cluster in {home}",
            "wait for it to end",
        )

    with held(home / "lock", busy):
        yield
