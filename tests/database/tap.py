"""What a pgTAP run said: read from its output, and whether it is what was planned."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Tap:
    """One run: the number of tests it announced, the numbers it reported, and the lines of what failed."""

    planned: int | None
    numbers: tuple[int, ...]
    failures: tuple[str, ...]

    @property
    def faults(self) -> list[str]:
        """Everything for which the run is refused; empty when it is sound."""
        faults = list(self.failures)
        if not self.planned:
            faults.append("no plan of at least one test")
        elif self.numbers != tuple(range(1, self.planned + 1)):
            faults.append(f"planned 1..{self.planned}, ran {list(self.numbers)}")
        return faults


def parse(output: str) -> Tap:
    """Read the Test Anything Protocol as pgTAP writes it: plan, results, and diagnostics behind a failure."""
    planned: int | None = None
    numbers: list[int] = []
    failures: list[str] = []
    is_failing = False
    for line in output.splitlines():
        if plan := re.fullmatch(r"1\.\.(\d+)", line):
            planned = int(plan[1])
        elif result := re.match(r"(not )?ok (\d+)\b", line):
            numbers.append(int(result[2]))
            is_failing = result[1] is not None
            if is_failing:
                failures.append(line)
        elif is_failing and line.startswith("#"):
            failures.append(line)
    return Tap(planned, tuple(numbers), tuple(failures))
