"""Which units do not run."""

from collections.abc import Iterator

from fkplus.model.observation import Observation
from fkplus.operations.risks.risk import Risk


def risks(seen: Observation) -> Iterator[Risk]:
    """Return units that are down, or end again as soon as they have started."""
    for unit, state in seen.units.items():
        if state == "failing":
            yield Risk("it ends as soon as it has started, again and again", unit, f"`fkplus logs {unit}`")
        elif state not in ("running", "starting"):
            yield Risk(f"it is {state}", unit, "`fkplus up`")
