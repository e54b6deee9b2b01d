"""Where randomness comes from: streams that are the same on every machine, named after what they decide.

Only the raw bits of the Philox generator are used, whose stream NumPy promises never to change
(https://numpy.org/doc/stable/reference/random/compatibility.html); what is drawn from them is made of
integers here, since NumPy's distributions may change and floating point differs between processors.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fkplus.database.seeding.columns import Flags, Ints

_SEED = "fkplus-2"


class Stream:
    """Random numbers that depend on nothing but `names`."""

    def __init__(self, *names: str | int) -> None:
        key = hashlib.sha256(":".join((_SEED, *map(str, names))).encode()).digest()
        self._bits = np.random.Philox(key=np.frombuffer(key[:16], "<u8"))

    def raw(self, count: int) -> npt.NDArray[np.uint64]:
        """Return `count` numbers of 64 random bits."""
        return self._bits.random_raw(count)

    def letters(self, alphabet: str, rows: int, width: int) -> npt.NDArray[np.uint8]:
        """Return the codes of `width` letters in each row; `alphabet` has 64 letters of ASCII."""
        data = self.raw(-(-rows * width // 8)).astype("<u8").view(np.uint8)[: rows * width]
        codes: npt.NDArray[np.uint8] = np.frombuffer(alphabet.encode(), np.uint8)
        return codes.take(data.reshape(rows, width) & 63)

    def below(self, bound: int | npt.NDArray[Any], count: int) -> Ints:
        """Return numbers from 0 up to, not including, `bound`: one positive number, or one for each row."""
        # The remainder favours small numbers by less than bound / 2**63.
        return (self.raw(count) >> np.uint64(1)).astype(np.int64) % bound

    def between(self, first: int, last: int, count: int) -> Ints:
        """Return numbers from `first` to `last`, both included."""
        return first + self.below(last - first + 1, count)

    def chance(self, share: float, count: int) -> Flags:
        """Return flags of which a `share` (0 to 1) is true; it is kept to a millionth."""
        return self.below(1_000_000, count) < round(share * 1_000_000)

    def weighted(self, cumulative: Ints, count: int) -> Ints:
        """Return indices drawn by weight; `cumulative` are running sums of whole weights."""
        return np.searchsorted(cumulative, self.below(int(cumulative[-1]), count), side="right")

    def quantile(self, table: Ints, count: int) -> Ints:
        """Return numbers that follow `table`: quantiles in equal steps, at most 4,097, linear in between."""
        place = self.below((len(table) - 1) << 20, count)
        lower, share = place >> 20, place & 0xFFFFF
        drawn: Ints = table[lower] + ((table[lower + 1] - table[lower]) * share >> 20)
        return drawn

    def order(self, count: int) -> Ints:
        """Return the numbers below `count` in a random order."""
        return np.argsort(self.raw(count), kind="stable")

    def pick(self, values: Sequence[Any] | npt.NDArray[Any], count: int) -> npt.NDArray[Any]:
        """Return `count` of these values, each as likely as another."""
        picked: npt.NDArray[Any] = np.asarray(values)[self.below(len(values), count)]
        return picked
