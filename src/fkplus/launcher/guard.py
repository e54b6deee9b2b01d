"""How Patroni and its instance are guarded: a loop that tells `rules` what happens and does what they say."""

import signal
import sys
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from fkplus.launcher import etcd, instance, placement, release, rest, room, rules, stage, stranded, watch
from fkplus.launcher.rules import Action
from fkplus.launcher.unit import PatroniUnit

_PASSED_ON = (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
_STOPPING = (signal.SIGTERM, signal.SIGINT)

# Nothing to wait for but time: how often postmaster.pid is read, a missing Patroni asked, a fence looked at.
_IDLE_SECONDS = 1.0
_ASKING_SECONDS = 0.2
_FENCING_SECONDS = 0.01

_FENCE_IS_SLOW_SECONDS = 5.0
# A node that is lost before the first look at a new primary costs an election and a second lease.
_PLACE_SECONDS = 2.0
_LOOK_SECONDS = 10.0


def say(text: str) -> None:
    """Print one line with the time, in the form of Patroni's own lines: both go to the unit's log."""
    now = datetime.now(UTC)
    # Nobody reads the pipe any more when supervisord was killed; the guard stays.
    with suppress(OSError):
        sys.stdout.write(f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03d} LAUNCHER: {text}\n")
        sys.stdout.flush()


class Guard:
    """Patroni's parent. `run` returns when the unit was asked to end and has."""

    def __init__(self, unit: PatroniUnit, command: Sequence[str]) -> None:
        self._unit = unit
        self._command = tuple(command)
        self._waiter = watch.Waiter((*_PASSED_ON, *_STOPPING))
        self._patroni: watch.Process | None = None
        self._postmaster: watch.Process | None = None
        self._segment: int | None = None
        self._state = rules.State()
        self._events: deque[rules.Event] = deque()
        self._fence_began = 0.0
        self._fence_said = False
        self._asked = 0.0
        self._placed = 0.0
        self._looked = 0.0
        self._following = stranded.Watch()
        self._ends = False

    def run(self) -> None:
        """Start or adopt, then watch until asked to end."""
        stage.adopt_orphans()
        self._look_around()
        while not self._ends:
            while self._events:
                self._step(self._events.popleft())
            if not self._ends:
                self._wait()

    def _look_around(self) -> None:
        patroni = watch.running_as(self._command)
        if patroni:
            self._watch_patroni(patroni)
            say(f"Patroni (pid {patroni}) runs already, watching it")
        self._look_for_postmaster()
        self._events.clear()
        self._events.append(rules.Began(patroni is not None, self._postmaster is not None))

    def _step(self, event: rules.Event) -> None:
        self._state, actions = rules.decide(self._state, event, time.monotonic())
        for action in actions:
            self._do(action)

    def _wait(self) -> None:
        state = self._state
        waits = not state.answered or state.start_at is not None or state.silences > 0
        seconds = _FENCING_SECONDS if state.fencing else _ASKING_SECONDS if waits else _IDLE_SECONDS
        numbers, ended = self._waiter.wait(seconds)
        if not state.fencing:
            # Before the ends: a Patroni that ended may have started a postmaster just before.
            self._look_for_postmaster()
        self._notice_ends(ended)
        if state.fencing:
            self._look_at_fence()
        if state.patroni and not state.frozen:
            self._ask_patroni()
        self._notice_signals(numbers)
        if state.full and room.is_enough(self._unit.data):
            say("the disk has room again")
            self._events.append(rules.RoomSeen())
        # That Patroni answers, which it does each second, is no news that must not wait.
        if not waits and all(isinstance(event, rules.PatroniAnswered) for event in self._events):
            self._look_at_cluster()
        self._events.append(rules.Tick())

    def _look_at_cluster(self) -> None:
        """Do what can wait: keep etcd's leader off the primary's node, and replace a stranded replica."""
        now = time.monotonic()
        if now >= self._placed + _PLACE_SECONDS:
            self._placed = now
            if successor := placement.part(self._unit):
                say(f"handed the leadership of etcd to {successor}, off the primary's node")
        if now < self._looked + _LOOK_SECONDS:
            return
        self._looked = now
        if self._following.is_stranded(self._unit):
            problem = rest.copy_afresh(self._unit)
            say(
                "the replica needs WAL that the primary no longer has:"
                f" {f'not copied afresh, {problem}' if problem else 'Patroni copies it afresh'}"
            )

    def _ask_patroni(self) -> None:
        pause = 0.0 if self._state.silences else _IDLE_SECONDS
        if self._state.answered and time.monotonic() < self._asked + pause:
            return
        self._asked = time.monotonic()
        if rest.answers(self._unit):
            self._events.append(rules.PatroniAnswered())
            return
        number = self._state.silences + 1
        alone = number >= rules.SILENCES and instance.answers(self._unit.data)
        if self._state.answered and number <= rules.SILENCES:
            also = "" if alone or number < rules.SILENCES else "; the instance neither, so it is let be"
            say(f"Patroni does not answer, {number} of {rules.SILENCES} times{also}")
        self._events.append(rules.PatroniSilent(alone))

    def _notice_ends(self, ended: frozenset[int]) -> None:
        codes = watch.reap()
        if self._postmaster is None:
            # One that lived for less than the time between two looks.
            self._look_for_ended_postmaster(codes)
        if self._postmaster and (self._postmaster.pid in codes or self._postmaster.pid in ended):
            code = codes.get(self._postmaster.pid)
            how = "its exit code is unknown" if code is None else f"exit code {code}"
            say(f"postmaster (pid {self._postmaster.pid}) ended, {how}")
            self._waiter.forget(self._postmaster)
            self._postmaster = None
            self._events.append(rules.PostmasterEnded(clean=code == 0))
        if self._patroni and (self._patroni.pid in codes or self._patroni.pid in ended):
            asked = "as asked" if self._state.stopping else "unasked"
            say(f"Patroni (pid {self._patroni.pid}) ended {asked}, exit code {codes.get(self._patroni.pid)}")
            self._waiter.forget(self._patroni)
            self._patroni = None
            self._events.append(rules.PatroniEnded())

    def _look_for_ended_postmaster(self, codes: dict[int, int]) -> None:
        found = instance.postmaster(self._unit.data)
        if found and found.pid in codes:
            say(f"postmaster (pid {found.pid}) ended as soon as it had started, exit code {codes[found.pid]}")
            self._segment = found.segment
            self._events.append(rules.PostmasterEnded(clean=codes[found.pid] == 0))

    def _look_for_postmaster(self) -> None:
        found = instance.postmaster(self._unit.data)
        if found is None:
            return
        if self._postmaster is None and instance.runs(found.pid, self._unit.data):
            try:
                self._postmaster = watch.Process(found.pid)
            except ProcessLookupError:
                return
            self._waiter.watch(self._postmaster)
            say(f"watching postmaster (pid {found.pid})")
            self._events.append(rules.PostmasterSeen())
        if self._postmaster and self._postmaster.pid == found.pid:
            self._segment = found.segment

    def _notice_signals(self, numbers: frozenset[signal.Signals]) -> None:
        for number in _PASSED_ON:
            if number in numbers and self._patroni:
                say(f"passing {number.name} on to Patroni")
                self._patroni.send(number)
        if numbers & set(_STOPPING):
            self._events.append(rules.StopAsked())

    def _watch_patroni(self, pid: int) -> None:
        self._patroni = watch.Process(pid)
        self._waiter.watch(self._patroni)

    def _do(self, action: Action) -> None:
        match action:
            case Action.START:
                self._start_patroni()
            case Action.FREEZE:
                self._send(signal.SIGSTOP)
            case Action.THAW:
                self._send(signal.SIGCONT)
            case Action.STOP_PATRONI:
                say("asked to end, passing it on to Patroni")
                self._send(signal.SIGTERM)
            case Action.END_PATRONI:
                self._end_patroni()
            case Action.FENCE:
                self._begin_fence()
            case Action.RELEASE:
                self._release(asked=False)
                self._events.append(rules.Released())
            case Action.HAND_OVER:
                self._release(asked=True)
            case Action.WAKE:
                self._wake()
            case Action.JUDGE:
                self._events.append(rules.Judged(self._may_end_postmaster()))
            case Action.EXIT:
                self._ends = True

    def _send(self, number: signal.Signals) -> None:
        if self._patroni:
            self._patroni.send(number)

    def _start_patroni(self) -> None:
        # What a killed Patroni had begun (pg_rewind, pg_basebackup) would write beside what the new one does.
        postmaster = self._postmaster.pid if self._postmaster else 0
        instance.kill([pid for pid in watch.children() if pid != postmaster])
        pid = stage.start(self._command)
        say(f"started Patroni (pid {pid})")
        self._watch_patroni(pid)

    def _end_patroni(self) -> None:
        if self._patroni is None:
            return
        say(f"killing Patroni (pid {self._patroni.pid})")
        self._patroni.send(signal.SIGKILL)
        self._waiter.forget(self._patroni)
        self._patroni = None

    def _begin_fence(self) -> None:
        self._fence_began = time.monotonic()
        self._fence_said = False
        if self._segment is None and (found := instance.postmaster(self._unit.data)):
            self._segment = found.segment
        self._look_at_fence()

    def _look_at_fence(self) -> None:
        """Kill what is left. Fenced needs both signs: no process is found, nobody is attached."""
        left = instance.processes(self._unit.data)
        instance.kill(left)
        attached = instance.attached(self._segment)
        lasted = time.monotonic() - self._fence_began
        # A postmaster whose end has not been told to the rules yet would be taken for one that ended later.
        if not left and not attached and self._postmaster is None:
            say(f"fence: no process of the instance is left after {lasted * 1000:.0f} ms")
            self._segment = None
            full = room.is_full(self._unit.data)
            if full:
                say(f"the disk is full: nothing is started until {room.needed()} are free")
            self._events.append(rules.Fenced(full))
        elif lasted > _FENCE_IS_SLOW_SECONDS and not self._fence_said:
            self._fence_said = True
            say(
                f"fence: not certain: processes {left or 'none'}, {attached} attached to the shared memory;"
                " nothing is released, the lease runs out if this lasts"
            )

    def _release(self, *, asked: bool) -> None:
        """Delete the leader key where that is right, and say what was done and why."""
        name = self._unit.name
        try:
            keys = etcd.read(self._unit)
            if asked and not (self._state.stopping or release.is_asked(keys, name)):
                return
            reason = self._reason_to_keep(keys, asked=asked)
            if reason:
                say(f"the leader key is not released: {reason}")
            elif etcd.delete_leader(self._unit, keys):
                say("released the leader key")
            else:
                say("the leader key is not released: something changed meanwhile")
        except etcd.NoAnswer as error:
            say(f"the leader key is not released: etcd does not answer: {error}; the lease runs out")

    def _reason_to_keep(self, keys: release.Keys, *, asked: bool) -> str:
        return release.obstacle(keys, self._unit.name, asked=asked) or release.too_few(
            keys, rest.healthy_replicas(keys, self._unit.name), asked=asked
        )

    def _may_end_postmaster(self) -> bool:
        """Tell whether a postmaster without Patroni is better ended than left alone."""
        try:
            keys = etcd.read(self._unit)
        except etcd.NoAnswer as error:
            # Nobody could take over without etcd; what runs may go on.
            say(f"Patroni does not come back; the postmaster goes on, etcd does not answer: {error}")
            return False
        is_primary = not (self._unit.data / "standby.signal").exists()
        if is_primary and keys.leader not in ("", self._unit.name) and not keys.config.get("pause"):
            say(f"Patroni does not come back and {keys.leader} is the leader: ending this primary")
            return True
        reason = self._reason_to_keep(keys, asked=False)
        if reason:
            say(f"Patroni does not come back; the postmaster goes on: {reason}")
        else:
            say("Patroni does not come back: ending its postmaster, so that a replica can take over")
        return not reason

    def _wake(self) -> None:
        problem = rest.wake(self._unit)
        say(f"woke Patroni: {problem or 'its loop runs'}")
