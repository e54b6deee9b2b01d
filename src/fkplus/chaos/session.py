"""How several scenarios are run several times in one cluster, each run with a folder of its own."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from fkplus.chaos import picture, report, run
from fkplus.chaos.ground import Ground
from fkplus.chaos.scenarios import Scenario
from fkplus.chaos.verdict import Verdict
from fkplus.model.errors import NotReady

MakeGround = Callable[[], AbstractContextManager[Ground]]


def run_all(
    scenarios: Sequence[Scenario], times: int, make: MakeGround, results: Path, say: Callable[[str], None]
) -> Iterator[Verdict]:
    """Run each scenario `times` times on one ground; yields each verdict as it comes.

    Earlier runs of the same scenarios in `results` are deleted. When a run leaves a cluster that does not
    become whole again, the next one gets a new cluster.
    """
    for scenario in scenarios:
        for folder in results.glob(f"{scenario.name}-[0-9]*"):
            shutil.rmtree(folder)
    waiting = [(scenario, number) for scenario in scenarios for number in range(1, times + 1)]
    while waiting:
        with make() as ground:
            while waiting:
                scenario, number = waiting.pop(0)
                say(f"{scenario.name}, run {number} of {times}: {scenario.shows}")
                yield _run(ground, scenario, results / f"{scenario.name}-{number}")
                if not _is_whole(ground, say):
                    break


def _run(ground: Ground, scenario: Scenario, folder: Path) -> Verdict:
    recorded = run.run(ground, scenario, folder)
    picture.draw(recorded, folder / "timeline.png")
    report.write(recorded, folder / "report.md")
    return recorded.verdict


def _is_whole(ground: Ground, say: Callable[[str], None]) -> bool:
    try:
        run.wait_until_whole(ground)
    except NotReady as error:
        say(f"the cluster does not become whole again, going on with a new one: {error}")
        return False
    return True
