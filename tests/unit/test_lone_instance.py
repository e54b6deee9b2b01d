"""What a restored instance is told: where to stop, and to keep its log to itself."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fkplus.bench.backup import lost_seconds
from fkplus.chaos.ledger import Entry, Event
from fkplus.components import lone_instance
from fkplus.components.lone_instance import Listening, Recovery
from fkplus.model.recovery import AtName, AtPosition, AtTime, Latest, Target

ROOT = Path("/srv/fkplus/data/restoring")
PRIVATE = Listening(Path("/srv/fkplus/run"), 1)
PUBLIC = Listening(Path("/srv/fkplus/run"), 5461, "127.0.0.1")


def configuration(target: Target, *, pauses: bool = True) -> list[str]:
    files = lone_instance.files(ROOT, Recovery(target, 3, pauses), PRIVATE, "")
    return files[lone_instance.CONFIGURATION].splitlines()


def options(listening: Listening, *, archives_later: bool) -> dict[str, str]:
    words = lone_instance.options(
        ROOT, listening, archives_later=archives_later, limits={"max_connections": 7}
    )
    return dict(word.split("=", 1) for word in words if word != "-c")


@pytest.mark.parametrize(
    ("target", "lines"),
    [
        (Latest(), []),
        (
            AtTime(datetime(2026, 11, 25, 12, tzinfo=UTC)),
            ["recovery_target_time = '2026-11-25 12:00:00.000000+00'"],
        ),
        (AtPosition(0x800B8B0), ["recovery_target_lsn = '0/800B8B0'", "recovery_target_inclusive = off"]),
        (AtName("before"), ["recovery_target_name = 'before'"]),
    ],
)
def test_replay_stops_at_the_target_on_the_chosen_timeline(target: Target, lines: list[str]) -> None:
    assert configuration(target) == [
        "include '/srv/fkplus/data/restoring/pgdata/postgresql.conf'",
        "recovery_target_timeline = '3'",
        "recovery_target_action = 'pause'",
        *lines,
    ]
    assert "recovery_target_action = 'promote'" in configuration(target, pauses=False)


def test_what_becomes_the_cluster_keeps_its_log_for_the_archiver() -> None:
    told = options(PRIVATE, archives_later=True)
    assert (told["archive_mode"], told["archive_command"]) == ("on", "")


def test_a_copy_archives_nothing_and_lets_nobody_in_without_a_password() -> None:
    told = options(PUBLIC, archives_later=False)
    assert (told["archive_mode"], told["archive_command"]) == ("off", "")
    assert (told["listen_addresses"], told["port"]) == ("127.0.0.1", "5461")
    access = lone_instance.files(ROOT, Recovery(Latest(), 1, pauses=False), PUBLIC, "")[lone_instance.ACCESS]
    assert access == "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


def test_a_copy_in_a_container_lets_in_this_machine_only() -> None:
    apart = replace(PUBLIC, address="10.83.17.10", client="10.83.17.1")
    assert options(apart, archives_later=False)["listen_addresses"] == "10.83.17.10"
    access = lone_instance.files(ROOT, Recovery(Latest(), 1, pauses=False), apart, "")[lone_instance.ACCESS]
    assert access == "local all all trust\nhost all all 10.83.17.1/32 scram-sha-256\n"


def test_what_is_prepared_listens_on_its_socket_only() -> None:
    assert options(PRIVATE, archives_later=True)["listen_addresses"] == ""
    access = lone_instance.files(ROOT, Recovery(Latest(), 1, pauses=False), PRIVATE, "")[lone_instance.ACCESS]
    assert "host" not in access


def test_a_repository_that_does_not_answer_never_looks_like_the_end_of_the_log() -> None:
    script = lone_instance.fetch(Path("/etc/pgbackrest.conf"), "local", Path("/srv/received here"))
    assert '--pg1-path="$PWD" "$1" "$PWD/$2"' in script
    assert "'/srv/received here'/\"$1\".partial" in script
    assert script.endswith("[ $code -eq 1 ] && exit 1\nexit 126\n")


def test_limits_are_the_highest_of_backup_and_cluster() -> None:
    lines = ["max_connections setting:              120", "max_wal_senders setting:              10"]
    found = lone_instance.limits(lines, {"max_connections": 300, "max_wal_senders": "5"})
    assert (found["max_connections"], found["max_wal_senders"]) == (300, 10)


def test_lost_seconds_reach_from_the_last_row_that_is_there_to_the_last_acknowledged_one() -> None:
    entries = [Entry(Event.ACKNOWLEDGED, n, 1, 10.0 + n, 0.0) for n in range(1, 6)]
    assert lost_seconds(entries, {1, 2, 3, 4, 5}) == 0
    assert lost_seconds(entries, {1, 2, 3}) == 2
    assert lost_seconds([*entries, Entry(Event.REFUSED, 9, 1, 99.0, 0.0)], {1, 2, 3, 4, 5}) == 0
