"""What follows when a process of a Patroni unit ends: events in, a new state and actions out, nothing else.

Three rules hold in every state. The leader key is released only after a fence: not one process of the
instance is left and nobody is attached to its shared memory. Patroni never runs on while a fence is being
made, because it would release the key by itself without asking for leftovers. A living postmaster is
ended only when its Patroni does not come back, and then only where somebody else takes over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

# How long a Patroni that ended may take until its REST API answers again, in seconds. Far above its start
# of a second or two; fence and release must still end well before the lease does (ttl, 20 s).
PATIENCE = 8.0
# Between two looks at whether the postmaster of a missing Patroni may be ended.
JUDGE_AGAIN = 2.0
# A Patroni that ends before it ever answered is started again after 0, 1, 2, 4 ... seconds.
LONGEST_PAUSE = 10.0
# A Patroni that has not answered so many times in a row, 0.7 s apart, hangs. It is replaced long before its
# lease ends, and before HAProxy gives its instance up (components/haproxy.py).
SILENCES = 6


class Action(Enum):
    """What the edge has to do; the answers come back as events."""

    START = auto()
    """Start Patroni."""
    FREEZE = auto()
    """Stop Patroni's processing (SIGSTOP) while a fence is being made."""
    THAW = auto()
    """Let it go on."""
    END_PATRONI = auto()
    """Kill Patroni; it is gone when the action returns."""
    FENCE = auto()
    """Kill what is left of the instance until it is certain that nothing is; ends with Fenced."""
    RELEASE = auto()
    """Delete the leader key if it is ours and a replica can take over; ends with Released."""
    HAND_OVER = auto()
    """The same after a clean stop, where somebody asked for the primary to move."""
    WAKE = auto()
    """Let Patroni's loop run now."""
    JUDGE = auto()
    """Find out whether the postmaster may be ended; ends with Judged."""
    STOP_PATRONI = auto()
    """Pass the request to end on to Patroni."""
    EXIT = auto()


@dataclass(frozen=True)
class Began:
    """The launcher has started and looked around; an earlier launcher may have left both running."""

    patroni: bool
    postmaster: bool


@dataclass(frozen=True)
class PatroniEnded:
    """Patroni's process is gone."""


@dataclass(frozen=True)
class PatroniAnswered:
    """Patroni's REST API answered, whatever it said."""


@dataclass(frozen=True)
class PatroniSilent:
    """Patroni's REST API was asked and did not answer; `alone`: its instance does answer."""

    alone: bool


@dataclass(frozen=True)
class PostmasterSeen:
    """A postmaster of the data directory runs."""


@dataclass(frozen=True)
class PostmasterEnded:
    """It is gone; `clean`: with exit code 0, which it has only after its last child ended."""

    clean: bool


@dataclass(frozen=True)
class Fenced:
    """Not a process of the instance is left, and its shared memory has nobody attached.

    `full`: its disk has no room for WAL; Patroni would start it in vain, again and again.
    """

    full: bool = False


@dataclass(frozen=True)
class RoomSeen:
    """The disk has room again."""


@dataclass(frozen=True)
class Released:
    """The leader key was deleted, or is not to be: either way Patroni may start."""


@dataclass(frozen=True)
class Judged:
    """Whether the postmaster may be ended: a replica takes over, or another node is leader already."""

    may_end: bool


@dataclass(frozen=True)
class StopAsked:
    """The process manager wants the unit to end."""


@dataclass(frozen=True)
class Tick:
    """Time has passed."""


Event = (
    Began
    | PatroniEnded
    | PatroniAnswered
    | PatroniSilent
    | PostmasterSeen
    | PostmasterEnded
    | Fenced
    | RoomSeen
    | Released
    | Judged
    | StopAsked
    | Tick
)


@dataclass(frozen=True)
class State:
    """What is known of the unit. Times are of one monotonic clock, in seconds.

    `start_at`: when to start Patroni; `back_by`: when to judge about its postmaster if it has not
    answered until then; `pause`: how long the next start after a failed one waits. `full`: nothing is
    started until the disk has room; `held`: a start waits for that. `silences`: how often in a row a Patroni
    that had answered did not.
    """

    patroni: bool = False
    answered: bool = False
    postmaster: bool = False
    fencing: bool = False
    frozen: bool = False
    stopping: bool = False
    start_at: float | None = None
    back_by: float | None = None
    pause: float = 0.0
    full: bool = False
    held: bool = False
    silences: int = 0


Step = tuple[State, Sequence[Action]]


def decide(state: State, event: Event, now: float) -> Step:  # noqa: PLR0911 - one line per event
    """Return the next state and what to do, in order; `now` is of the clock of `State`."""
    match event:
        case Began():
            return _began(event, now)
        case PatroniEnded():
            return _patroni_ended(replace(state, patroni=False, frozen=False), now)
        case PatroniAnswered():
            answered = replace(state, answered=True, back_by=None, pause=0.0, silences=0)
            return (answered if state.patroni else state), ()
        case PatroniSilent():
            return _patroni_silent(replace(state, silences=state.silences + 1), event.alone, now)
        case PostmasterSeen():
            return replace(state, postmaster=True), ()
        case PostmasterEnded():
            return _postmaster_ended(replace(state, postmaster=False, back_by=None), event.clean)
        case Fenced():
            return _fenced(replace(state, fencing=False, full=event.full))
        case RoomSeen():
            held, state = state.held, replace(state, full=False, held=False)
            return _start(state, now) if held else (state, ())
        case Released():
            return _start(state, now)
        case Judged():
            return _judged(state, event.may_end)
        case StopAsked():
            return _stop(replace(state, stopping=True, start_at=None, back_by=None))
        case Tick():
            return _tick(state, now)


def _began(event: Began, now: float) -> Step:
    state = State(patroni=event.patroni, postmaster=event.postmaster)
    if event.patroni and event.postmaster:
        return replace(state, back_by=now + PATIENCE), (Action.THAW,)
    if event.patroni:
        # The launcher before us may have ended in the middle of a fence.
        return replace(state, frozen=True, fencing=True), (Action.FREEZE, Action.FENCE)
    if event.postmaster:
        return _start(replace(state, back_by=now + PATIENCE), now)
    # As after the end of both: the key may still be ours from before, and a backend alive.
    return replace(state, fencing=True), (Action.FENCE,)


def _patroni_ended(state: State, now: float) -> Step:
    if state.stopping:
        return state, () if state.fencing else (Action.EXIT,)
    if state.fencing:
        return state, ()
    if not state.postmaster:
        return replace(state, fencing=True), (Action.FENCE,)
    return _start(replace(state, back_by=state.back_by or now + PATIENCE), now)


def _patroni_silent(state: State, alone: bool, now: float) -> Step:
    """Replace a Patroni that hangs beside a living postmaster; the new one adopts it.

    Where the instance hangs too it is what Patroni waits for: a new one would only renew the lease, and keep
    the others from taking over.
    """
    guarded = state.patroni and state.answered and state.postmaster and alone
    if not guarded or state.fencing or state.stopping or state.silences < SILENCES:
        return state, ()
    ended = replace(state, patroni=False, silences=0, back_by=now + PATIENCE, pause=0.0)
    started, actions = _start(ended, now)
    return started, (Action.END_PATRONI, *actions)


def _start(state: State, now: float) -> Step:
    """Start Patroni now, or later where its last start came to nothing."""
    if state.stopping or state.patroni:
        return state, ()
    if state.full:
        return replace(state, held=True), ()
    if state.pause and state.start_at is None:
        return replace(state, start_at=now + state.pause), ()
    pause = min(max(1.0, state.pause * 2), LONGEST_PAUSE)
    return replace(state, patroni=True, answered=False, start_at=None, pause=pause), (Action.START,)


def _postmaster_ended(state: State, clean: bool) -> Step:
    if state.fencing:
        return state, ()
    if not state.patroni:
        if state.stopping:
            return state, ()
        return replace(state, fencing=True, start_at=None), (Action.FENCE,)
    if clean:
        return state, (Action.HAND_OVER,)
    if not state.answered and not state.stopping:
        # It was started for the postmaster that is gone now. Starting it anew after the release is
        # faster than waiting until it is there and can release by itself.
        return replace(state, patroni=False, pause=0.0, fencing=True), (Action.END_PATRONI, Action.FENCE)
    return replace(state, frozen=True, fencing=True), (Action.FREEZE, Action.FENCE)


def _fenced(state: State) -> Step:
    if state.patroni and state.full and not state.stopping:
        # It would start the instance every second or two, and each time the disk would end it.
        return replace(state, patroni=False, frozen=False, pause=0.0), (Action.END_PATRONI, Action.RELEASE)
    if state.patroni:
        return replace(state, frozen=False), (Action.THAW, Action.WAKE)
    if state.stopping:
        return state, (Action.EXIT,)
    return state, (Action.RELEASE,)


def _judged(state: State, may_end: bool) -> Step:
    waits = state.postmaster and not state.answered and not state.fencing and not state.stopping
    if not (may_end and waits):
        return state, ()
    ended = replace(state, patroni=False, fencing=True, start_at=None, back_by=None, pause=0.0)
    return ended, (Action.END_PATRONI, Action.FENCE) if state.patroni else (Action.FENCE,)


def _stop(state: State) -> Step:
    # A frozen Patroni gets the request too: it acts on it when the fence is certain, never before.
    if state.patroni:
        return state, (Action.STOP_PATRONI,)
    return state, () if state.fencing else (Action.EXIT,)


def _tick(state: State, now: float) -> Step:
    if state.fencing or state.stopping:
        return state, ()
    if state.back_by is not None and now >= state.back_by:
        return replace(state, back_by=now + JUDGE_AGAIN), (Action.JUDGE,)
    if state.start_at is not None and now >= state.start_at:
        return _start(state, now)
    return state, ()
