"""How columns become the rows of binary COPY, without a loop over rows.

The format is that of https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"; the bytes of
each type are those of its receive function in the server's source (numeric_recv, array_recv, range_recv).
A column becomes pieces, each with its share of every row; the pieces are joined row by row in C.
"""

from collections.abc import Sequence
from itertools import chain, groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg.abc import Transformer
from psycopg.adapt import PyFormat
from psycopg.pq import Format

from fkplus.database.seeding.catalogue import ColumnType
from fkplus.database.seeding.columns import (
    Array,
    Column,
    DateRanges,
    Digits,
    Draw,
    Flags,
    Hundredths,
    Joined,
    Letters,
    Lists,
    Nullable,
    Pool,
    TextPart,
)
from fkplus.database.seeding.fixed import (
    Matrix,
    Objects,
    as_objects,
    date_ranges,
    is_matrix,
    lists,
    numbers,
    numeric,
)
from fkplus.model.errors import FkplusError

_NULL = b"\xff\xff\xff\xff"
_DIGITS = np.frombuffer(b"0123456789abcdefghijklmnopqrstuvwxyz", np.uint8)

# A two-dimensional array of bytes holds pieces of one width, an array of objects any bytes.
Piece = Matrix | Objects


class Encoder:
    """Encodes rows of one table for COPY; `transformer` converts single Python values."""

    def __init__(self, transformer: Transformer, types: Sequence[ColumnType]) -> None:
        self._transformer = transformer
        self._types = types
        self._start = np.frombuffer(len(types).to_bytes(2, "big"), np.uint8)[None, :]

    def rows(self, columns: Sequence[Column], count: int) -> bytes:
        """Return `count` rows, without header and trailer."""
        pieces: list[Piece] = [np.broadcast_to(self._start, (count, 2))]
        for column, kind in zip(columns, self._types, strict=True):
            if len(column) != count:
                raise FkplusError(f"a column of {len(column)} rows stands beside one of {count}")
            pieces += self._pieces(column, kind)
        joined = _with_neighbours_joined(pieces)
        if len(joined) == 1:
            return joined[0].tobytes()
        return b"".join(chain.from_iterable(zip(*(_as_list(piece) for piece in joined), strict=True)))

    def _pieces(self, column: Column, kind: ColumnType) -> list[Piece]:
        match column:
            case Nullable():
                return _with_nulls(self._pieces(column.values, kind), column.null)
            case Draw():
                return [self._pool(column.pool, kind)[column.index]]
            case Joined():
                return self._joined(column, kind)
            case _:
                return [_layout(column, kind)]

    def _pool(self, pool: Pool, kind: ColumnType) -> npt.NDArray[np.object_]:
        """Return the values of a pool with their lengths in front."""
        if kind.oid not in pool._encoded:
            encoded = np.empty(len(pool), object)
            self._transformer.set_dumper_types([kind.oid], Format.BINARY)
            encoded[:] = [_sized(self._dump(value)) for value in pool.values]
            pool._encoded[kind.oid] = encoded
        return pool._encoded[kind.oid]

    def _dump(self, value: Any) -> bytes | None:
        (data,) = self._transformer.dump_sequence([value], [PyFormat.BINARY])
        return None if data is None else bytes(data)

    def _joined(self, column: Joined, kind: ColumnType) -> list[Piece]:
        if kind.name not in {"text", "varchar"}:
            raise FkplusError(f"text is composed for a column of type {kind.name}")
        count = len(column)
        pieces = [_text_piece(each, count) for each in column.parts]
        length = sum((widths for _, widths in pieces), np.zeros(count, np.int64))
        return [length.astype(">i4").view(np.uint8).reshape(count, 4), *(piece for piece, _ in pieces)]


def _layout(column: Array | Hundredths | Lists | DateRanges, kind: ColumnType) -> Piece:
    match column:
        case Hundredths():
            return numeric(column.values, 2)
        case Lists():
            return lists(column, kind)
        case DateRanges():
            return date_ranges(column)
        case _:
            return numbers(column, kind)


def _text_piece(part: TextPart, count: int) -> tuple[Piece, npt.NDArray[np.int64]]:
    """Return the bytes of a part of a composed text and how many they are in each row."""
    match part:
        case str():
            text = np.frombuffer(part.encode(), np.uint8)
            return np.broadcast_to(text[None, :], (count, len(text))), np.full(count, len(text))
        case Digits():
            powers = part.base ** np.arange(part.width - 1, -1, -1)
            if count and not 0 <= part.values.min() <= part.values.max() < part.base**part.width:
                raise FkplusError(f"numbers do not fit in {part.width} digits of base {part.base}")
            return _DIGITS[part.values[:, None] // powers % part.base], np.full(count, part.width)
        case Letters():
            return part.codes, np.full(count, part.codes.shape[1])
        case Draw():
            encoded = np.empty(len(part.pool), object)
            encoded[:] = [value.encode() for value in part.pool.values]
            lengths = np.array([len(value) for value in encoded], np.int64)
            return encoded[part.index], lengths[part.index]


def _with_nulls(pieces: Sequence[Piece], null: Flags) -> list[Piece]:
    """Return pieces that say NULL where `null`: its length -1 in the first, nothing in the others."""
    changed: list[Piece] = []
    for number, piece in enumerate(pieces):
        loose = as_objects(piece) if is_matrix(piece) else piece.copy()
        loose[null] = b"" if number else _NULL
        changed.append(loose)
    return changed


def _with_neighbours_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join neighbours of one width, so that a row has as few pieces as possible."""
    joined: list[Piece] = []
    for is_group, group in groupby(pieces, is_matrix):
        members: list[Any] = list(group)
        joined += [np.concatenate(members, axis=1)] if is_group else members
    return joined


def _as_list(piece: Piece) -> list[bytes]:
    items: list[bytes] = (as_objects(piece) if is_matrix(piece) else piece).tolist()
    return items


def _sized(data: bytes | None) -> bytes:
    return _NULL if data is None else len(data).to_bytes(4, "big") + data
