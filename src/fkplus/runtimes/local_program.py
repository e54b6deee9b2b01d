"""How a program is run to its end on this machine as the daemons' user, with a deadline."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Timer

from fkplus.model.errors import CommandFailed
from fkplus.runtimes.base import Result
from fkplus.runtimes.daemon_user import DaemonUser

_LINES_KEPT = 200


def run(
    user: DaemonUser,
    argv: Sequence[str | Path],
    *,
    seconds: float,
    on_line: Callable[[str], None] | None = None,
    environment: dict[str, str] | None = None,
) -> Result:
    """Run `argv` as `user`; see Runtime.run. A program is never left running, whatever `on_line` raises."""
    if on_line is None:
        result = user.run(argv, seconds=seconds, environment=environment)
        return Result(result.returncode, (result.stdout + result.stderr).splitlines())
    with user.spawn(argv, output=PIPE, environment=environment) as process:
        return _follow(process, argv, seconds, on_line)


def _follow(
    process: Popen[bytes], argv: Sequence[str | Path], seconds: float, on_line: Callable[[str], None]
) -> Result:
    kept: deque[str] = deque(maxlen=_LINES_KEPT)
    late = Timer(seconds, process.kill)
    late.start()
    try:
        assert process.stdout is not None
        for line in process.stdout:
            kept.append(line.decode(errors="replace").rstrip("\n"))
            on_line(kept[-1])
        process.wait()
    except BaseException:
        # SIGTERM first: a backup that is told to end leaves no half-written state and frees its lock.
        process.terminate()
        with suppress(Exception):
            process.wait(timeout=10)
        process.kill()
        raise
    finally:
        in_time = late.is_alive()
        late.cancel()
    if not in_time:
        raise CommandFailed(f"{argv[0]} did not end within {seconds:.0f} s", log_lines=list(kept)[-20:])
    return Result(process.returncode, list(kept))
