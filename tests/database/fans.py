"""Fans and the skaters whom they cheer: the rows that tests of the social tables begin with."""

import psycopg


def add_fans(connection: psycopg.Connection, count: int = 9) -> None:
    """Accounts 1 to `count`."""
    connection.execute(
        "INSERT INTO account (handle, display_name)"
        " SELECT 'fan_' || n, 'Fan ' || n FROM generate_series(1, %s) AS n",
        [count],
    )


def add_skaters(connection: psycopg.Connection, count: int = 1) -> None:
    """People 1 to `count`, each a team of one of the same number."""
    for statement in (
        "INSERT INTO person (sex) SELECT 'female' FROM generate_series(1, %s)",
        "INSERT INTO team (kind, member_ids) SELECT 'single', ARRAY[n] FROM generate_series(1, %s) AS n",
        "INSERT INTO team_member SELECT n, 'single', 1, n FROM generate_series(1, %s) AS n",
    ):
        connection.execute(statement.encode(), [count])


def add_entries(connection: psycopg.Connection, count: int) -> None:
    """Skaters 1 to `count`, entered by the same numbers in category 1 of event 1, of the season 2016."""
    add_skaters(connection, count)
    connection.execute("INSERT INTO event (season, name) VALUES (2016, 'Cup')")
    connection.execute("INSERT INTO category (event_id, level, discipline) VALUES (1, 'senior', 'women')")
    connection.execute(
        "INSERT INTO entry (category_id, discipline, team_id, team_kind, published_name)"
        " SELECT 1, 'women', n, 'single', 'Skater ' || n FROM generate_series(1, %s) AS n",
        [count],
    )


def decide(connection: psycopg.Connection, *standing: tuple[int | None, str | None]) -> None:
    """Decide the next standing of category 1: place and total of each entry; without place: disqualified."""
    decision = connection.execute(
        "INSERT INTO standing_decision (category_id, revision, reason)"
        " SELECT 1, count(*) + 1, 'test' FROM standing_decision RETURNING standing_decision_id"
    ).fetchone()
    assert decision
    for entry, (place, total) in enumerate(standing, start=1):
        status = "dsq" if place is None else "ok"
        connection.execute(
            "INSERT INTO standing_place VALUES (%s, 1, %s, %s, %s, %s)",
            [decision[0], entry, place, total, status],
        )
