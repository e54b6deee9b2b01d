"""How PostgreSQL's own programs get a password: in a file that only we can read, for as long as they run."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def password_file(password: str) -> Iterator[Mapping[str, str]]:
    """Yield the environment variable that names a password file of mode 0600, which goes with the block.

    https://www.postgresql.org/docs/current/libpq-pgpass.html
    """
    with tempfile.TemporaryDirectory(prefix="fkplus-pgpass-") as directory:
        path = Path(directory) / "pgpass"
        path.touch(mode=0o600)
        escaped = password.replace("\\", r"\\").replace(":", r"\:")
        path.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
        yield {"PGPASSFILE": str(path)}
