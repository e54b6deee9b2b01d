-- A rated programme; a league with a round that is open and one that has locked with a pick of its day.
INSERT INTO programme (programme_id, team_id, season, kind) OVERRIDING SYSTEM VALUE VALUES (1701, 1301, 2016, 'free');
INSERT INTO programme_rating VALUES (1101, 1701, 10, 1, 5), (1102, 1701, 9, 2, 5);
INSERT INTO event (event_id, season, name) OVERRIDING SYSTEM VALUE VALUES (1701, 2016, 'Fantasy cup');
INSERT INTO category (category_id, event_id, level, discipline) OVERRIDING SYSTEM VALUE VALUES (1701, 1701, 'senior', 'women');
INSERT INTO entry (entry_id, category_id, discipline, team_id, team_kind, published_name) OVERRIDING SYSTEM VALUE VALUES
    (1701, 1701, 'women', 1301, 'single', 'A'), (1702, 1701, 'women', 1302, 'single', 'B');
INSERT INTO fantasy_league (fantasy_league_id, name) OVERRIDING SYSTEM VALUE VALUES (1701, 'Лига ❄');
INSERT INTO fantasy_round (fantasy_round_id, fantasy_league_id, event_id, opens_at, locks_at) OVERRIDING SYSTEM VALUE VALUES
    (1701, 1701, 1701, '2016-01-01', '2999-01-01'), (1702, 1701, 1301, '2016-01-01', '2999-01-01');
INSERT INTO fantasy_pool VALUES (1701, 'A'), (1701, 'B'), (1702, 'A');
INSERT INTO fantasy_pool_entry VALUES (1701, 1701, 'A', 1701, 1701), (1701, 1702, 'B', 1701, 1701), (1702, 1304, 'A', 1301, 1303);
INSERT INTO fantasy_pick VALUES (1101, 1701, 'A', 1701, '2016-02-01'), (1102, 1702, 'A', 1304, '2016-02-01');
UPDATE fantasy_round SET locks_at = '2016-03-01' WHERE fantasy_round_id = 1702;
INSERT INTO fantasy_score VALUES (1102, 1702, 215.33, 1);
