-- A rating of a deleted account, one that was taken back, a league of emoji without points, a round nobody can lose, a pool of nobody.
INSERT INTO programme_rating (account_id, programme_id, music, choreography, costume, rated_at) VALUES
    (900001, 900001, 1, 10, 1, '-infinity'), (900002, 900001, 10, 1, 10, 'infinity'), (900002, 900002, 5, 5, 5, '2020-01-01');
DELETE FROM programme_rating WHERE programme_id = 900002;
INSERT INTO fantasy_league (fantasy_league_id, name, gold_points, silver_points, bronze_points) OVERRIDING SYSTEM VALUE VALUES
    (900001, repeat('🐻', 100), 0, 0, 0), (900002, 'ליגה', 32767, 32767, 32767);
INSERT INTO fantasy_round (fantasy_round_id, fantasy_league_id, event_id, opens_at, locks_at, scored_at) OVERRIDING SYSTEM VALUE VALUES
    (900001, 900001, 900003, '-infinity', 'infinity', NULL), (900002, 900002, 900003, '-infinity', 'infinity', NULL);
INSERT INTO fantasy_pool VALUES (900001, 'A'), (900001, 'Z'), (900002, 'Z');
INSERT INTO fantasy_pool_entry (fantasy_round_id, entry_id, pool, event_id, category_id) VALUES
    (900001, 900003, 'A', 900003, 900003), (900002, 900004, 'Z', 900003, 900004);
INSERT INTO fantasy_pick (account_id, fantasy_round_id, pool, entry_id, made_at) VALUES
    (900001, 900001, 'A', 900003, '-infinity'), (900001, 900002, 'Z', 900004, '2018-01-01');
UPDATE fantasy_round SET locks_at = '2018-02-01', scored_at = 'infinity' WHERE fantasy_round_id = 900002;
