"""How are latencies kept in little memory, and which percentile is what? Buckets 2 % apart, none dropped."""

import math
from collections import Counter
from dataclasses import dataclass, field

_SMALLEST_SECONDS = 1e-5
_STEP = math.log(1.02)


@dataclass
class Histogram:
    """Counts of seconds; a percentile is right within 2 %, the maximum and the sum are exact."""

    counts: Counter[int] = field(default_factory=Counter)
    total: float = 0.0
    highest: float = 0.0

    def add(self, seconds: float) -> None:
        """Count one value."""
        self.counts[
            max(0, math.ceil(math.log(max(seconds, _SMALLEST_SECONDS) / _SMALLEST_SECONDS) / _STEP))
        ] += 1
        self.total += seconds
        self.highest = max(self.highest, seconds)

    def merge(self, other: "Histogram") -> None:
        """Count what `other` has counted too."""
        self.counts.update(other.counts)
        self.total += other.total
        self.highest = max(self.highest, other.highest)

    @property
    def number(self) -> int:
        """Return how many values were counted."""
        return self.counts.total()

    @property
    def mean(self) -> float:
        """Return the mean in seconds; 0 where nothing was counted."""
        return self.total / self.number if self.number else 0.0

    def percentile(self, part: float) -> float:
        """Return the seconds that `part` (0 to 1) of the values do not exceed, within 2 %; 0 of nothing."""
        wanted = math.ceil(part * self.number)
        seen = 0
        for bucket in sorted(self.counts):
            seen += self.counts[bucket]
            if seen >= wanted:
                return min(_SMALLEST_SECONDS * math.exp(bucket * _STEP), self.highest)
        return 0.0
