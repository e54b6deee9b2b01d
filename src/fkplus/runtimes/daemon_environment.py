"""Which Python environment the daemons run in: a copy under FKPLUS_HOME that their user can read.

The checkout may lie in a directory that only root can enter, and a running cluster must not change
under the hands of `git pull`.
"""

import compileall
import hashlib
import os
import shutil
import sys
from pathlib import Path

import fkplus

_STAMP = "fkplus-stamp"
_CODE = Path(fkplus.__file__).parent


def ensure(target: Path) -> bool:
    """Make `target` a copy of the environment we run in; tells whether it had to be made.

    An environment that holds the same packages is left as it is. A new one replaces the old one by
    a rename, so that running daemons never see half of it.
    """
    source = Path(sys.prefix)
    stamp = _fingerprint(source)
    if _read(target / _STAMP) == stamp:
        return False
    fresh = target.with_name(target.name + ".new")
    stale = target.with_name(target.name + ".old")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(stale, ignore_errors=True)
    shutil.copytree(source, fresh, symlinks=True, copy_function=_link)
    _open_to_all(fresh)
    (fresh / _STAMP).write_text(stamp, encoding="utf-8")
    (fresh / _STAMP).chmod(0o644)
    if target.exists():
        target.rename(stale)
    fresh.rename(target)
    shutil.rmtree(stale, ignore_errors=True)
    return True


def ensure_code(target: Path) -> bool:
    """Put a copy of our own code into the environment `target`; tells whether it had to.

    Apart from the packages because it changes with every commit. A process that runs has loaded all that
    it needs; the copy counts from its next start.
    """
    [packages] = target.glob("lib/python*/site-packages")
    place, fresh, stale = (packages / name for name in ("fkplus", "fkplus.new", "fkplus.old"))
    digest = _code_digest()
    if _read(place / _STAMP) == digest:
        return False
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(stale, ignore_errors=True)
    # With the byte code: daemons write none, and without it each start of a unit would compile anew.
    shutil.copytree(_CODE, fresh)
    compileall.compile_dir(fresh, quiet=2)
    _open_to_all(fresh)
    (fresh / _STAMP).write_text(digest, encoding="utf-8")
    (fresh / _STAMP).chmod(0o644)
    # The checkout itself, which may lie where the daemons' user can't go.
    (packages / "fkplus.pth").unlink(missing_ok=True)
    if place.exists():
        place.rename(stale)
    fresh.rename(place)
    shutil.rmtree(stale, ignore_errors=True)
    return True


def _code_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(_CODE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(_CODE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _fingerprint(environment: Path) -> str:
    packages = sorted(path.name for path in environment.glob("lib/python*/site-packages/*.dist-info"))
    return hashlib.sha256("\n".join([sys.version, *packages]).encode()).hexdigest()


def _link(source: str, target: str) -> str:
    # A second name for a symlink would point nowhere new; the real files cost nothing this way.
    if Path(source).is_symlink():
        return shutil.copy2(source, target, follow_symlinks=False)
    try:
        os.link(source, target)
    except OSError:  # another owner's files (fs.protected_hardlinks), or a mount in between
        shutil.copy2(source, target)
    return target


def _open_to_all(environment: Path) -> None:
    for directory, _, files in os.walk(environment):
        _add_read(Path(directory))
        for name in files:
            _add_read(Path(directory) / name)


def _add_read(path: Path) -> None:
    if path.is_symlink():
        return
    mode = path.stat().st_mode & 0o777
    wanted = mode | 0o444 | (0o111 if mode & 0o100 else 0)
    if wanted != mode:
        path.chmod(wanted)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
