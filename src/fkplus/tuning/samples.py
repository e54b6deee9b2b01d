"""What is measured: a statement of an operation with real values, in a bucket, and how often it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One call: the operation and bucket that it stands for, its SQL, the values of its parameters."""

    operation: str
    bucket: str
    text: str
    values: Mapping[str, Any]

    @property
    def case(self) -> tuple[str, str]:
        """Return operation and bucket: what figures are kept apart by."""
        return self.operation, self.bucket
