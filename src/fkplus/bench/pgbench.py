"""How pgbench is run on one address, and what it says: transactions per second and their times.

pgbench comes with the server's programs (https://www.postgresql.org/docs/current/pgbench.html).
"""

import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fkplus.database.dsn import Dsn
from fkplus.model.errors import BadInput, CommandFailed
from fkplus.runtimes.files import replace_text

_SLACK_SECONDS = 60
_THREADS = 2
_RATE = re.compile(r"^tps = ([0-9.]+) \(without initial connection time\)$", re.MULTILINE)


@dataclass(frozen=True)
class Load:
    """Which transaction how many clients repeat for how many seconds.

    With a `rate`, so many a second are due in all, at random moments, whoever is free begins them, and their
    times count from when they were due (https://www.postgresql.org/docs/current/pgbench.html, --rate).
    """

    script: Path
    clients: int
    seconds: int
    rate: float | None = None


@dataclass(frozen=True)
class Transaction:
    """One transaction: how long it took, and when it ended in seconds since 1970."""

    seconds: float
    ended: float


@dataclass(frozen=True)
class Throughput:
    """What one run came to; times are those of a transaction, from its first statement to its commit."""

    per_second: float
    median_ms: float
    p95_ms: float


def found(programs: Path) -> Path:
    """Return the pgbench of the server's `programs`, or this machine's; BadInput where there is none."""
    own = programs / "pgbench"
    # The server's programs may be in a container.
    other = None if own.exists() else shutil.which(own.name)
    if not own.exists() and other is None:
        raise BadInput("there is no pgbench on this machine", "on Debian the package postgresql has it")
    return Path(other) if other else own


def throughput(program: Path, place: Dsn, load: Load) -> Throughput:
    """Run pgbench and sum it up; raises CommandFailed when a client could not go on."""
    return summed_up(*_run(program, place, load))


def transactions(program: Path, place: Dsn, load: Load) -> Sequence[Transaction]:
    """Run pgbench and return every transaction; raises CommandFailed when a client could not go on."""
    return timed(_run(program, place, load)[1])


def _run(program: Path, place: Dsn, load: Load) -> tuple[str, Sequence[str]]:
    """Return what pgbench printed, and the lines of its logs."""
    with tempfile.TemporaryDirectory(prefix="fkplus-bench-") as directory:
        passwords, log = Path(directory, "pgpass"), Path(directory, "log")
        # Not in the arguments and not in the environment: both can be read by others of the machine.
        replace_text(passwords, f"{place.host}:{place.port}:*:{place.role}:{place.password.reveal()}\n")
        ended = subprocess.run(
            arguments(program, place, load, log),
            env={"PATH": os.environ.get("PATH", ""), "PGPASSFILE": str(passwords), "PGCONNECT_TIMEOUT": "5"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=load.seconds + _SLACK_SECONDS,
            check=False,
        )
        if ended.returncode != 0:
            raise CommandFailed(
                f"pgbench on {place.host}:{place.port} did not end well",
                "see `fkplus status`: the primary must stay where it is meanwhile",
                log_lines=ended.stderr.splitlines()[-5:],
            )
        lines = [line for path in sorted(Path(directory).glob("log.*")) for line in _lines(path)]
    return ended.stdout, lines


def arguments(program: Path, place: Dsn, load: Load, log: Path) -> Sequence[str]:
    """Return the argv of one run: prepared statements, no vacuum, a line for each transaction in `log`.*."""
    return [
        str(program),
        "--no-vacuum",
        "--protocol=prepared",
        f"--client={load.clients}",
        f"--jobs={_THREADS}",
        f"--time={load.seconds}",
        f"--file={load.script}",
        *(() if load.rate is None else (f"--rate={load.rate:g}",)),
        "--log",
        f"--log-prefix={log}",
        place.shown(),
    ]


def timed(log: Sequence[str]) -> Sequence[Transaction]:
    """Read the log's lines: client, number, microseconds, script, the end's seconds and microseconds."""
    words = [line.split() for line in log]
    return [Transaction(int(word[2]) / 1e6, int(word[4]) + int(word[5]) / 1e6) for word in words]


def summed_up(printed: str, log: Sequence[str]) -> Throughput:
    """Sum up what pgbench printed and logged; raises CommandFailed when there is no rate in it."""
    rate = _RATE.search(printed)
    if rate is None or not log:
        raise CommandFailed("pgbench told no rate", log_lines=printed.splitlines()[-5:])
    milliseconds = [transaction.seconds * 1000 for transaction in timed(log)]
    cuts = statistics.quantiles(milliseconds, n=20) if len(milliseconds) > 1 else milliseconds
    return Throughput(float(rate[1]), statistics.median(milliseconds), cuts[-1])


def _lines(path: Path) -> Sequence[str]:
    return path.read_text(encoding="utf-8").splitlines()
