"""When two teams turn out to be one, what fans gave and said of both is that of the one, counted anew."""

import psycopg
from fans import add_entries, add_fans

from conftest import Server


def test_fans_of_two_teams_that_are_merged_are_fans_of_the_one(server: Server, database: str) -> None:
    with psycopg.connect(server.dsn(database)) as connection:
        add_fans(connection)
        add_entries(connection, 3)
        for statement in (
            "INSERT INTO follow_team VALUES (1, 1), (1, 2), (2, 2), (3, 1)",
            "INSERT INTO follow_person VALUES (1, 1), (1, 2), (2, 2)",
            "INSERT INTO favourite VALUES (1, 1, 1), (1, 2, 2), (2, 2, 1)",
            "INSERT INTO private.team_note (account_id, team_id, body) VALUES (1, 2, 'note')",
            "INSERT INTO bear_transfer (kind, to_account_id, amount, request_key)"
            " VALUES ('grant', 1, 9, 'k')",
            "SELECT give_bears(1, 3, 'one', team => 1), give_bears(1, 4, 'two', team => 2)",
            "INSERT INTO prediction_contest VALUES (1, '2016-01-01', '2999-01-01')",
            "INSERT INTO prediction VALUES (1, 1, 1, 1, '2016-02-01'), (1, 1, 2, 2, '2016-02-01')",
            "INSERT INTO prediction VALUES (2, 1, 3, 2, '2016-02-01')",
            "UPDATE prediction_contest SET locks_at = '2016-03-01'",
        ):
            connection.execute(statement.encode())
        connection.commit()
        connection.execute("SELECT merge_people(1, 2)")
        connection.commit()

        def rows(query: str) -> list[tuple[object, ...]]:
            return connection.execute(query.encode()).fetchall()

        assert rows("SELECT account_id, team_id FROM follow_team ORDER BY 1") == [(1, 1), (2, 1), (3, 1)]
        counted = (
            "SELECT subject_kind, subject_id, followers FROM follower_count WHERE followers <> 0 ORDER BY 1"
        )
        assert rows(counted) == [("person", 1, 2), ("team", 1, 3)]
        assert rows("SELECT account_id, team_id, position FROM favourite ORDER BY 1") == [
            (1, 1, 1),
            (2, 1, 1),
        ]
        assert rows("SELECT team_id FROM private.team_note") == [(1,)]
        assert rows("SELECT team_id, bears FROM team_bears WHERE bears <> 0") == [(1, 7)]
        assert rows("SELECT * FROM bear_ledger_difference") == []
        assert rows("SELECT account_id, place, entry_id FROM prediction ORDER BY 1") == [(1, 1, 1), (2, 3, 1)]
