"""How numbers, times, arrays and ranges are laid out in binary COPY: matrices of bytes, a row for a row."""

from collections.abc import Callable
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from fkplus.database.seeding.catalogue import ColumnType
from fkplus.database.seeding.columns import Array, DateRanges, Ints, Lists
from fkplus.model.errors import FkplusError

Matrix = npt.NDArray[np.uint8]
Objects = npt.NDArray[np.object_]

_WIDTHS = {"bool": 1, "int2": 2, "int4": 4, "int8": 8, "date": 4, "timestamptz": 8, "timestamp": 8}
# The server counts from 2000-01-01, NumPy and Unix from 1970-01-01.
_EPOCH = {"date": 10_957, "timestamptz": 946_684_800_000_000, "timestamp": 946_684_800_000_000}
_DATE_WIDTH = 8
# Flags of a range (src/include/utils/rangetypes.h).
_LOWER_INCLUDED, _LOWER_INFINITE, _UPPER_INFINITE = 0x02, 0x08, 0x10
_INT8_LIMIT, _INT8_BASE_DIGITS, _SMALL_BASE_DIGITS = 10**18, 5, 1


def numbers(values: Array, kind: ColumnType) -> Matrix:
    """Return values of an integer, boolean or time type, each with its length in front."""
    if kind.name == "numeric":
        return numeric(np.asarray(values, np.int64), 0)
    if kind.name not in _WIDTHS:
        raise FkplusError(f"a plain array can't fill a column of type {kind.name}", "draw from a Pool")
    return _prefixed(_plain(values, kind.name))


def numeric(values: Ints, decimals: int) -> Matrix:
    """Return int64 hundredths (`decimals` 2) or whole numbers (0) as numeric, each with its length in front.

    The digits are those of base 10,000. The server strips zeros in front and at the end itself.
    """
    return _prefixed(_numeric_body(values, decimals))


def lists(column: Lists, kind: ColumnType) -> Matrix | Objects:
    """Return arrays, each with its length in front; rows are grouped by length and by where NULLs are."""
    count, most = column.cells.shape
    if not kind.element:
        raise FkplusError(f"lists can't fill a column of type {kind.name}")
    state = np.full((count, most), 2, np.int64)
    if column.null is not None:
        state[column.null] = 1
    if column.lengths is not None:
        state[np.arange(most)[None, :] >= column.lengths[:, None]] = 0
    keys = state @ 3 ** np.arange(most, dtype=np.int64)
    return _by_group(keys, lambda rows: _list_group(column, kind, state[rows[0]], rows))


def date_ranges(column: DateRanges) -> Matrix | Objects:
    """Return ranges of dates, each with its length in front."""
    keys = column.no_lower * _LOWER_INFINITE + column.no_upper * _UPPER_INFINITE

    def group(rows: Ints) -> Matrix:
        flags = int(keys[rows[0]]) or 0
        if not flags & _LOWER_INFINITE:
            flags |= _LOWER_INCLUDED
        parts = [_constant(flags.to_bytes(1, "big"), len(rows))]
        if not flags & _LOWER_INFINITE:
            parts.append(_prefixed(_plain(column.lower[rows], "date")))
        if not flags & _UPPER_INFINITE:
            parts.append(_prefixed(_plain(column.upper[rows], "date")))
        return _prefixed(np.concatenate(parts, axis=1))

    return _by_group(keys, group)


def as_objects(matrix: Matrix) -> Objects:
    """Return each row of a matrix as a bytes object."""
    made = np.empty(len(matrix), object)
    made[:] = np.ascontiguousarray(matrix).view(f"V{matrix.shape[1]}").ravel().tolist()
    return made


def is_matrix(piece: Matrix | Objects) -> TypeGuard[Matrix]:
    """Tell a matrix of bytes, all of one width, from objects."""
    return piece.dtype == np.uint8


def _by_group(keys: Ints, encode: Callable[[Ints], Matrix]) -> Matrix | Objects:
    """Encode rows of equal key together and return all in their order."""
    found = np.unique(keys)
    if len(found) == 1:
        return encode(np.arange(len(keys)))
    made = np.empty(len(keys), object)
    for key in found:
        rows = np.flatnonzero(keys == key)
        made[rows] = as_objects(encode(rows))
    return made


def _list_group(column: Lists, kind: ColumnType, state: Ints, rows: Ints) -> Matrix:
    """Return arrays of one length and pattern: `state` is 2 for a value, 1 for NULL, 0 past the end."""
    length = int((state > 0).sum())
    has_null = bool((state == 1).any())
    flags = (length > 0).to_bytes(4, "big") + has_null.to_bytes(4, "big")
    header = flags + kind.element_oid.to_bytes(4, "big")
    if length:
        header += length.to_bytes(4, "big") + (1).to_bytes(4, "big")
    parts = [_constant(header, len(rows))]
    for place in range(length):
        if state[place] == 1:
            parts.append(_constant(b"\xff\xff\xff\xff", len(rows)))
        else:
            parts.append(_item(column.cells[rows, place], kind.element, column.hundredths))
    return _prefixed(np.concatenate(parts, axis=1))


def _item(values: Ints, element: str, hundredths: bool) -> Matrix:
    if element == "numeric":
        return numeric(values, 2 if hundredths else 0)
    if hundredths or element not in _WIDTHS:
        raise FkplusError(f"these cells can't fill an array of {element}")
    return _prefixed(_plain(values, element))


def _plain(values: Array, name: str) -> Matrix:
    """Return the values of a type of fixed width, without lengths."""
    width = _WIDTHS[name]
    if values.dtype.kind == "M":
        unit = "D" if name == "date" else "us"
        values = values.astype(f"datetime64[{unit}]").view(np.int64)
    if (name == "bool") != (values.dtype == np.bool_) or values.dtype.kind not in "iub":
        raise FkplusError(f"an array of {values.dtype} can't fill a column of type {name}")
    whole = values.astype(np.int64) - _EPOCH.get(name, 0)
    limit = 2 ** (8 * width - 1)
    if width < 8 and len(whole) and not -limit <= whole.min() <= whole.max() < limit:
        raise FkplusError(f"a number is out of the range of {name}")
    return whole.astype(f">i{width}").view(np.uint8).reshape(len(values), width)


def _numeric_body(values: Ints, decimals: int) -> Matrix:
    whole, rest = np.divmod(np.abs(values), 10**decimals)
    digits = _SMALL_BASE_DIGITS if not len(whole) or whole.max() < 10_000 else _INT8_BASE_DIGITS
    body = np.empty((len(values), 4 + digits + (decimals > 0)), ">i2")
    body[:, 0] = body.shape[1] - 4
    body[:, 1] = digits - 1
    body[:, 2] = np.where(values < 0, 0x4000, 0)
    body[:, 3] = decimals
    for place in range(digits):
        body[:, 4 + place] = whole // 10_000 ** (digits - 1 - place) % 10_000
    if decimals:
        body[:, -1] = rest * 10 ** (4 - decimals)
    return body.view(np.uint8).reshape(len(values), 2 * body.shape[1])


def _prefixed(body: Matrix) -> Matrix:
    return np.concatenate([_constant(body.shape[1].to_bytes(4, "big"), len(body)), body], axis=1)


def _constant(data: bytes, count: int) -> Matrix:
    return np.broadcast_to(np.frombuffer(data, np.uint8)[None, :], (count, len(data)))
