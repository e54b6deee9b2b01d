"""The container engine of the tests: the one that runs, else one started for them and ended after them."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from running import CHECKOUT

from fkplus.model.errors import CommandFailed
from fkplus.runtimes.containers import compose_image

_SECONDS = 60


@dataclass
class Engine:
    """`process` None: somebody else's, which tests leave alone."""

    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start dockerd and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(["dockerd"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + _SECONDS
        while not answers():
            assert self.process.poll() is None, self.log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < deadline, "dockerd does not answer"
            time.sleep(0.2)

    def kill(self) -> None:
        """Kill dockerd as a crash would: containers are left to its shims."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=_SECONDS)
        # Its containerd ends with it. Where nobody reaps orphans it stays a zombie, which the next dockerd
        # takes for a running one and waits for.
        time.sleep(2)
        Path("/run/docker/containerd/containerd.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it in good order, if it is ours."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=_SECONDS)


def docker(*words: str) -> str:
    return subprocess.run(
        ["docker", *words], capture_output=True, text=True, check=True, timeout=_SECONDS
    ).stdout.strip()


def answers() -> bool:
    return subprocess.run(["docker", "version"], capture_output=True, check=False).returncode == 0


def wanted() -> bool:
    """Tell whether the tests shall use containers."""
    return os.environ.get("FKPLUS_TEST_COMPOSE") == "1"


def obstacle() -> str:
    """Return why no engine can be used here, or an empty string."""
    if not wanted():
        return "they take about 20 minutes: `make test-compose` runs them"
    if shutil.which("docker") is None:
        return "there is no container engine: `make engine` installs docker.io"
    if answers():
        return ""
    if os.geteuid() != 0 or shutil.which("dockerd") is None:
        return "no container engine answers, and only root can start one"
    return ""


@contextmanager
def running_engine(log: Path) -> Iterator[Engine]:
    """Yield an engine that has the image."""
    engine = Engine(log)
    if not answers():
        engine.start()
    try:
        # Here, for it takes minutes, longer than a command of the tests may.
        try:
            compose_image.ensure(compose_image.name())
        except CommandFailed:
            # As where no registry can be reached.
            subprocess.run([CHECKOUT / "setup" / "image" / "offline.sh"], check=True, timeout=900)
            compose_image.ensure(compose_image.name())
        yield engine
    finally:
        engine.stop()
