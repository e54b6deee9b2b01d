"""Scenarios say what they mean: names, targets at the moment of the fault, figures over several runs."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fkplus.chaos import picture, summary, verdict
from fkplus.chaos.checks import Check
from fkplus.chaos.history import Role, Seen, Source
from fkplus.chaos.ledger import Entry, Event
from fkplus.chaos.scenarios import ALL, find
from fkplus.chaos.targets import Roles, Target, resolve
from fkplus.chaos.verdict import Verdict
from fkplus.model.errors import BadInput

ROLES = Roles(
    nodes=("node1", "node2", "node3"),
    primary="node2",
    synchronous=("node1", "node3"),
    etcd_leader="node3",
    etcd_nodes=("node1", "node2", "node3"),
    entry="node1",
)
RUN = Verdict("postmaster-killed", 10, 8, 1, 0, 0, 0.5, 0.1, 3.0, (Check("nothing is lost", True, "0"),))


def test_names_are_unique_and_can_name_folders() -> None:
    names = [scenario.name for scenario in ALL]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch("[a-z]+(-[a-z]+)*", name)] == []


def test_an_unknown_scenario_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as error:
        find("earthquake")
    assert "postmaster-killed" in error.value.hint


@pytest.mark.parametrize("target", Target)
def test_every_target_means_somebody_in_a_healthy_cluster(target: Target) -> None:
    assert resolve(target, ROLES)


def test_targets_follow_the_roles_of_the_moment() -> None:
    assert resolve(Target.PRIMARY, ROLES) == ["node2"]
    assert resolve(Target.REPLICAS, ROLES) == ["node1", "node3"]
    assert resolve(Target.SYNC_REPLICA, ROLES) == ["node1"]
    assert resolve(Target.ETCD_FOLLOWER, ROLES) == ["node1"]
    assert resolve(Target.ETCD_MAJORITY, ROLES) == ["node3", "node1"]


def test_where_nobody_is_meant_nobody_is_hit() -> None:
    assert resolve(Target.PRIMARY, replace(ROLES, primary="")) == []
    assert resolve(Target.SYNC_REPLICA, replace(ROLES, synchronous=())) == []


def test_a_summary_has_median_and_worst_of_all_runs_and_every_loss() -> None:
    runs = [
        replace(RUN, write_downtime=seconds, lost=lost) for seconds, lost in ((0.4, 0), (2.0, 1), (0.6, 0))
    ]
    [line] = summary.summarise(runs)
    assert (line.runs, line.lost, line.acknowledged) == (3, 1, 24)
    assert line.writes == summary.Times(0.6, 2.0)
    assert line.meets_objective


def test_a_run_that_never_healed_has_no_worst_time() -> None:
    [line] = summary.summarise([RUN, replace(RUN, to_healthy=None)])
    assert line.healthy == summary.Times(3.0, None)
    assert "3.00 / never" in summary.table(summary.document([line], {}))


def test_a_broken_promise_is_named_once() -> None:
    bad = replace(RUN, checks=(Check("nothing is lost", False, "1"),))
    [line] = summary.summarise([RUN, bad, bad])
    assert line.broken == ["nothing is lost"]


def test_a_slow_median_misses_its_objective() -> None:
    [line] = summary.summarise([replace(RUN, write_downtime=9.0)])
    assert not line.meets_objective


def test_a_verdict_is_read_as_it_was_written(tmp_path: Path) -> None:
    verdict.write(RUN, tmp_path)
    found = verdict.read(tmp_path / verdict.FILE_NAME)
    assert replace(found, checks=tuple(found.checks)) == RUN


@given(st.lists(st.floats(0, 20), min_size=1, max_size=40), st.floats(0, 20))
def test_the_picture_shows_every_acknowledgement_once(times: list[float], zero: float) -> None:
    entries = [Entry(Event.ACKNOWLEDGED, number, 1, at, at) for number, at in enumerate(times)]
    seconds, counts = picture.per_bin(entries, zero)
    assert sum(counts) == len(times)
    assert len(seconds) == len(counts)


def test_a_primary_that_takes_no_writes_is_drawn_as_silent() -> None:
    seen = [
        Seen(Source.POSTGRESQL, "node1", 1, Role.PRIMARY, 1, True),
        Seen(Source.POSTGRESQL, "node1", 2, Role.PRIMARY, 1, False),
        Seen(Source.POSTGRESQL, "node1", 3, Role.SILENT),
        Seen(Source.POSTGRESQL, "node1", 4, Role.REPLICA, 2, True),
        Seen(Source.POSTGRESQL, "node2", 4, Role.PRIMARY, 2, True),
    ]
    assert picture.spans(seen, "node1") == [(1, 2, Role.PRIMARY), (2, 4, Role.SILENT), (4, 4, Role.REPLICA)]
