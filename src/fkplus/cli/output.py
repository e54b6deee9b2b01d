"""How results reach a person or a program: facts on stdout, progress and errors on stderr."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from fkplus.model.errors import FkplusError

_stderr = Console(stderr=True, highlight=False)
# Where no terminal says how wide it is, a table shall not be squeezed into 80 columns.
_stdout = Console(highlight=False, width=None if sys.stdout.isatty() else 160)


class Progress:
    """Says each step on stderr with the seconds since the start; a plain line where there is no terminal."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, step: str) -> None:
        """Show one finished or beginning step."""
        elapsed = time.monotonic() - self._start
        if sys.stderr.isatty():
            _stderr.print(f"[dim]{elapsed:6.1f} s[/dim]  {_plain(step)}", soft_wrap=True)
        else:
            print(f"{elapsed:6.1f} s  {step}", file=sys.stderr, flush=True)


def error_text(error: FkplusError) -> str:
    """Return what a person reads of an error: what, on which unit, the last log lines, what next."""
    lines = [f"fkplus: {error.what}"]
    if error.unit:
        lines.append(f"  unit: {error.unit}")
    if error.log_lines:
        lines += ["  last log lines:", *(f"    {line}" for line in error.log_lines)]
    if error.hint:
        lines.append(f"  next: {error.hint}")
    return "\n".join(lines)


def show_error(error: FkplusError) -> None:
    """Print an error on stderr."""
    print(error_text(error), file=sys.stderr)


def show_problem(text: str) -> None:
    """Print one line about bad input on stderr."""
    print(text, file=sys.stderr)


def show_json(facts: Mapping[str, Any]) -> None:
    """Print facts as JSON on stdout and nothing else there."""
    print(json.dumps(facts, indent=2, ensure_ascii=False, default=str))


def show_line(text: str) -> None:
    """Print one fact on stdout."""
    print(text)


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a small table on stdout."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(_plain("-" if cell is None else str(cell)) for cell in row))
    _stdout.print(table)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
