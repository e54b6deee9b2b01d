"""Where things lie on this machine, and whether that place can hold a cluster."""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from fkplus.model.cluster import Layout
from fkplus.model.errors import BadInput
from fkplus.runtimes.daemon_user import DaemonUser, operators

# Newest first; DESIGN section 3.
POSTGRESQL_VERSIONS = (18, 17, 16, 15)
_POSTGRESQL_ROOT = Path("/usr/lib/postgresql")

# The longest socket name that lies in the run directory is `.s.PGSQL.NNNNN.lock`, and a Unix
# socket's path may have at most 107 bytes (unix(7)).
_LONGEST_RUN_PATH = 107 - len("/.s.PGSQL.65535.lock")

# Three copies of an empty cluster with their WAL are about 300 MB; below this the first seed fills it.
NEEDED_MEBIBYTES = 1024
_MEBIBYTE = 1024 * 1024
_ASK_SECONDS = 10.0


def local_layout(home: Path, user: DaemonUser) -> Layout:
    """Return the layout under `home`; raises BadInput when there is no PostgreSQL server program."""
    return Layout(
        home=home,
        run=_run_directory(home),
        python=home / "env" / "bin" / "python",
        postgresql_bin=_postgresql_bin(home),
        operators=operators(user),
        collectors=_collectors(),
    )


def check_home(home: Path, user: DaemonUser) -> None:
    """Raise BadInput when `home` can't be made, entered by the daemons, or has too little space."""
    if ";" in str(home) or "#" in str(home):
        # supervisord takes them for the beginning of a comment.
        raise BadInput(f"FKPLUS_HOME={home} has a ; or # in it", "name another directory")
    check_place(home)
    _check_entry(home, user)


def check_place(home: Path) -> None:
    """Raise BadInput when `home` can't be made or has too little space."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = tempfile.NamedTemporaryFile(dir=home, prefix=".writable-")  # noqa: SIM115
        probe.close()
    except OSError as error:
        raise BadInput(
            f"FKPLUS_HOME={home} is not writable: {error.strerror}", "name another directory"
        ) from error
    free = shutil.disk_usage(home).free // _MEBIBYTE
    if free < NEEDED_MEBIBYTES and not (home / "data").exists():
        raise BadInput(
            f"FKPLUS_HOME={home} has {free} MiB free; a new cluster needs {NEEDED_MEBIBYTES}",
            "free some space or name another directory",
        )


def _check_entry(home: Path, user: DaemonUser) -> None:
    for place in reversed(home.parents):
        if user.run(["test", "-x", place], seconds=10).returncode != 0:
            raise BadInput(
                f"FKPLUS_HOME={home}: the daemons run as {user.name}, who can't enter {place}",
                "name a directory that this user can reach, for instance below /var/lib",
            )


def check_socket_path(run: Path) -> None:
    """Raise BadInput where the name of a Unix socket in `run` would be too long."""
    if len(str(run).encode()) > _LONGEST_RUN_PATH:
        raise BadInput(
            f"{run} is too long for a socket's directory: {_LONGEST_RUN_PATH} bytes at most",
            "name a shorter FKPLUS_HOME",
        )


def _run_directory(home: Path) -> Path:
    inside = home / "run"
    if len(str(inside).encode()) <= _LONGEST_RUN_PATH:
        return inside
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    # Not TMPDIR: two shells may have two of them, and the cluster has one place.
    return Path("/tmp") / f"fkplus-{digest}"  # noqa: S108


def _postgresql_bin(home: Path) -> Path:
    """Return the programs of the version that made the data in `home`, else of the newest installed one.

    A data directory can be opened by its own major version only; PG_VERSION in it says which.
    """
    made_by = {int(path.read_text(encoding="utf-8")) for path in home.glob("data/*/PG_VERSION")}
    for version in sorted(made_by, reverse=True) or POSTGRESQL_VERSIONS:
        directory = _POSTGRESQL_ROOT / str(version) / "bin"
        if (directory / "initdb").exists():
            return directory
    if made_by:
        raise BadInput(
            f"the data in {home} need PostgreSQL {max(made_by)}, which is not installed",
            f"install the package postgresql-{max(made_by)}",
        )
    raise BadInput(f"no PostgreSQL server under {_POSTGRESQL_ROOT}", "run `make run`, which installs it")


def _collectors() -> tuple[str, ...]:
    """Return the collectors that this machine's postgres_exporter knows; none where it is not installed."""
    try:
        answer = subprocess.run(
            ["prometheus-postgres-exporter", "--help"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_ASK_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(re.findall(r"--(?:\[no-\])?collector\.(\w+)", answer.stdout + answer.stderr))
