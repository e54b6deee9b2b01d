"""How is Flyway run in a process of its own, and what did it answer?

A JVM that hangs, crashes or eats memory must not take the command line with it, and can be killed in time.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Self

import fkplus
from fkplus.database.migrations import Version
from fkplus.model.errors import CommandFailed, FkplusError, NotReady

PROGRESS = "progress: "
_KEPT_LINES = 40
_OLDEST_JAVA = 17
# Variables that change what a JVM or Flyway does; a person's settings for other work must not reach this run.
_FOREIGN = re.compile(r"FLYWAY_.*|_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|PYTHON.*")


@dataclass(frozen=True)
class Request:
    """What the child is asked to do; goes through its standard input, because it holds the password."""

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)
    driver_properties: Mapping[str, str]
    schema_dir: str
    target: str | None
    has_failed_rows: bool
    lock_seconds: int


@dataclass(frozen=True)
class Failure:
    """Why Flyway stopped, in its own words; `sqlstates` are those of the whole chain of causes."""

    message: str
    sqlstates: tuple[str, ...] = ()
    script: str = ""
    line: int = 0
    details: tuple[str, ...] = ()


class Flyway:
    """A child that runs migrations one after the other, started by the first one or by `begin`.

    Most of a short run is the start of its JVM, and `up` migrates in as many steps as there are seeds. Use it
    in a `with` statement, which ends the child.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._kept: deque[str] = deque(maxlen=_KEPT_LINES)
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def begin(self) -> None:
        """Start the child, so that its JVM is there when it is needed; raises FkplusError without Java."""
        if self._child is None:
            self._start()

    def run(self, request: Request, *, seconds: float, progress: Callable[[str], None]) -> Failure | None:
        """Run one migration in the child; None when it did all its work.

        Raises NotReady when the child was killed after `seconds`, CommandFailed when it died without answer.
        """
        child = self._child or self._start()
        timer = threading.Timer(max(seconds, 0.0), child.kill)
        timer.start()
        try:
            answer = _talk(child, request, progress)
        finally:
            timed_out = not timer.is_alive()
            timer.cancel()
        if answer is not None:
            return _failure(answer)
        code = self._end()
        if timed_out:
            raise NotReady(
                f"Flyway did not finish within {seconds:.0f} s and was stopped",
                "what it had committed is recorded; repeating the command goes on from there",
                log_lines=list(self._kept),
            )
        raise CommandFailed(f"Flyway ended without an answer (exit code {code})", log_lines=list(self._kept))

    def _start(self) -> subprocess.Popen[str]:
        self._kept.clear()
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "fkplus.database.flyway.jvm", java_library(), *flyway_jars()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            cwd="/",
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        assert child.stderr is not None
        self._child = child
        # Read all the time: a JVM that fills the pipe would wait for ever.
        self._reader = threading.Thread(target=self._keep, args=(child.stderr,), daemon=True)
        self._reader.start()
        return child

    def _keep(self, stderr: IO[str]) -> None:
        self._kept.extend(text for line in stderr if (text := line.rstrip()))

    def _end(self) -> int:
        """End the child if there is one; returns its exit code."""
        child, self._child = self._child, None
        if child is None:
            return 0
        # A killed child may leave a request that can't be flushed.
        with contextlib.suppress(BrokenPipeError), child:
            assert child.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                child.stdin.close()
            child.kill()
            child.wait()
            if self._reader:
                self._reader.join()
        return child.returncode


def java_library() -> Path:
    """Return libjvm.so of JAVA_HOME or else of the oldest Java under /usr/lib/jvm that is new enough.

    Raises FkplusError when there is none.
    """
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    installed = [(_java_version(home), home) for home in sorted(Path("/usr/lib/jvm").glob("*"))]
    homes += [home for _, home in sorted(installed)]
    for home in homes:
        library = home / "lib" / "server" / "libjvm.so"
        if _java_version(home) >= _OLDEST_JAVA and library.is_file():
            return library
    raise FkplusError(f"there is no Java {_OLDEST_JAVA} or later", "make setup")


def flyway_jars() -> tuple[str, ...]:
    """Return the jars of FKPLUS_FLYWAY_HOME or of the newest .tools/flyway-* in the checkout.

    Raises FkplusError when there are none.
    """
    given = os.environ.get("FKPLUS_FLYWAY_HOME")
    folders = (
        [Path(given)]
        if given
        else sorted(_source_root().parent.glob(".tools/flyway-[0-9]*"), key=_version_of)
    )
    jars = sorted(str(jar) for jar in folders[-1].glob("*.jar")) if folders else []
    if not jars:
        raise FkplusError(f"Flyway is not there{f' ({given})' if given else ''}", "make setup")
    return tuple(jars)


def _talk(child: subprocess.Popen[str], request: Request, progress: Callable[[str], None]) -> str | None:
    """Hand over a request and pass its progress on; returns the answer, None when the child died instead."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(json.dumps(asdict(request)) + "\n")
        child.stdin.flush()
    except BrokenPipeError:
        return None  # What it said about its end follows on stderr.
    for line in child.stdout:
        if not line.startswith(PROGRESS):
            return line
        progress(line.removeprefix(PROGRESS).rstrip())
    return None


def _failure(answer: str) -> Failure | None:
    facts = json.loads(answer)
    if facts is None:
        return None
    return Failure(
        facts["message"], tuple(facts["sqlstates"]), facts["script"], facts["line"], tuple(facts["details"])
    )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not _FOREIGN.fullmatch(name)}
    # In the C locale Java can't open a path with letters outside ASCII.
    return kept | {
        "PYTHONPATH": str(_source_root()),
        "LC_ALL": "C.UTF-8",
        "REDGATE_DISABLE_TELEMETRY": "true",
    }


def _source_root() -> Path:
    return Path(fkplus.__file__).resolve().parents[1]


def _version_of(folder: Path) -> Version:
    return Version.parse(folder.name.removeprefix("flyway-"))


def _java_version(home: Path) -> int:
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    match = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    return int(match[1]) if match else 0
