"""The picture of a run: writes acknowledged in each tenth of a second, each node's role, and the faults."""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fkplus.chaos.history import Role, Seen, Source
from fkplus.chaos.ledger import Entry, Event
from fkplus.chaos.run import Recorded

BIN_SECONDS = 0.1

# Told apart by people who don't see red and green apart too (Okabe and Ito's palette), and in grey.
_COLOURS = {Role.PRIMARY: "#D55E00", Role.REPLICA: "#56B4E9", Role.SILENT: "#DDDDDD"}
_WRITES, _READS, _FAULT = "#0072B2", "#009E73", "#CC79A7"


def draw(recorded: Recorded, path: Path) -> bool:
    """Draw the run into a PNG; tells whether matplotlib is there to do it (`make setup-dev` installs it)."""
    try:
        # Imported here: only the development environment has it.
        import matplotlib  # noqa: PLC0415

        matplotlib.use("Agg")
        from matplotlib import pyplot  # noqa: PLC0415
    except ImportError:
        return False
    record, zero = recorded.record, recorded.record.fault_at
    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(11, 5), sharex=True, height_ratios=(3, 2), layout="constrained"
    )
    for entries, colour, label in ((record.writes, _WRITES, "writes"), (record.reads, _READS, "reads")):
        seconds, counts = per_bin(entries, zero)
        above.step(seconds, counts, where="post", color=colour, label=label, linewidth=1)
    above.set_ylabel("acknowledged per 100 ms")
    above.set_title(f"{recorded.scenario.name}: writes away for {recorded.verdict.write_downtime:.2f} s")
    _draw_roles(below, record.seen, list(record.nodes), zero)
    for axis in (above, below):
        for mark in recorded.marks:
            axis.axvline(mark.at - zero, color=_FAULT, linestyle="-" if mark.begins else "--", linewidth=1.5)
    above.legend(loc="upper right", ncols=2)
    below.set_xlabel("seconds since the first fault (solid: a fault begins, dashed: it is over)")
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
    return True


def per_bin(entries: Sequence[Entry], zero: float) -> tuple[Sequence[float], Sequence[int]]:
    """Return the beginnings of all bins, in seconds after `zero`, and the acknowledgements in each."""
    if not entries:
        return [], []
    counts = Counter(_bin(entry.at - zero) for entry in entries if entry.event is Event.ACKNOWLEDGED)
    times = [_bin(entry.at - zero) for entry in entries]
    bins = range(min(times), max(times) + 1)
    return [number * BIN_SECONDS for number in bins], [counts[number] for number in bins]


def spans(seen: Sequence[Seen], node: str) -> Sequence[tuple[float, float, Role]]:
    """Return from when to when PostgreSQL on a node had which role, as far as it was asked.

    A primary that takes no writes counts as silent: to its clients it is away.
    """
    own = sorted((s for s in seen if s.node == node and s.source is Source.POSTGRESQL), key=lambda s: s.at)
    found: list[tuple[float, float, Role]] = []
    for now, following in zip(own, [*own[1:], *own[-1:]], strict=True):
        role = Role.SILENT if now.role is Role.PRIMARY and not now.streams else now.role
        if found and found[-1][2] is role:
            found[-1] = (found[-1][0], following.at, role)
        else:
            found.append((now.at, following.at, role))
    return found


def _draw_roles(axis: Any, seen: Sequence[Seen], nodes: Sequence[str], zero: float) -> None:
    for height, node in enumerate(reversed(nodes)):
        for began, ended, role in spans(seen, node):
            axis.barh(height, ended - began, left=began - zero, height=0.7, color=_COLOURS[role], label=role)
    axis.set_yticks(range(len(nodes)), list(reversed(nodes)))
    handles, labels = axis.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axis.legend(unique.values(), unique.keys(), loc="upper right", ncols=3)


def _bin(seconds: float) -> int:
    return math.floor(seconds / BIN_SECONDS)
