"""How a database is copied beside itself for a while: by its files, or in use, by dump and restore."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from fkplus.database.password_file import password_file
from fkplus.database.temporary import DatabaseInUse, temporary_database
from fkplus.model.errors import CommandFailed, FkplusError
from fkplus.model.secrets import Secret

_SECONDS = 3600


@contextmanager
def copied_database(uri: Secret, name: str, say: Callable[[str], None]) -> Iterator[Secret]:
    """Copy the database of `uri` to `name` on the same server, yield its connection string, and drop it.

    CREATE DATABASE copies files, but only while nobody is connected to the source. Raises CommandFailed
    where a dump can't be restored.
    """
    source = str(conninfo_to_dict(uri.reveal())["dbname"])
    try:
        with temporary_database(uri, name, source) as copy:
            yield copy
            return
    except DatabaseInUse:
        say(f"others are connected to {source}: copying it by dump and restore")
    with temporary_database(uri, name) as copy:
        _restore(uri, copy)
        yield copy


def _restore(source: Secret, copy: Secret) -> None:
    """Stream a dump of `source` into the empty database `copy`."""
    password = str(conninfo_to_dict(source.reveal()).get("password") or "")
    with password_file(password) as variables, TemporaryFile() as said:
        environment = {**os.environ, **variables}
        try:
            dump = subprocess.Popen(
                ["pg_dump", "--format=custom", "--compress=0", _shown(source)],
                stdout=subprocess.PIPE,
                stderr=said,
                env=environment,
            )
        except FileNotFoundError:
            raise FkplusError(
                "there is no pg_dump on the PATH", "run `make run`, which installs it"
            ) from None
        with dump:
            try:
                restored = subprocess.run(
                    ["pg_restore", "--exit-on-error", f"--dbname={_shown(copy)}"],
                    stdin=dump.stdout,
                    stderr=said,
                    env=environment,
                    check=False,
                    timeout=_SECONDS,
                ).returncode
                failed = restored or dump.wait(timeout=_SECONDS)
            finally:
                dump.kill()
        if failed:
            said.seek(0)
            lines = said.read().decode(errors="replace").splitlines()
            raise CommandFailed("the copy could not be restored", log_lines=lines[-10:])


def _shown(uri: Secret) -> str:
    """Return a connection string without its password, fit for an argument list."""
    parts = {name: str(value) for name, value in conninfo_to_dict(uri.reveal()).items() if name != "password"}
    return make_conninfo("", **parts)
