"""What the launcher makes of answers: a loop that stopped is silence, a member without an address is none."""

import json
from pathlib import Path

import pytest
from answering import answering

from fkplus.launcher import placement, rest
from fkplus.launcher.rules import PATIENCE, Action, Began, State, Tick, decide
from fkplus.launcher.unit import PatroniUnit


def unit(port: int) -> PatroniUnit:
    address = f"127.0.0.1:{port}"
    return PatroniUnit("node1", "/x/", Path(), address, "", "", "", "", (address,))


@pytest.mark.parametrize(("status", "answers"), [(200, True), (404, True), (503, False)])
def test_a_patroni_whose_loop_has_stopped_does_not_answer(status: int, answers: bool) -> None:
    with answering(status, b"") as port:
        assert rest.answers(unit(port)) is answers


def test_a_patroni_that_is_not_there_does_not_answer() -> None:
    with answering(200) as port:
        gone = unit(port)
    assert not rest.answers(gone)


def test_an_etcd_member_that_has_not_started_yet_is_passed_over() -> None:
    added = {"ID": "1", "peerURLs": ["http://127.0.0.1:1"]}
    with answering(
        200, json.dumps({"members": [added, {**added, "name": "node1", "clientURLs": []}]}).encode()
    ) as port:
        assert placement.part(unit(port)) == ""


def test_a_patroni_that_was_found_hanging_is_judged_like_one_that_does_not_come_back() -> None:
    state, actions = decide(State(), Began(patroni=True, postmaster=True), 100.0)
    assert actions == (Action.THAW,)
    assert decide(state, Tick(), 100.0 + PATIENCE)[1] == (Action.JUDGE,)
