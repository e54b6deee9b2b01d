"""A running cluster's configuration follows ours, and never against an operator."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fkplus.components.dynamic_configuration import dynamic_configuration, timings_problem
from fkplus.model.reconcile import reconcile

KEYS = st.sampled_from(["ttl", "loop_wait", "synchronous_mode"])
FLAT = st.dictionaries(KEYS, st.integers(1, 3))


def merge(current: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Merge as Patroni does for PATCH /config: level by level, null deletes."""
    merged = dict(current)
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            merged[key] = merge(merged.get(key) or {}, value)
        else:
            merged[key] = value
    return merged


def test_our_own_value_is_replaced_by_our_new_one() -> None:
    assert reconcile({"ttl": 20}, {"ttl": 20}, {"ttl": 30}).patch == {"ttl": 30}


def test_an_operators_value_stays_and_is_named() -> None:
    result = reconcile({"ttl": 60}, {"ttl": 20}, {"ttl": 30})
    assert result.patch == {}
    assert result.kept == ("ttl",)


def test_keys_that_only_the_operator_set_are_left_alone() -> None:
    assert reconcile({"ttl": 20, "pause": True}, {"ttl": 20}, {"ttl": 20}).patch == {}


def test_a_key_that_we_no_longer_want_is_removed() -> None:
    assert reconcile({"ttl": 20}, {"ttl": 20}, {}).patch == {"ttl": None}


def test_nested_keys_are_compared_one_by_one() -> None:
    current = {"postgresql": {"parameters": {"jit": "on", "work_mem": "8MB"}}}
    applied = {"postgresql": {"parameters": {"jit": "off", "work_mem": "8MB"}}}
    desired = {"postgresql": {"parameters": {"jit": "off", "work_mem": "16MB"}}}
    result = reconcile(current, applied, desired)
    assert result.patch == {"postgresql": {"parameters": {"work_mem": "16MB"}}}
    assert result.kept == ("postgresql.parameters.jit",)


@given(current=FLAT, applied=FLAT, desired=FLAT)
def test_after_the_patch_there_is_nothing_left_to_patch(
    current: dict[str, int], applied: dict[str, int], desired: dict[str, int]
) -> None:
    first = reconcile(current, applied, desired)
    after = merge(current, dict(first.patch))
    assert reconcile(after, desired, desired).patch == {}


@given(current=FLAT, applied=FLAT, desired=FLAT)
def test_only_keys_that_are_as_we_left_them_are_touched(
    current: dict[str, int], applied: dict[str, int], desired: dict[str, int]
) -> None:
    for key in reconcile(current, applied, desired).patch:
        assert current.get(key) == applied.get(key)


def test_patroni_would_keep_our_timings_as_they_are() -> None:
    wanted = dynamic_configuration()
    assert timings_problem(wanted["ttl"], wanted["loop_wait"], wanted["retry_timeout"]) == ""
    assert timings_problem(10, 1, 3)
    assert timings_problem(20, 0, 3)
    assert timings_problem(20, 1, 2)
    assert timings_problem(20, 2, 10)
