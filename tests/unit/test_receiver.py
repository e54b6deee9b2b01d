"""The receiver deletes only what the archive has, and knows from what it must not go on."""

import shutil
import struct
from pathlib import Path

import pytest

from fkplus.backups.receiving import store as store_rules
from fkplus.backups.receiving.store import Store
from fkplus.backups.receiving.trouble import Trouble, judge
from fkplus.model.wal import Segment

SYSTEM = 7712127721165282498
# XLogLongPageHeaderData: magic, info, timeline, address, remaining length, padding, system identifier.
HEADER = struct.pack("<HHIQIIQ", 0xD110, 2, 1, 0, 0, 0, SYSTEM)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "received")
    made.make()
    return made


def fill(store: Store, *names: str) -> None:
    for name in names:
        (store.directory / name).write_bytes(HEADER)


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.directory.iterdir() if path.is_file())


def segment(number: int, timeline: int = 1) -> str:
    return Segment(timeline, number).name


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        (
            "ERROR:  requested starting point 0/B000000 on timeline 1 is not in this server's history",
            Trouble.AHEAD,
        ),
        ("ERROR:  requested starting point 0/B000000 is ahead of the WAL flush position", Trouble.AHEAD),
        ("ERROR:  requested WAL segment 000000010000000000000002 has already been removed", Trouble.TOO_LATE),
        ('pg_receivewal: error: replication slot "fkplus_receiver" does not exist', Trouble.NO_SLOT),
        ("pg_receivewal: error: server closed the connection unexpectedly", Trouble.NONE),
    ],
)
def test_the_reason_of_an_end_is_read_from_its_words(line: str, trouble: Trouble) -> None:
    assert judge(["pg_receivewal: starting", line]) is trouble


def test_what_the_archive_has_is_deleted_and_nothing_else(store: Store) -> None:
    fill(store, segment(5), segment(6), segment(7), f"{segment(8)}.partial", "00000002.history")
    store.drop_archived({Segment(1, 5), Segment(1, 7)})
    assert names(store) == [segment(6), f"{segment(8)}.partial", "00000002.history"]


def test_what_is_older_than_the_archive_is_deleted(store: Store) -> None:
    fill(store, segment(3), segment(9))
    store.drop_archived({Segment(1, 8)})
    assert names(store) == [segment(9)]


def test_part_of_a_segment_goes_when_a_later_timeline_has_the_whole(store: Store) -> None:
    fill(store, f"{segment(8)}.partial", f"{segment(9, 2)}.partial")
    store.drop_archived({Segment(1, 8)})
    assert names(store) == [f"{segment(8)}.partial", f"{segment(9, 2)}.partial"]
    store.drop_archived({Segment(2, 8)})
    assert names(store) == [f"{segment(9, 2)}.partial"]


def test_without_an_archive_everything_stays(store: Store) -> None:
    fill(store, segment(5), f"{segment(6)}.partial")
    store.drop_archived(frozenset())
    assert len(names(store)) == 2


def test_beyond_its_bound_the_oldest_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, segment(5), segment(6), segment(7), f"{segment(8)}.partial")
    monkeypatch.setattr(store_rules, "_MOST_BYTES", 2 * len(HEADER))
    assert [path.name for path in store.keep_small()] == [segment(5)]
    assert names(store) == [segment(6), segment(7), f"{segment(8)}.partial"]


def test_on_a_full_disk_half_of_what_was_received_makes_room_for_the_archive(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, *map(segment, range(4)), f"{segment(4)}.partial")
    full = shutil.disk_usage(store.directory)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    assert [path.name for path in store.keep_small()] == [segment(0), segment(1)]
    assert names(store) == [segment(2), segment(3), f"{segment(4)}.partial"]


def test_the_newest_file_says_of_which_system_it_is(store: Store) -> None:
    assert store.system_identifier() is None
    (store.directory / segment(5)).write_bytes(bytes(64))
    assert store.system_identifier() is None
    fill(store, f"{segment(6)}.partial")
    assert store.system_identifier() == SYSTEM


def test_what_is_set_aside_replaces_what_was_there_before(store: Store) -> None:
    fill(store, segment(5))
    first = store.set_aside()
    first.rename(store.directory / "aside-earlier")
    fill(store, segment(6))
    second = store.set_aside()
    assert names(store) == []
    assert [path.name for path in second.iterdir()] == [segment(6)]
    assert [path.name for path in store.directory.iterdir()] == [second.name]
