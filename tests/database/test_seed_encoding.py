"""What columns are encoded to is what PostgreSQL reads, for every type and shape."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from fkplus.database.seeding.columns import DateRanges, Digits, Hundredths, Lists, Nullable, Pool, joined
from fkplus.database.seeding.sinks import Database
from fkplus.database.seeding.tables import SeedTables, Tally
from fkplus.model.errors import FkplusError

TABLE = """
create domain cents as numeric check (value = round(value, 2));
create domain grade as smallint;
create table encoded (
    row_no bigint, small smallint, whole integer, big bigint, flag boolean, at timestamptz, on_day date,
    amount cents, total numeric, label text, handle text, grades smallint[], own_grades grade[],
    points numeric[], ids bigint[], during daterange, facts jsonb, words text[])
"""
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def tables(server):
    with psycopg.connect(server.dsn("postgres", "tester")) as connection:
        connection.execute("create schema encoding; set search_path = encoding")
        connection.execute(TABLE)
        connection.execute("set timezone = 'Asia/Tokyo'")
        yield SeedTables(connection, Tally(), lambda *_: None, Database(connection))
        connection.rollback()


def written(tables, **columns):
    """Write the columns and return what the server then holds."""
    tables.connection.execute("truncate encoding.encoded")
    tables.write("encoding.encoded", iter([(1, columns)]), 1)
    names = ", ".join(columns)
    return tables.connection.execute(f"select {names} from encoding.encoded order by ctid").fetchall()


def array(values, kind=np.int64):
    return np.array(values, kind)


def integers(bits):
    return st.lists(st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1), min_size=1, max_size=30)


@SETTINGS
@given(small=integers(16), whole=integers(32), big=integers(64), flags=st.lists(st.booleans(), min_size=1))
def test_numbers_and_flags(tables, small, whole, big, flags):
    assert written(tables, small=array(small)) == [(v,) for v in small]
    assert written(tables, whole=array(whole)) == [(v,) for v in whole]
    assert written(tables, big=array(big)) == [(v,) for v in big]
    assert written(tables, flag=array(flags, np.bool_)) == [(v,) for v in flags]


@SETTINGS
@given(st.lists(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), min_size=1))
def test_times_and_days(tables, moments):
    moments = [moment.replace(tzinfo=UTC) for moment in moments]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    micros = array([(moment - epoch) // timedelta(microseconds=1) for moment in moments])
    assert written(tables, at=micros) == [(moment,) for moment in moments]
    days = [moment.date() for moment in moments]
    assert written(tables, on_day=array([(day - date(1970, 1, 1)).days for day in days])) == [
        (d,) for d in days
    ]
    assert written(tables, at=micros.astype("datetime64[us]")) == [(moment,) for moment in moments]


@SETTINGS
@given(st.lists(st.integers(-(10**18), 10**18), min_size=1))
def test_numerics_print_as_the_servers_own(tables, values):
    rows = written(
        tables, row_no=np.arange(len(values)), amount=Hundredths(array(values)), total=array(values)
    )
    printed = tables.connection.execute(
        "select amount::text, total::text from encoding.encoded order by row_no"
    )
    expected = [(str(Decimal(value).scaleb(-2)), str(value)) for value in values]
    assert printed.fetchall() == expected
    assert [row[1:] for row in rows] == [(Decimal(value).scaleb(-2), value) for value in values]
    # Byte for byte what the server makes of the text.
    same = "select bool_and(numeric_send(amount) = numeric_send(amount::text::numeric)) from encoding.encoded"
    assert tables.connection.execute(same).fetchall() == [(True,)]


@SETTINGS
@given(
    st.lists(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])), min_size=1),
    st.data(),
)
def test_texts_from_pools_and_composed(tables, values, data):
    index = data.draw(st.lists(st.integers(0, len(values) - 1), min_size=1, max_size=50))
    expected = [values[place] for place in index]
    assert written(tables, label=Pool(values).draw(array(index))) == [(text,) for text in expected]
    numbers = np.arange(len(index)) * 37
    handles = joined("é_", Pool(values).draw(array(index)), "_", Digits(numbers, 3, base=10))
    assert written(tables, handle=handles) == [
        (f"é_{text}_{number:03}",) for text, number in zip(expected, numbers, strict=True)
    ]
    null = array(data.draw(st.lists(st.booleans(), min_size=len(index), max_size=len(index))), np.bool_)
    rows = written(tables, row_no=np.arange(len(index)), handle=Nullable(handles, null), big=numbers)
    assert [row[1] is None for row in rows] == null.tolist()
    assert [row[2] for row in rows] == numbers.tolist()


CELLS = st.lists(st.lists(st.none() | st.integers(-300, 300), max_size=9), min_size=1, max_size=40)


def as_lists(rows, **options):
    most = max(map(len, rows)) or 1
    cells, null = np.zeros((len(rows), most), np.int64), np.zeros((len(rows), most), np.bool_)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            cells[number, place], null[number, place] = value or 0, value is None
    return Lists(cells, array([len(row) for row in rows]), null, **options)


@SETTINGS
@given(CELLS)
def test_ragged_lists_with_nulls(tables, rows):
    assert written(tables, grades=as_lists(rows)) == [(row,) for row in rows]
    assert written(tables, ids=as_lists(rows)) == [(row,) for row in rows]
    written(tables, own_grades=as_lists(rows))
    back = tables.connection.execute("select own_grades::smallint[] from encoding.encoded order by ctid")
    assert back.fetchall() == [(row,) for row in rows]
    points = [([None if v is None else Decimal(v).scaleb(-2) for v in row],) for row in rows]
    assert written(tables, points=as_lists(rows, hundredths=True)) == points
    text = tables.connection.execute("select points::text from encoding.encoded order by ctid").fetchall()
    assert text == [
        ("{" + ",".join("NULL" if v is None else str(v) for v in row) + "}",) for (row,) in points
    ]


@SETTINGS
@given(
    st.lists(st.tuples(st.none() | st.integers(0, 999), st.none() | st.integers(1000, 30_000)), min_size=1)
)
def test_ranges_of_dates(tables, bounds):
    lower, upper = zip(*bounds, strict=True)
    column = DateRanges(
        array([day or 0 for day in lower]), array([day or 0 for day in upper]),
        array([day is None for day in lower], np.bool_), array([day is None for day in upper], np.bool_),
    )  # fmt: skip
    first = date(1970, 1, 1)
    expected = [
        (DateRange(None if a is None else first + timedelta(a), None if b is None else first + timedelta(b),
                   "[)" if a is not None else "()"),)
        for a, b in bounds
    ]  # fmt: skip
    assert written(tables, during=column) == expected


def test_any_value_from_a_pool_and_one_for_all_rows(tables):
    facts = [{"a": [1, None, "ё🐻"]}, {}, None]
    index = array([2, 0, 1, 0])
    words = Pool([["p", "q"]]).draw(np.zeros(4, np.int64))
    rows = written(tables, facts=Pool(facts).draw(index), words=words, total=Decimal("1.5"))
    assert rows == [(facts[place], ["p", "q"], Decimal("1.5")) for place in index]


@SETTINGS
@given(st.lists(st.tuples(st.none() | st.integers(-9, 9), st.none() | st.text("aя", max_size=3)), min_size=1))
def test_rows_of_mixed_widths_with_nulls_everywhere(tables, rows):
    numbers = array([row[0] or 0 for row in rows])
    none = array([row[0] is None for row in rows], np.bool_)
    back = written(
        tables, row_no=np.arange(len(rows)), small=Nullable(numbers, none), label=[row[1] for row in rows],
        amount=Nullable(Hundredths(numbers), none), flag=numbers > 0,
        grades=Nullable(as_lists([[1]] * len(rows)), none),
    )  # fmt: skip
    for (number, text), (_, small, label, amount, flag, grades) in zip(rows, back, strict=True):
        assert (small, label) == (number, text)
        assert amount == (None if number is None else Decimal(number).scaleb(-2))
        assert flag == ((number or 0) > 0)
        assert grades == (None if number is None else [1])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"small": array([40_000])}, "out of the range of int2"),
        ({"flag": array([1])}, "can't fill a column of type bool"),
        ({"whole": array([True], np.bool_)}, "can't fill a column of type int4"),
        ({"big": array([1.5], np.float64)}, "can't fill a column of type int8"),
        ({"label": array([1])}, "can't fill a column of type text"),
        ({"big": array([1]), "whole": array([1, 2])}, "column of 1 rows stands beside one of 2"),
        ({"nothing": array([1])}, "no column nothing"),
        ({"handle": joined("a", Digits(array([1000]), 3, base=10))}, "do not fit in 3 digits"),
        ({"small": as_lists([[1]])}, "lists can't fill"),
    ],
)
def test_what_does_not_fit_is_refused(tables, columns, message):
    with pytest.raises(FkplusError, match=message):
        written(tables, **columns)
