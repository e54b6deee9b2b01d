"""Which system user the daemons are, and how files and processes come to belong to it."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fkplus.model.errors import BadInput, CommandFailed

# PostgreSQL refuses to run as root (pg_ctl, initdb); the Debian package brings this user.
_ROOTS_STAND_IN = "postgres"

# Nothing of the caller's environment (proxies, PYTHON*, PG*) may change what a daemon does.
MINIMAL_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONNOUSERSITE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


@dataclass(frozen=True)
class DaemonUser:
    """A system user; `switch` is true when we have to change to it to start a daemon."""

    name: str
    uid: int
    gid: int
    switch: bool

    def own(self, path: Path) -> None:
        """Give `path` itself (not what is below it) to the user."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def make_directory(self, directory: Path) -> None:
        """Make a directory that only the user can enter; raises BadInput where it is somebody else's."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if directory.stat().st_uid not in (self.uid, os.geteuid()):
            raise BadInput(f"{directory} belongs to another user", f"remove it, or own it as {self.name}")
        directory.chmod(0o700)
        self.own(directory)

    def run(
        self, argv: Sequence[str | Path], *, seconds: float, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as the user, without a terminal and with `environment` as the whole environment.

        Raises CommandFailed when it does not end within `seconds`; a bad exit code is the caller's.
        """
        groups = os.getgrouplist(self.name, self.gid)
        try:
            return subprocess.run(
                [str(word) for word in argv],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds,
                env=environment or MINIMAL_ENVIRONMENT,
                cwd="/",
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=groups if self.switch else None,
            )
        except subprocess.TimeoutExpired:
            raise CommandFailed(f"{argv[0]} did not end within {seconds:.0f} s") from None

    def spawn(
        self,
        argv: Sequence[str | Path],
        *,
        output: int = subprocess.DEVNULL,
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program as the user and leave it running; the caller ends it.

        `output`, for both streams, is subprocess.DEVNULL, subprocess.PIPE or a file's descriptor;
        `environment` as in `run`.
        """
        groups = os.getgrouplist(self.name, self.gid)
        return subprocess.Popen(
            [str(word) for word in argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment or MINIMAL_ENVIRONMENT,
            cwd="/",
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=groups if self.switch else None,
        )


def daemon_user() -> DaemonUser:
    """Return the user of the daemons: ourselves, or for root the system user `postgres`.

    Raises BadInput for root on a machine without that user.
    """
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return DaemonUser(me.pw_name, me.pw_uid, me.pw_gid, switch=False)
    try:
        entry = pwd.getpwnam(_ROOTS_STAND_IN)
    except KeyError:
        raise BadInput(
            "root can't run PostgreSQL, and there is no system user `postgres`",
            "install PostgreSQL with `make run`, or run as an ordinary user",
        ) from None
    return DaemonUser(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)


def operators(user: DaemonUser) -> tuple[str, ...]:
    """Return the system users who may maintain the instances through the Unix socket."""
    return (user.name, "root") if user.switch else (user.name,)
