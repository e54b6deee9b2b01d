"""No password shows in a process listing, a log, a rendered file that others could read, or a message."""

import json
import stat
import subprocess
from pathlib import Path

import pytest
from running import CHECKOUT, Fkplus

pytestmark = [pytest.mark.contract, pytest.mark.usefixtures("running")]


def secrets(fkplus: Fkplus) -> list[str]:
    known = json.loads((fkplus.home / "secrets.json").read_text())
    assert len(known) >= 8
    return list(known.values())


def test_the_secret_file_is_private(fkplus: Fkplus) -> None:
    assert stat.S_IMODE((fkplus.home / "secrets.json").stat().st_mode) == 0o600


def test_no_secret_is_in_a_process_listing(fkplus: Fkplus) -> None:
    listing = subprocess.run(["ps", "auxwwe"], capture_output=True, text=True, check=True).stdout
    assert str(fkplus.home) in listing
    assert not [secret for secret in secrets(fkplus) if secret in listing]


def test_no_secret_is_in_a_log(fkplus: Fkplus) -> None:
    logs = [path.read_text(errors="replace") for path in fkplus.home.rglob("*.log")]
    assert any(logs)
    assert not [secret for secret in secrets(fkplus) for text in logs if secret in text]


def test_files_with_secrets_are_private(fkplus: Fkplus) -> None:
    known = secrets(fkplus)
    holders = [
        path for path in _own_files(fkplus.home) if any(secret in path.read_text() for secret in known)
    ]
    assert holders
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in holders)


def test_no_secret_is_in_the_repository(fkplus: Fkplus) -> None:
    tracked = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", CHECKOUT, "grep", "-l", "-F", *_patterns(secrets(fkplus))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tracked.stdout == ""
    assert tracked.returncode == 1


def test_statistics_hold_no_password(fkplus: Fkplus) -> None:
    with fkplus.connect("fkplus_monitor") as connection:
        statements = "\n".join(
            str(row[0]) for row in connection.execute("select query from pg_stat_statements")
        )
    assert "account" in statements
    assert not [secret for secret in secrets(fkplus) if secret in statements]


def _own_files(home: Path) -> list[Path]:
    places = [home, home / "units", home / "data"]
    found = [path for place in places for path in place.glob("*") if path.is_file()]
    return found + [path for path in (home / "units").glob("*/*") if path.is_file()]


def _patterns(texts: list[str]) -> list[str]:
    return [word for text in texts for word in ("-e", text)]
