"""What hangs is left out, what answers in time is kept."""

import threading

import pytest

from fkplus.operations.at_once import answers


def test_all_answers_are_kept_when_nobody_hangs() -> None:
    assert answers({"a": lambda: 1, "b": lambda: 2}, seconds=30) == {"a": 1, "b": 2}


def test_whoever_hangs_is_left_out() -> None:
    never = threading.Event()
    try:
        assert answers({"hangs": never.wait, "answers": lambda: True}, seconds=0.2) == {"answers": True}
    finally:
        never.set()


def test_an_error_is_not_hidden_in_a_thread() -> None:
    def fails() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        answers({"fails": fails}, seconds=30)
