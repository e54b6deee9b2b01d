"""What the launcher does when processes end: the rules alone, and in a world where anything may happen."""

from collections.abc import Sequence

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fkplus.launcher import rules
from fkplus.launcher.rules import (
    Action,
    Began,
    Event,
    Fenced,
    Judged,
    PatroniAnswered,
    PatroniEnded,
    PatroniSilent,
    PostmasterEnded,
    PostmasterSeen,
    Released,
    RoomSeen,
    State,
    StopAsked,
    Tick,
)

SERVING = State(patroni=True, answered=True, postmaster=True)
CRASHED = PostmasterEnded(clean=False)


def play(state: State, *events: Event, now: float = 100.0) -> tuple[State, list[Action]]:
    """Return the last state and all actions of events that happen at one moment."""
    actions: list[Action] = []
    for event in events:
        state, more = rules.decide(state, event, now)
        actions += more
    return state, actions


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([PatroniEnded()], [Action.START], id="patroni-alone"),
        pytest.param([CRASHED], [Action.FREEZE, Action.FENCE], id="postmaster-alone"),
        pytest.param(
            [CRASHED, Fenced()],
            [Action.FREEZE, Action.FENCE, Action.THAW, Action.WAKE],
            id="patroni-itself-decides",
        ),
        pytest.param(
            [CRASHED, PatroniEnded(), Fenced(), Released()],
            [Action.FREEZE, Action.FENCE, Action.RELEASE, Action.START],
            id="both-postmaster-first",
        ),
        pytest.param(
            [PatroniEnded(), CRASHED, Fenced(), Released()],
            [Action.START, Action.END_PATRONI, Action.FENCE, Action.RELEASE, Action.START],
            id="both-patroni-first",
        ),
        pytest.param(
            [CRASHED, Fenced(full=True), Released()],
            [Action.FREEZE, Action.FENCE, Action.END_PATRONI, Action.RELEASE],
            id="nothing-is-started-on-a-full-disk",
        ),
        pytest.param(
            [CRASHED, Fenced(full=True), Released(), Tick(), RoomSeen()],
            [Action.FREEZE, Action.FENCE, Action.END_PATRONI, Action.RELEASE, Action.START],
            id="it-starts-when-there-is-room",
        ),
        pytest.param(
            [StopAsked(), CRASHED, Fenced(full=True)],
            [Action.STOP_PATRONI, Action.FREEZE, Action.FENCE, Action.THAW, Action.WAKE],
            id="a-stop-goes-on-on-a-full-disk",
        ),
        pytest.param(
            [CRASHED, Fenced(full=True), Released(), StopAsked()],
            [Action.FREEZE, Action.FENCE, Action.END_PATRONI, Action.RELEASE, Action.EXIT],
            id="whoever-waits-for-room-can-be-asked-to-end",
        ),
        pytest.param([PostmasterEnded(clean=True)], [Action.HAND_OVER], id="a-clean-stop"),
        pytest.param([StopAsked(), PatroniEnded()], [Action.STOP_PATRONI, Action.EXIT], id="asked-to-end"),
        pytest.param(
            [StopAsked(), PostmasterEnded(clean=True), PatroniEnded()],
            [Action.STOP_PATRONI, Action.HAND_OVER, Action.EXIT],
            id="asked-to-end-as-primary",
        ),
        pytest.param([Tick()], [], id="nothing"),
    ],
)
def test_what_follows_an_end(events: Sequence[Event], expected: list[Action]) -> None:
    assert play(SERVING, *events)[1] == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Began(patroni=True, postmaster=True), [Action.THAW]),
        (Began(patroni=True, postmaster=False), [Action.FREEZE, Action.FENCE]),
        (Began(patroni=False, postmaster=True), [Action.START]),
        (Began(patroni=False, postmaster=False), [Action.FENCE]),
    ],
)
def test_a_new_launcher_takes_over_what_it_finds(found: Began, expected: list[Action]) -> None:
    assert play(State(), found)[1] == expected


def test_a_postmaster_is_judged_only_when_its_patroni_stays_away() -> None:
    state, _ = play(SERVING, PatroniEnded())
    assert play(state, Tick(), now=100 + rules.PATIENCE - 0.1)[1] == []
    _, actions = play(state, Tick(), Judged(may_end=False), now=100 + rules.PATIENCE)
    assert actions == [Action.JUDGE]
    _, actions = play(state, Tick(), Judged(may_end=True), now=100 + rules.PATIENCE)
    assert actions == [Action.JUDGE, Action.END_PATRONI, Action.FENCE]
    back, _ = play(state, PatroniAnswered())
    assert play(back, Tick(), Judged(may_end=True), now=200)[1] == []


def test_a_patroni_that_never_answers_is_started_at_growing_intervals() -> None:
    state, now, waits = SERVING, 0.0, []
    for _ in range(8):
        state, actions = rules.decide(state, PatroniEnded(), now)
        began = now
        while Action.START not in actions:
            now += 0.25
            state, actions = rules.decide(state, Tick(), now)
        waits.append(now - began)
    assert waits == [0, 1, 2, 4, 8, 10, 10, 10]


def test_a_patroni_that_hangs_is_replaced_beside_its_postmaster() -> None:
    silences = [PatroniSilent(alone=True)] * rules.SILENCES
    assert play(SERVING, *silences[1:])[1] == []
    assert play(SERVING, *silences[1:], PatroniAnswered(), *silences[1:])[1] == []
    state, actions = play(SERVING, *silences)
    assert actions == [Action.END_PATRONI, Action.START]
    _, actions = play(state, *silences, Tick(), now=100 + rules.PATIENCE)
    assert actions == [Action.JUDGE], (
        "the new one is not killed while it starts; its postmaster is judged as ever"
    )


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(State(patroni=True, answered=True), id="no-postmaster"),
        pytest.param(State(patroni=True, postmaster=True), id="it-has-not-answered-yet"),
        pytest.param(play(SERVING, CRASHED)[0], id="stopped-for-a-fence"),
        pytest.param(play(SERVING, StopAsked())[0], id="asked-to-end"),
    ],
)
def test_a_silent_patroni_is_left_alone_where_that_is_to_be_expected(state: State) -> None:
    assert play(state, *[PatroniSilent(alone=True)] * rules.SILENCES)[1] == []


def test_a_patroni_that_waits_for_a_frozen_instance_is_left_alone() -> None:
    """A new one would renew the lease of an instance that nobody can use."""
    state, actions = play(SERVING, *[PatroniSilent(alone=False)] * 100)
    assert actions == []
    assert play(state, PatroniSilent(alone=True))[1] == [Action.END_PATRONI, Action.START]


def test_an_answer_makes_the_next_start_immediate_again() -> None:
    state, _ = play(SERVING, PatroniEnded(), PatroniEnded())
    assert not state.patroni
    state, _ = rules.decide(state, Tick(), 200.0)
    assert play(state, PatroniAnswered(), PatroniEnded())[1] == [Action.START]


class World(RuleBasedStateMachine):
    """Processes that end when they like, an edge that does what it is told, and checks on what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.patroni = self.postmaster = self.frozen = False
        self.leftovers = 0
        self.full = False
        self.a_launcher_starts()

    @rule()
    def a_launcher_starts(self) -> None:
        """The first one, or the next after one that was killed in the middle of anything."""
        self.exited = self.asked = self.fencing = self.judging = self.releasing = False
        self.state = State()
        self.tell(Began(self.patroni, self.postmaster))

    def tell(self, event: Event) -> None:
        self.state, actions = rules.decide(self.state, event, self.now)
        for action in actions:
            self.do(action, event)

    def do(self, action: Action, event: Event) -> None:
        match action:
            case Action.START:
                assert not self.patroni
                assert not self.full, "the instance is started on a full disk"
                assert not self.fencing, "Patroni is started into a fence"
                self.patroni = True
            case Action.FREEZE:
                self.frozen = self.patroni
            case Action.THAW:
                self.frozen = False
            case Action.END_PATRONI:
                self.patroni = self.frozen = False
            case Action.FENCE:
                assert not self.patroni or self.frozen, "Patroni can release during the fence"
                self.fencing = True
            case Action.RELEASE:
                assert isinstance(event, Fenced)
                assert not self.full or self.state.full
                assert self.leftovers == 0
                assert not self.patroni
                assert not self.postmaster
                self.releasing = True
            case Action.HAND_OVER:
                assert event == PostmasterEnded(clean=True)
            case Action.WAKE:
                assert self.patroni
                assert not self.frozen
            case Action.JUDGE:
                self.judging = True
            case Action.STOP_PATRONI:
                assert self.asked
            case Action.EXIT:
                assert self.asked
                assert not self.patroni
                self.exited = True

    @precondition(lambda self: not self.exited)
    @rule(seconds=st.sampled_from([0.0, 0.01, 0.5, 3.0, 9.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        self.tell(Tick())

    @precondition(lambda self: self.patroni and not self.exited)
    @rule()
    def patroni_dies(self) -> None:
        self.patroni = self.frozen = False
        self.tell(PatroniEnded())

    @precondition(lambda self: self.patroni and not self.frozen and not self.exited)
    @rule()
    def patroni_answers(self) -> None:
        self.tell(PatroniAnswered())

    @precondition(lambda self: self.patroni and not self.frozen and not self.exited)
    @rule(times=st.integers(1, rules.SILENCES), alone=st.booleans())
    def patroni_is_silent(self, times: int, alone: bool) -> None:
        for _ in range(times):
            self.tell(PatroniSilent(alone))

    @precondition(
        lambda self: self.patroni and not self.frozen and not self.postmaster and not self.leftovers
    )
    @rule()
    def patroni_starts_postgresql(self) -> None:
        self.postmaster = True
        self.full = False
        self.tell(PostmasterSeen())

    @precondition(lambda self: self.postmaster and not self.exited)
    @rule(leftovers=st.integers(0, 2))
    def the_postmaster_dies(self, leftovers: int) -> None:
        self.postmaster, self.leftovers = False, leftovers
        self.tell(PostmasterEnded(clean=False))

    @precondition(lambda self: self.postmaster and not self.exited)
    @rule()
    def the_postmaster_ends_cleanly(self) -> None:
        self.postmaster = False
        self.tell(PostmasterEnded(clean=True))

    @precondition(lambda self: self.fencing and self.postmaster)
    @rule()
    def the_fence_kills_the_postmaster(self) -> None:
        self.the_postmaster_dies(1)

    @precondition(lambda self: self.fencing and self.leftovers)
    @rule()
    def the_fence_kills_a_backend(self) -> None:
        self.leftovers -= 1

    @precondition(lambda self: self.fencing and not self.leftovers and not self.postmaster)
    @rule(full=st.booleans())
    def the_fence_is_certain(self, full: bool) -> None:
        self.fencing = False
        self.full = full
        self.tell(Fenced(full))

    @precondition(lambda self: self.state.full and not self.exited)
    @rule()
    def space_is_freed(self) -> None:
        self.full = False
        self.tell(RoomSeen())

    @precondition(lambda self: self.releasing)
    @rule()
    def the_release_is_over(self) -> None:
        self.releasing = False
        self.tell(Released())

    @precondition(lambda self: self.judging)
    @rule(may_end=st.booleans())
    def the_judgement_comes(self, may_end: bool) -> None:
        self.judging = False
        self.tell(Judged(may_end))

    @precondition(lambda self: not self.exited and not self.asked)
    @rule()
    def the_unit_is_asked_to_end(self) -> None:
        self.asked = True
        self.tell(StopAsked())

    @invariant()
    def the_picture_is_true(self) -> None:
        assert (self.state.patroni, self.state.fencing) == (self.patroni, self.fencing)
        assert self.state.postmaster == self.postmaster
        assert not self.frozen or self.fencing, "Patroni stays frozen for nothing"

    @invariant()
    def patroni_is_never_forgotten(self) -> None:
        waits = self.fencing or self.releasing or self.state.start_at is not None or self.state.held
        assert self.patroni or waits or self.exited or self.asked, "nobody will start Patroni again"


def test_the_rules_hold_whatever_happens() -> None:
    run_state_machine_as_test(
        World, settings=hypothesis_settings(max_examples=100, stateful_step_count=40, deadline=None)
    )
