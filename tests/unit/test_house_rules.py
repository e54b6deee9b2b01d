"""What the rules say of files, words and documentation holds for every tracked file."""

import re
import subprocess
from pathlib import Path

import pytest
import typer

from fkplus.cli.main import app
from fkplus.components import BY_NAME

CHECKOUT = Path(__file__).resolve().parents[2]
MOST_LINES = 400
CODE = (".py", ".sql", ".sh", ".toml")

# Words that the field has replaced; CONTRIBUTING and the glossary name the ones to use.
BANNED = re.compile(r"\b(master|slave)s?\b(?![-\w])", re.IGNORECASE)
# HAProxy's own names of a mode and of its process; ip-link's word for the bridge of an interface.
ALLOWED = ("master-worker", '"master", self.bridge')


def tracked() -> list[Path]:
    """Return the files of the checkout: git's list, or all but what is ignored where git is not to be had."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", CHECKOUT, "ls-files", "-z"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [CHECKOUT / name for name in listing.stdout.split("\0") if name and (CHECKOUT / name).exists()]


def test_no_file_is_too_long() -> None:
    long = [p.name for p in tracked() if p.suffix in CODE and len(p.read_text().splitlines()) > MOST_LINES]
    assert long == []


def test_every_module_says_in_its_first_line_what_it_answers() -> None:
    silent = [
        path.name
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(CHECKOUT / "src")
        and not path.read_text().startswith('"""')
    ]
    assert silent == []


def test_the_words_of_the_glossary_are_used() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in tracked()
        if path.suffix in (*CODE, ".md") and path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if BANNED.search(line) and not any(word in line for word in ALLOWED)
    ]
    assert found == []


def test_lock_files_hold_no_address() -> None:
    for path in (CHECKOUT / "requirements").glob("*.lock"):
        assert "://" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_every_command_is_in_the_table_of_the_readme(readme: str) -> None:
    text = (CHECKOUT / readme).read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert len(commands) > 10
    assert [name for name in commands if not re.search(rf"`[^`]*\b{name}\b[^`]*`", text)] == []


def test_links_of_the_documentation_lead_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in tracked()
        if path.suffix == ".md"
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_runtimes_know_no_component_by_name() -> None:
    for path in (CHECKOUT / "src" / "fkplus" / "runtimes").glob("*.py"):
        text = re.sub(r'""".*?"""|#[^\n]*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not [name for name in BY_NAME if f'"{name}"' in text], path.name
