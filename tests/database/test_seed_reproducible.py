"""The same SEED_COUNT gives the same rows anywhere, any time; who doubts it can have it verified."""

import shutil

import numpy as np
import psycopg
import pytest
from seedable import COUNT, COUNTED_TABLES, ROOT, known, seed_in_another_process, seeded_versions
from test_seeding import new_database, seeded

from fkplus.database.connection import connect
from fkplus.database.seeding import history as seed_history
from fkplus.database.seeding import ratios, room
from fkplus.database.seeding.context import ANCHOR, new_context
from fkplus.database.seeding.distributions import LogNormal, PowerLaw, Zipf
from fkplus.database.seeding.population import edges
from fkplus.database.seeding.sinks import Nowhere
from fkplus.database.seeding.streams import Stream
from fkplus.database.seeding.tables import SeedTables, Tally
from fkplus.database.seeding.times import micros, timed_ids, times_of
from fkplus.database.seeding.verify import verify
from fkplus.model.errors import BadInput

__all__ = ["new_database", "seeded"]  # fixtures

RAW = [9686339451512062903, 18178642727131972365]
BELOW = [52, 130, 655, 46, 931]
ORDER = [3, 0, 1, 2, 5, 4]
LETTERS = b"3BgWv1PaR2Bg"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# In versions 1, 2, 4, 11, 14, 16 and 18.1: while counters, months and sums checked at commit are under way.
KILLED_AT = (
    "private.account_credential", "public.team_club", "public.performance", "public.follow_team",
    "public.comment_reaction", "private.message", "private.report",
)  # fmt: skip
COUNTS = ("follower_count", "team_bears", "post_count", "programme_rating_average")
SHAPE = """
select attname, attnotnull, col_description(attrelid, attnum) from pg_attribute
where attrelid = 'seed_history'::regclass and attnum > 0 and not attisdropped order by attname
"""


def test_a_stream_is_the_same_on_every_machine():
    """Computed once; another number here means that everybody's rows have changed."""
    stream = Stream("1", "public.account", 0)
    assert stream.raw(2).tolist() == RAW
    assert stream.below(1000, 5).tolist() == BELOW
    assert stream.order(6).tolist() == ORDER
    assert bytes(stream.letters(ALPHABET, 1, 12)[0]) == LETTERS


def test_streams_of_other_names_differ():
    names = [("1", "a"), ("1", "b"), ("2", "a"), ("1", "a", 0), ("1", "a", 1)]
    assert len({int(Stream(*each).raw(1)[0]) for each in names}) == len(names)


def test_distributions_have_the_shape_they_are_named_after():
    stream = Stream("shape")
    degrees = stream.quantile(LogNormal(10, 1.45, 2000).table(), 100_000)
    assert 9 <= np.median(degrees) <= 11
    assert degrees.max() <= 2000 < 40 * np.quantile(degrees, 0.95)
    popular = stream.weighted(Zipf(1.1).cumulative(1000), 200_000)
    counts = np.bincount(popular, minlength=1000)
    assert 1.9 < counts[0] / counts[1] < 2.4  # 2 ** 1.1 = 2.14
    assert 10 < counts[0] / counts[9] < 16  # 10 ** 1.1 = 12.6
    delays = stream.quantile(PowerLaw(20, 86_400, 0.35).table(), 100_000)
    assert 20 <= delays.min() <= delays.max() <= 86_400
    assert np.median(delays) < 3_600


def test_edges_are_different_and_sorted():
    random = Stream("edges")
    sources, targets = edges(np.arange(50), np.full(50, 40), lambda who: random.below(60, len(who)))
    pairs = list(zip(sources.tolist(), targets.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert len(pairs) < 50 * 40


@pytest.mark.parametrize("units", [1, 5_000, 3_000_000])
def test_timed_ids_differ_and_tell_the_time(units):
    index = np.unique(np.linspace(0, units - 1, 5_000).astype(np.int64))
    # Rows a full turn of the counter apart, at the same moment: what would collide first.
    index = np.unique(np.concatenate([index, index[index >= 1 << 20] - (1 << 20)]))
    times = np.full(len(index), micros(ANCHOR) - 123_456)
    ids = timed_ids(times, index, units)
    assert len(np.unique(ids)) == len(ids)
    assert (np.abs(times_of(ids) - times) <= 4_000).all()


def test_a_chunk_depends_on_nothing_but_itself(seeded):
    """Made alone, first or last, a chunk has the same rows."""
    with connect(seeded.dsn) as connection:

        def made(order):
            found = {}

            def make(chunk):
                found[chunk.start] = chunk.random.below(10**9, chunk.size).tolist()
                return {"person_id": chunk.index + 10**6}

            tables = SeedTables(connection, Tally(), lambda *_: None, Nowhere(), {})
            new_context("9", 1, {}, tables).fill("public.athlete", order, make, chunk=7)
            return found

        whole, part = made(30), made(14)
    assert list(whole) == [0, 7, 14, 21, 28]
    assert part == {0: whole[0], 7: whole[7]}


def test_every_seeded_table_has_a_ratio_that_is_about_right(seeded):
    tables = {
        table: rows
        for noted in seeded.rows("select tables from seed_history")
        for table, rows in ((name, each["rows"]) for name, each in noted[0].items())
    }
    expected = ratios.expected(COUNT)
    missing = set(tables) - set(expected)
    assert not missing, f"ratios.py does not say how many rows these get: {missing}"
    exact = {table for table in tables if not ratios.ROWS[table].is_about}
    assert {table: tables[table] for table in exact} == {table: expected[table] for table in exact}
    # What depends on how many teams and events there are is far off for so few users.
    off = {t: (n, expected[t]) for t, n in tables.items() if not 1 / 6 <= n / max(expected[t], 1) <= 6}
    assert not off


def test_verifying_finds_the_rows_that_would_be_written_again(seeded):
    with connect(seeded.dsn) as connection:
        verdict = verify(connection, known(), lambda _: None)
    assert verdict.is_reproducible
    assert not verdict.notes
    assert {check.table for check in verdict.checks} >= {"public.account", "public.element", "public.team"}
    # A trigger may take rows away again: who blocks somebody is no longer followed.
    sport = [check for check in verdict.checks if check.version in {"1", "2", "3", "4"}]
    assert [check for check in sport if check.present < check.seeded] == []


def test_verifying_tells_what_users_and_other_code_changed(new_database):
    database = new_database()
    database.migrate("1")
    database.seed("1", 30)
    database.execute("delete from account_profile where account_id = 1")
    database.execute("""update seed_history set
        tables = jsonb_set(tables, '{public.person,checksum}', '"0"'),
        generator = jsonb_set(generator, '{numpy}', '"1.0"')""")
    with connect(database.dsn) as connection:
        verdict = verify(connection, known(), lambda _: None)
    (profile,) = [check for check in verdict.checks if check.table == "public.account_profile"]
    assert (profile.present, profile.is_equal) == (profile.seeded - 1, True)
    assert [check.table for check in verdict.checks if not check.is_equal] == ["public.person"]
    assert verdict.notes[0].startswith("version 1 was seeded with numpy 1.0, this is ")


def test_a_history_without_manifest_is_upgraded_in_place(new_database):
    database = new_database()
    database.migrate("2")
    database.seed("1", 30)
    database.execute("alter table seed_history drop column tables, drop column generator")
    before = database.rows("table seed_history")
    with connect(database.dsn) as connection:
        (record,) = seed_history.history(connection)
        connection.rollback()
        verdict = verify(connection, known(), lambda _: None)
    assert (record.tables, record.generator) == ({}, {})
    assert verdict.notes == ("version 1: an earlier fkplus seeded it, so nothing can be compared",)
    database.seed("2", 30)
    columns = "version, name, seed_count, row_count, checksum, id_blocks, seeded_at, seeded_by, milliseconds"
    assert database.rows(f"select {columns} from seed_history where version = '1'") == before
    assert database.rows("select tables <> '{}' from seed_history order by version") == [(False,), (True,)]
    fresh = new_database()
    fresh.migrate("1")
    fresh.seed("1", 1)
    assert database.rows(SHAPE) == fresh.rows(SHAPE)


def test_what_no_disk_can_hold_is_refused(tmp_path):
    rows = ratios.expected(1000)
    room.require(1000, rows, [tmp_path])
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(BadInput, match=r"SEED_COUNT=1000 needs about .* GB free"):
        room.require(1000, {"public.account": free // 400}, [tmp_path / "not" / "yet" / "there"])
    half = {"public.account": free // 400 // 2 - 1_000_000}
    room.require(1000, half, [tmp_path])
    with pytest.raises(BadInput):
        room.require(1000, half, [tmp_path] * 3)


def test_the_data_directory_is_looked_at_where_the_role_may_know_it(server, seeded):
    with psycopg.connect(server.dsn(seeded.name, "tester")) as connection:
        assert room.data_places(connection) == (server.directory / "data",)
    with connect(seeded.dsn) as connection:
        assert room.data_places(connection) == ()
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize("count", [0, -5, 1_000_001])
def test_a_count_out_of_range_is_refused_before_a_row_is_written(new_database, count):
    database = new_database()
    database.migrate("1")
    with pytest.raises(BadInput, match=f"SEED_COUNT={count}: it is a whole number from 1 to 1000000"):
        database.seed("1", count)
    assert database.rows("select to_regclass('seed_history'), (select count(*) from account)") == [(None, 0)]


def test_a_killed_seeder_leaves_nothing_of_any_version_and_the_next_run_completes(new_database, seeded):
    database = new_database()
    database.migrate()
    versions = ",".join(seeded_versions())
    for table in KILLED_AT:
        done = seed_in_another_process(database, versions, die_at=f" {table}:")
        assert done.returncode == -9, done.stderr
    done = seed_in_another_process(database, versions)
    assert done.returncode == 0, done.stderr
    assert database.checksums() == seeded.checksums()
    # Checksums are those of what was sent: nothing is there twice, and nothing is missing.
    assert database.dump(without=COUNTED_TABLES) == seeded.dump(without=COUNTED_TABLES)
    for counts in COUNTS:
        assert database.rows(f"select * from {counts} order by 1, 2") == seeded.rows(
            f"select * from {counts} order by 1, 2"
        )


def test_the_anchor_is_what_the_guide_says():
    assert "2026-06-01 12:00 UTC" in (ROOT / "docs/seeding.md").read_text()
    assert ANCHOR.isoformat() == "2026-06-01T12:00:00+00:00"
