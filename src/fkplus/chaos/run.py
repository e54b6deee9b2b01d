"""How one scenario is run: load, watch, do harm, wait until all is well, and write down what was seen."""

import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from fkplus.chaos import clients, evidence, history, ledger, observer, verdict
from fkplus.chaos.checks import Record
from fkplus.chaos.clients import Load
from fkplus.chaos.faults import Undo, nothing
from fkplus.chaos.ground import Ground
from fkplus.chaos.history import Mark, healthy_since
from fkplus.chaos.observer import Observer
from fkplus.chaos.scenarios import Scenario, Step
from fkplus.chaos.targets import Roles, resolve
from fkplus.chaos.verdict import Verdict
from fkplus.components import etcd, haproxy
from fkplus.model.errors import FkplusError, NotReady
from fkplus.operations import etcd_api
from fkplus.runtimes.wait import until

_BEFORE_SECONDS = 1.5
_AFTER_SECONDS = 1.5
_READY_SECONDS = 120.0
# Beyond a scenario's own deadline, so that the report can say how much later it was.
_GRACE_SECONDS = 60.0


@dataclass
class _Run:
    """A run while it lasts."""

    ground: Ground
    scenario: Scenario
    observer: Observer
    marks: list[Mark] = field(default_factory=list)
    undos: list[tuple[Step, Undo]] = field(default_factory=list)

    def mark(self, label: str, *, begins: bool) -> None:
        self.marks.append(Mark(label, time.monotonic(), begins))


@dataclass(frozen=True)
class Recorded:
    """A run when it is over."""

    scenario: Scenario
    record: Record
    marks: Sequence[Mark]
    verdict: Verdict


def run(ground: Ground, scenario: Scenario, folder: Path) -> Recorded:
    """Run `scenario` once on a healthy cluster and leave everything that was seen in `folder`.

    Raises NotReady when the cluster is not healthy to begin with. What goes wrong later is in the verdict.
    """
    folder.mkdir(parents=True)
    wait_until_whole(ground)
    positions = evidence.log_sizes(ground)
    problem = ""
    writes, reads = folder / "writes.jsonl", folder / "reads.jsonl"
    with ExitStack() as stack:
        watching = stack.enter_context(observer.observing(ground))
        writing = stack.enter_context(clients.writing(ground.dsn(), writes))
        stack.enter_context(clients.reading(ground.dsn("read"), reads))
        here = _Run(ground, scenario, watching)
        try:
            writing.wait_for_acknowledged(50)
            time.sleep(_BEFORE_SECONDS)
            _go_through(here)
            _wait_for_the_end(here, writing)
        except (FkplusError, OSError, psycopg.Error) as error:
            problem = str(error)
        finally:
            _undo_all(here)
    record = _record(here, ledger.read(writes), ledger.read(reads))
    with suppress(FkplusError, psycopg.Error):  # a cluster that is not to be healed keeps them
        clients.remove_tables(ground.dsn())
    judged = verdict.judge(scenario, record, problem)
    history.write(folder / "roles.jsonl", watching.seen)
    history.write(folder / "accepted.jsonl", watching.accepted)
    history.write(folder / "marks.jsonl", here.marks)
    verdict.write(judged, folder)
    evidence.copy_logs(positions, folder / "log")
    return Recorded(scenario, record, here.marks, judged)


def wait_until_whole(ground: Ground) -> None:
    """Wait until every unit runs, every member is healthy and etcd has all its members; raises NotReady."""

    def problem() -> str | None:
        states = ground.site.runtime.states()
        away = [
            unit.name
            for unit in ground.site.cluster.topology.units()
            if unit.name not in states or not states[unit.name].runs
        ]
        if away:
            return f"{', '.join(away)} do not run"
        # One that was cut off takes seconds to find the others; a fault meanwhile would be a second one.
        if not etcd_api.is_whole(ground.site.cluster):
            return "not all members of etcd follow one leader"
        members = ground.site.api().members()
        if not members.healthy:
            return "not all members are healthy"
        # Patroni names them a loop or two after they stream.
        is_whole = all(member.is_primary or member.is_synchronous for member in members.members)
        return None if is_whole else "not all replicas are synchronous"

    until(problem, _READY_SECONDS, "waiting for a healthy cluster", hint="see `fkplus status`")


def _go_through(run: _Run) -> None:
    """Do each step at its time, and undo each at its time."""
    began = time.monotonic()
    for step in sorted(run.scenario.steps, key=lambda step: step.at):
        _undo_due(run, began, until_second=step.at)
        _sleep_until(began + step.at)
        nodes = resolve(step.on, _roles(run.ground))
        if not nodes:
            raise NotReady(f"there is no {step.on} to hit")
        run.mark(f"{step.label} ({', '.join(nodes)})", begins=True)
        run.undos.append((step, step.fault(run.ground, nodes)))
        if step.lasts is None:
            run.mark(step.label, begins=False)
    _undo_due(run, began, until_second=float("inf"))


def _undo_due(run: _Run, began: float, *, until_second: float) -> None:
    """Undo, in the order of their times, the steps that are over by `until_second`."""
    due = [(step.at + step.lasts, step, undo) for step, undo in run.undos if step.lasts is not None]
    for second, step, undo in sorted(due, key=lambda one: one[0]):
        if second <= until_second:
            _sleep_until(began + second)
            undo()
            run.mark(step.label, begins=False)
            run.undos.remove((step, undo))


def _undo_all(run: _Run) -> None:
    for step, undo in run.undos:
        if undo is not nothing and step.lasts is not None:
            undo()
            run.mark(step.label, begins=False)


def _wait_for_the_end(run: _Run, load: Load) -> None:
    """Look on for as long as the scenario says, then until all is well and writes go on."""
    healed_at = run.marks[-1].at
    _sleep_until(healed_at + run.scenario.watch)

    def problem() -> str | None:
        since = healthy_since(list(run.observer.seen), run.ground.nodes, after=healed_at)
        if since is None:
            return "not all members are healthy"
        return None if time.monotonic() - since > _AFTER_SECONDS else "not for long enough"

    until(problem, run.scenario.healthy_within + _GRACE_SECONDS, f"{run.scenario.name}: waiting for the end")
    load.wait_for_acknowledged(20, seconds=20)


def _roles(ground: Ground) -> Roles:
    cluster = ground.site.cluster
    members = ground.site.api().members()
    leader = etcd_api.leader(cluster)
    return Roles(
        nodes=ground.nodes,
        primary=members.primary.node if members.primary else "",
        synchronous=[member.node for member in members.members if member.is_synchronous],
        etcd_leader=leader.node if leader else "",
        etcd_nodes=[unit.node for unit in cluster.topology.units(etcd.NAME)],
        entry=cluster.first(haproxy.NAME).node,
    )


def _record(run: _Run, writes: Sequence[ledger.Entry], reads: Sequence[ledger.Entry]) -> Record:
    begins = [mark.at for mark in run.marks if mark.begins]
    return Record(
        nodes=run.ground.nodes,
        writes=writes,
        reads=reads,
        seen=run.observer.seen,
        accepted=run.observer.accepted,
        rows=evidence.rows_or_none(lambda: clients.rows(run.ground.dsn())),
        probes=evidence.rows_or_none(lambda: observer.rows(run.ground)),
        copies=evidence.copies(run.ground),
        fault_at=min(begins, default=0.0),
        healed_at=max((mark.at for mark in run.marks), default=0.0),
    )


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
