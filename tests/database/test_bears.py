"""Bears move by the ledger only: no balance below zero, no queue at a star, no deadlock, no gift twice."""

from collections.abc import Iterator

import psycopg
import pytest
from at_once import at_once, refused_by
from fans import add_fans, add_skaters

from conftest import Server

FANS = range(1, 9)
SOUND = "SELECT * FROM bear_ledger_difference"


@pytest.fixture
def bank(server: Server, database: str) -> Iterator[str]:
    """A database with a team and eight accounts of 100 bears; its DSN."""
    dsn = server.dsn(database)
    with psycopg.connect(dsn) as connection:
        add_fans(connection)
        add_skaters(connection)
        connection.execute(
            "INSERT INTO bear_transfer (kind, to_account_id, amount, request_key)"
            " SELECT 'grant', account_id, 100, 'welcome:' || account_id FROM account WHERE account_id <= 8"
        )
    yield dsn
    with psycopg.connect(dsn) as connection:
        assert connection.execute(SOUND).fetchall() == []
        assert connection.execute("SELECT sum(bears) FROM bear_entry").fetchone() == (0,)


def balance(dsn: str, account: int) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT bears FROM bear_balance WHERE account_id = %s", [account]).fetchone()
    assert row
    return row[0]


def test_eight_givers_from_one_account_never_get_below_zero(bank: str) -> None:
    def give(giver: int) -> int:
        statement = "SELECT give_bears(1, 7, %s, team => 1)"
        with psycopg.connect(bank, autocommit=True) as connection:
            refusals = [refused_by(connection, statement, [f"{giver}-{n}"]) for n in range(10)]
        assert set(refusals) <= {"", "bear_balance_is_not_negative"}
        return refusals.count("")

    # 80 gifts of 7 are asked for; 100 bears are enough for 14.
    assert at_once([lambda giver=giver: give(giver) for giver in FANS]) == 14
    assert balance(bank, 1) == 2


def test_gifts_to_one_star_do_not_wait_for_each_other(bank: str) -> None:
    with psycopg.connect(bank) as connection:
        # A slot that is there already is what all would wait for.
        connection.execute("SELECT give_bears(1, 5, 'first', team => 1)")
    opened = [psycopg.connect(bank) for _ in FANS]
    try:
        for fan, connection in zip(FANS, opened, strict=True):
            # All eight transactions are open at once: whoever had to wait for another would fail here.
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute("SELECT give_bears(%s, 10, 'gift', team => 1)", [fan])
        for connection in opened:
            connection.commit()
        assert opened[0].execute("SELECT bears FROM team_bears").fetchall() == [(85,)]
        assert opened[0].execute("SELECT count(*) FROM team_bear_slot").fetchone() == (8,)
    finally:
        for connection in opened:
            connection.close()


def test_gifts_one_after_another_use_one_slot(bank: str) -> None:
    with psycopg.connect(bank, autocommit=True) as connection:
        for fan in FANS:
            connection.execute("SELECT give_bears(%s, 10, 'gift', team => 1)", [fan])
        assert connection.execute("SELECT bears FROM team_bear_slot").fetchall() == [(80,)]


def test_transfers_that_cross_do_not_deadlock(bank: str) -> None:
    def give(giver: int, receiver: int) -> int:
        with psycopg.connect(bank, autocommit=True) as connection:
            for n in range(50):
                key = f"{giver}-{receiver}-{n}"
                connection.execute("SELECT give_bears(%s, 1, %s, account => %s)", [giver, key, receiver])
        return 50

    # Account 9 has no balance yet: its row is made by whoever comes first.
    pairs = [(1, 2), (2, 1), (1, 9), (2, 9), (3, 1), (1, 3), (3, 9)]
    tasks = [lambda pair=pair: give(*pair) for pair in pairs]
    assert at_once(tasks) == 350
    assert [balance(bank, account) for account in (1, 2, 3, 9)] == [50, 50, 50, 150]


def test_a_request_that_is_sent_again_gives_once(bank: str) -> None:
    def give() -> int:
        with psycopg.connect(bank, autocommit=True) as connection:
            connection.execute("SELECT give_bears(1, 7, 'the same', team => 1, message => 'Браво!')")
        return 1

    at_once([give] * 8)
    assert balance(bank, 1) == 93
    with psycopg.connect(bank) as connection:
        first, second = (
            connection.execute("SELECT give_bears(1, 7, 'the same', team => 1)").fetchone() for _ in range(2)
        )
        assert first == second
        assert connection.execute("SELECT body FROM private.bear_message").fetchall() == [("Браво!",)]


def test_one_transfer_is_taken_back_once(bank: str) -> None:
    with psycopg.connect(bank) as connection:
        gift = connection.execute("SELECT give_bears(1, 30, 'gift', team => 1)").fetchone()
    assert gift

    def take_back(n: int) -> int:
        statement = (
            "INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key)"
            " VALUES ('reversal', 1, 1, 30, %s, %s)"
        )
        with psycopg.connect(bank, autocommit=True) as connection:
            refusal = refused_by(connection, statement, [gift[0], f"back:{n}"])
        assert refusal in {"", "bear_transfer_is_reversed_once"}
        return int(refusal == "")

    assert at_once([lambda n=n: take_back(n) for n in FANS]) == 1
    assert balance(bank, 1) == 100
    with psycopg.connect(bank) as connection:
        assert connection.execute("SELECT bears FROM team_bears").fetchall() == [(0,)]
        assert connection.execute("SELECT * FROM bear_rating").fetchall() == []


def test_what_is_taken_back_counts_in_the_season_of_the_gift(bank: str) -> None:
    with psycopg.connect(bank) as connection:
        connection.execute(
            "INSERT INTO bear_transfer (kind, from_account_id, team_id, amount, request_key, given_at) VALUES"
            " ('team_gift', 1, 1, 30, 'old', '2024-03-01'), ('team_gift', 1, 1, 5, 'new', '2024-09-01'),"
            " ('team_gift', 2, 1, 1, 'kept', '2024-06-30 23:00+00')"
        )
        connection.execute(
            "INSERT INTO bear_transfer"
            " (kind, to_account_id, team_id, amount, reverses, request_key, given_at)"
            " SELECT 'reversal', 1, 1, 30, bear_transfer_id, 'back', '2024-09-02'"
            "   FROM bear_transfer WHERE request_key = 'old'"
        )
        rating = connection.execute("SELECT season, bears, place FROM bear_rating ORDER BY season").fetchall()
        assert rating == [(2023, 1, 1), (2024, 5, 1), (None, 6, 1)]


def test_a_tie_shares_a_place_in_the_rating(bank: str) -> None:
    with psycopg.connect(bank) as connection:
        connection.execute("INSERT INTO person (sex) VALUES ('male'), ('male')")
        connection.execute("INSERT INTO team (kind, member_ids) VALUES ('single', '{2}'), ('single', '{3}')")
        connection.execute("INSERT INTO team_member VALUES (2, 'single', 1, 2), (3, 'single', 1, 3)")
        for fan, team, bears in ((1, 1, 5), (2, 2, 9), (3, 3, 5)):
            connection.execute("SELECT give_bears(%s, %s, 'gift', team => %s)", [fan, bears, team])
        overall = "SELECT team_id, place FROM bear_rating WHERE season IS NULL ORDER BY place, team_id"
        assert connection.execute(overall).fetchall() == [(2, 1), (1, 2), (3, 2)]


def test_the_proof_finds_a_balance_that_was_forged(bank: str) -> None:
    with psycopg.connect(bank) as connection:
        connection.execute("ALTER TABLE bear_balance DISABLE TRIGGER bear_balance_follows_the_ledger")
        connection.execute("ALTER TABLE team_bear_slot DISABLE TRIGGER team_bear_slot_follows_the_ledger")
        connection.execute("UPDATE bear_balance SET bears = bears + 1 WHERE account_id = 3")
        connection.execute("INSERT INTO team_bear_slot (team_id, season, bears) VALUES (1, 2024, 6)")
        found = connection.execute(f"{SOUND} ORDER BY holder_kind").fetchall()
        connection.rollback()
    assert found == [("account", 3, None, 100, 101), ("team", 1, 2024, None, 6)]


def test_a_bulk_load_moves_all_bears(bank: str) -> None:
    with psycopg.connect(bank) as connection:
        connection.execute(
            "INSERT INTO bear_transfer (kind, from_account_id, team_id, amount, request_key)"
            " SELECT 'team_gift', 1 + n % 8, 1, 1, 'bulk:' || n FROM generate_series(1, 800) AS n"
        )
        assert connection.execute("SELECT DISTINCT bears FROM bear_balance").fetchall() == [(0,)]
        assert connection.execute("SELECT bears FROM team_bear_slot").fetchall() == [(800,)]


def test_bears_of_a_team_that_is_merged_go_to_the_other(bank: str) -> None:
    with psycopg.connect(bank) as connection:
        connection.execute("INSERT INTO person (sex) VALUES ('male')")
        connection.execute("INSERT INTO team (kind, member_ids) VALUES ('single', '{2}')")
        connection.execute("INSERT INTO team_member VALUES (2, 'single', 1, 2)")
        for fan, team in ((1, 1), (2, 1), (3, 2)):
            connection.execute("SELECT give_bears(%s, 10, 'gift', team => %s)", [fan, team])
        connection.execute(
            "INSERT INTO bear_transfer (kind, to_account_id, team_id, amount, reverses, request_key)"
            " SELECT 'reversal', 1, 1, 10, bear_transfer_id, 'back' FROM bear_transfer"
            "  WHERE from_account_id = 1"
        )
        connection.execute("UPDATE bear_transfer SET team_id = 2 WHERE team_id = 1")
        connection.execute("DELETE FROM team_member WHERE team_id = 1")
        connection.execute("DELETE FROM team WHERE team_id = 1")
        connection.commit()
        assert connection.execute("SELECT * FROM team_bears ORDER BY 1").fetchall() == [(1, 0), (2, 20)]
        overall = connection.execute("SELECT team_id, bears FROM bear_rating WHERE season IS NULL")
        assert overall.fetchall() == [(2, 20)]
