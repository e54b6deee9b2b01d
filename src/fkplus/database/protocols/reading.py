"""How the rows of a CSV file are read, with the line on which each begins."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

from fkplus.database.protocols.layout import FileLayout
from fkplus.model.errors import BadInput

# What staging takes: line, what is wrong with the row as CSV (None: nothing), then the columns of the layout.
StagedRow = tuple[int | str | None, ...]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as binary:
        return hashlib.file_digest(binary, "sha256").hexdigest()


def header_of(path: Path) -> tuple[str, ...]:
    """Return the column names of a CSV file. Raises BadInput when it is empty or no UTF-8 text."""
    for _, row in _records(path):
        return tuple(name.strip() for name in row)
    raise BadInput(f"{path.name}: the file is empty, it lacks even a header line")


def check_header(layout: FileLayout, header: tuple[str, ...]) -> None:
    """Raise BadInput when a required column is missing or a column stands twice."""
    missing = [name for name in layout.columns if name not in header]
    if missing:
        raise BadInput(
            f"{layout.name}, line 1: missing column {', '.join(missing)}",
            f"the columns are {', '.join(layout.columns)}",
        )
    twice = sorted({name for name in layout.all_columns if header.count(name) > 1})
    if twice:
        raise BadInput(f"{layout.name}, line 1: column {', '.join(twice)} stands twice")


def staged_rows(path: Path, layout: FileLayout) -> Iterator[StagedRow]:
    """Yield every row of the file as text, ready for the staging table of its layout.

    A row with a wrong number of fields is yielded too, with the fault named, to be reported beside others.
    Raises BadInput for a bad header, for bytes that are no UTF-8 and for text that no column can hold.
    """
    records = _records(path)
    header = header_of(path)
    check_header(layout, header)
    places = [header.index(name) if name in header else None for name in layout.all_columns]
    next(records)
    for line, row in records:
        if not row:
            continue
        fault = None
        if len(row) != len(header):
            fault = f"{len(row)} fields where the header has {len(header)}"
        values = [row[place] if place is not None and place < len(row) else None for place in places]
        yield (line, fault, *values)


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a CSV file with the line on which each begins."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            line = 1
            for row in reader:
                if any("\0" in field for field in row):
                    raise BadInput(f"{path.name}, line {line}: a NUL byte stands in the row")
                yield line, row
                line = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path.name}, line {_undecodable_line(path)}: the text is not UTF-8", "save the file as UTF-8"
        ) from error
    except csv.Error as error:
        raise BadInput(f"{path.name}, line {reader.line_num}: no valid CSV: {error}") from error
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def _undecodable_line(path: Path) -> int:
    """Return the first line of a file that is no UTF-8, counted from 1."""
    with path.open("rb") as binary:
        for number, line in enumerate(binary, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0
